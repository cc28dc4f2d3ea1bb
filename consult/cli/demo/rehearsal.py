"""Play the sample through the real rooms, with its own clock: every row has a cause.

Texts go in as letters and are heard by the worker; answers from the web are spoken as the page
speaks them; what goes out lies on the rehearsal phones. Days pass between the steps.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from consult.cli.demo import loop_steps, setting
from consult.cli.demo.stage import Person, Stage, phone
from consult.loop.collect import prompts, speaking
from consult.people import communities
from consult.people.records import HearBack

HEAR_BACK_IN_MENU = {"whole": "1", "knock": "2", "nothing": "3"}


class Rehearsal(Stage):
    """The sample being played: `steps` are done in order."""

    def steps(self) -> list[Callable[[], None]]:
        """Everything that happens, in order."""
        return [
            partial(self._on, 60, setting.build),
            partial(self._on, 58, setting.open_consultation),
            *(partial(self._speaks, n, p) for n, p in enumerate(self.place.people) if not p.get("late")),
            partial(self._on, 37, loop_steps.read_and_sort),
            partial(self._on, 34, loop_steps.name_themes),
            partial(self._on, 33, loop_steps.release),
            partial(self._on, 30, loop_steps.review),
            partial(self._on, 24, loop_steps.draft_answers),
            partial(self._on, 22, loop_steps.publish_answers),
            partial(self._on, 21, loop_steps.check_answers),
            *(partial(self._judges, n, p) for n, p in enumerate(self.place.people) if p.get("verdict")),
            partial(self._on, 15, loop_steps.meet),
            *(partial(self._leaves, n) for n, p in enumerate(self.place.people) if p.get("left")),
            partial(self._on, 6, setting.open_second_round),
            *(partial(self._speaks, n, p) for n, p in enumerate(self.place.people) if p.get("late")),
            partial(self._on, 2, loop_steps.answer_again),
            partial(self._let_pass, 1),
        ]

    def accounts(self) -> list[tuple[str, str]]:
        return setting.accounts_in_words()

    def _on(self, days_ago: int, step: Callable[[Stage, Session], None]) -> None:
        self.at = self.today - timedelta(days=days_ago)
        self.drain()
        with self.work() as session:
            step(self, session)
        self.drain()

    def _let_pass(self, days_ago: int) -> None:
        self.at = self.today - timedelta(days=days_ago)
        self.drain()

    def _speaks(self, n: int, person: Person) -> None:
        days_ago = 3.0 if person.get("late") else 56 - n * 0.6
        self.at = self.today - timedelta(days=days_ago)
        (self._by_text if person["door"] == "sms" else self._by_web)(n, person)
        self.drain()

    def _by_text(self, n: int, person: Person) -> None:
        number = self.number_of(n, person)
        texts = [self.place.consultation["join"][person["language"]]]
        if person.get("shares"):
            texts.append("2")
        texts.append("1")
        texts.extend(words for words in person["says"] if words)
        if person["hear_back"] != "knock":
            texts.extend(["menu", HEAR_BACK_IN_MENU[person["hear_back"]]])
        for text in texts:
            self.text(number, text)
            self.at += timedelta(minutes=7)

    def _by_web(self, n: int, person: Person) -> None:
        with self.work() as session:
            current = self.round(session)
            places = {p.name: p for p in communities.places_of(session, current.consultation.community)}
            asked = prompts.prompts_of(session, current.consultation, person["language"])
            speaking.speak(
                session,
                vault=self.house.vault,
                round=current,
                language=person["language"],
                answers=list(zip(asked, [*person["says"], ""], strict=False)),
                choices=speaking.Choices(
                    hear_back=HearBack(person["hear_back"]), stays_in=places[person["place"]]
                ),
                key=f"sample-{n}",
                provider="console",
                now=self.at,
            )

    def _judges(self, n: int, person: Person) -> None:
        key = {"yes": 1, "partly": 2, "no": 3, "cannot_say": 4, "not_what_we_said": 5}[person["verdict"]]
        self.at = self.today - timedelta(days=20)
        self.text(self.number_of(n, person), f"1{key}")

    def _leaves(self, n: int) -> None:
        self.at = self.today - timedelta(days=12)
        for text in ("erase", "1"):
            self.text(phone(n), text)
