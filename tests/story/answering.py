"""Who waits for an answer at the river, and what the offices, the committee and representatives do."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Browser

from consult.loop.collect.records import Answer, Consultation, Submission
from consult.loop.understand import findings
from consult.loop.understand.effective import note_where_they_lie
from consult.loop.understand.records import Code, Coding, FindingsTheme
from consult.people.records import Account, Office, Participant
from tests.cast import Cast, number
from tests.loop.close.released import Released
from tests.story.desk import Desk
from tests.story.town_here import Seated, TownHere

PUMP = {
    "en": "We mend the pump.",
    "fr": "Nous réparons la pompe.",
    "ar": "نصلح المضخة.",
}
AGAIN = {
    "en": "We walk to the well with you, then mend the pump.",
    "fr": "Nous allons au puits avec vous, puis réparons la pompe.",
    "ar": "نمشي معكم إلى البئر ثم نصلح المضخة.",
}
CANNOT, BECAUSE = "We cannot build the bridge.", "The law gives us no money for it."
DISSENT = "Nobody asked the ferryman."
MANY = 10
"""As many say the same of a promise, so that their number points at nobody."""


@dataclass
class People:
    """The phones of those who spoke to number 1, by language; of one who spoke to number 2; and `themes`,
    by number, as they stand on the offices' pages."""

    en: list[str]
    fr: list[str]
    ar: list[str]
    bridge: str
    without: UUID
    themes: dict[int, UUID]

    @property
    def pump(self) -> list[str]:
        return [*self.en, *self.fr, *self.ar]


def people_spoke(town: TownHere) -> tuple[Cast, People]:
    """Three numbers are released, of which the committee has said nothing yet; two offices owe answers."""
    with town.hands.work() as session:
        cast = Cast(session, town.at)
        made = Released(session, cast, town.hands.house.vault, town.at)
        made.findings.review_by = made.today + timedelta(days=1)
        roads = [session.get_one(Office, cast.roads.id)]
        themes = {1: made.theme(1), 2: made.theme(2, offices=roads), 3: made.theme(3, offices=roads)}
        codes = {n: _code(made, n, theme) for n, theme in themes.items()}
        phones = {
            code: [_speaks(made, themes[1], codes[1], code) for _ in range(many)]
            for code, many in (("en", MANY), ("fr", MANY), ("ar", 1))
        }
        bridge = _speaks(made, themes[2], codes[2], "en")
        without = made.person(themes[2], hear_back=None, lives=cast.upper, read="not")
        _lies(made, without, codes[2])
        _speaks(made, themes[3], codes[3], "en")
        made.owe()
        people = People(
            **phones, bridge=bridge, without=without.id, themes={n: each.id for n, each in themes.items()}
        )
    return cast, people


def _code(made: Released, n: int, theme: FindingsTheme) -> Code:
    words = {"name": theme.name, "language": "en", "made_at": made.now}
    code = Code(consultation=made.consultation, number=n, theme=theme.theme, **words)
    made.session.add(code)
    return code


def _speaks(made: Released, theme: FindingsTheme, code: Code, language: str) -> str:
    person = made.person(theme, language=language, read="not")
    _lies(made, person, code)
    return number(made.phones)


def _lies(made: Released, person: Participant, code: Code) -> None:
    answer = made.session.query(Answer).join(Submission).filter_by(participant_id=person.id).one()
    made.session.add(Coding(answer=answer, sequence=1, by_id=made.cast.amal.id, at=made.now, codes=[code]))
    made.session.flush()
    note_where_they_lie(made.session, [answer.id])


class Desks:
    """Everybody of the story who sits somewhere."""

    def __init__(self, town: TownHere, browser: Browser, cast: Cast) -> None:
        self.town = town
        self.amal, self.chol = Seated(town, browser, cast.amal), Seated(town, browser, cast.chol)
        self.dana, self.emil = Seated(town, browser, cast.dana), Seated(town, browser, cast.emil)
        self.bahati = Seated(town, browser, cast.bahati)
        self.farah = Seated(town, browser, cast.farah)
        self.anyone = Desk(town, browser)

    def results(self) -> Desk:
        return self.anyone.go("/c/river/en/results")

    def ledger(self) -> Desk:
        return self.anyone.go("/c/river/en/ledger")


def drafts(desk: Desk, at: str, *, kind: str, words: dict[str, str], why: str, in_days: int) -> None:
    """An answer is written, worded and handed over for the second look."""
    desk.at_work(at)
    if desk.page.locator('main [name="kind"][type="radio"]').count():
        desk.tick("kind", kind).press("Go on")
    day = desk.town.at.date() + timedelta(days=in_days)
    desk.fill(words=words["en"], why=why, who="The engineer", by_when=day.isoformat())
    desk.press("Keep as a draft")
    for code in words.keys() - {"en"}:
        desk.at_work(f"{at}/wordings/{code}").fill(words=words[code]).press()
    desk.at_work(at).press("Hand it over")


def releases_anew(town: TownHere, cast: Cast) -> None:
    """The same words come out once more."""
    with town.hands.work() as session:
        findings.release(
            session,
            consultation=session.query(Consultation).one(),
            alone="Others spoke of many things.",
            review_by=town.at.date() + timedelta(days=3),
            by=session.get_one(Account, cast.amal.id),
            now=town.at,
        )
    town.settle()
