"""Released findings built from records, so that these tests stand on closing alone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.close.obligations import owe
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Consultation, Round
from consult.loop.respond.records import Kind, Response, ResponseVersion
from consult.loop.understand.effective import note_where_they_lie
from consult.loop.understand.records import (
    Audience,
    Card,
    Code,
    Coding,
    Contribution,
    Control,
    Findings,
    FindingsTheme,
    Theme,
)
from consult.people.records import ContactPoint, HearBack, Participant, Place, Reach
from tests.cast import Cast, number

FALLBACKS = {"en": ("en",), "fr": ("fr",), "ar": ("ar",), "sw": ("sw", "en")}


def chain(code: str) -> tuple[str, ...]:
    """In these tests Swahili falls back to English and nobody else to anything."""
    return FALLBACKS[code]


@dataclass
class Released:
    """A consultation whose findings came out nine days ago and whose review is over."""

    session: Session
    cast: Cast
    vault: Vault
    now: datetime
    phones: int = 0
    cards: int = 100
    consultation: Consultation | None = None
    reaches: dict[object, Reach] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.consultation = self.consultation or self.cast.consultation(languages=("en", "ar", "fr", "sw"))
        self.round: Round = self.session.query(Round).one()
        self.findings = Findings(
            consultation=self.consultation,
            round=self.round,
            number=1,
            released_at=self.now - timedelta(days=9),
            released_by=self.cast.amal,
            review_by=(self.now - timedelta(days=1)).date(),
            spoke=0,
            set_aside=0,
            alone="Others spoke of many things.",
            language="en",
            hash="",
        )
        self.code = self._code(90)
        self.aside = self._code(91, Control.NOT_AN_ANSWER)
        self.session.add_all([self.findings, self.code, self.aside])
        self.session.flush()

    def _code(self, number: int, control: Control | None = None) -> Code:
        return Code(
            consultation=self.consultation,
            number=number,
            name=f"Code {number}",
            language="en",
            control=control,
            made_at=self.now,
        )

    def elsewhere(self, number: int) -> FindingsTheme:
        """A theme of the same number that another consultation released."""
        findings = Findings(
            consultation=(hill := self.cast.consultation("hill")),
            round=self.session.query(Round).filter_by(consultation=hill).one(),
            number=1,
            released_at=self.findings.released_at,
            released_by=self.cast.amal,
            review_by=self.findings.review_by,
            spoke=0,
            set_aside=0,
            alone="",
            language="en",
            hash="",
        )
        return self.theme(number, findings=findings)

    def theme(
        self,
        number: int,
        *,
        audience: Audience = Audience.EVERYONE,
        offices=None,
        findings: Findings | None = None,
    ) -> FindingsTheme:
        """A released theme, addressed to the water office unless said otherwise."""
        findings = findings or self.findings
        offices = [self.cast.water] if offices is None else offices
        words = {
            "number": number,
            "name": f"Theme {number}",
            "statement": f"We say {number}.",
            "language": "en",
        }
        theme = Theme(
            consultation=findings.consultation,
            audience=audience,
            named_by_id=self.cast.amal.id,
            made_at=self.now,
            offices=offices,
            **words,
        )
        released = FindingsTheme(
            findings=findings, theme=theme, audience=audience, offices=list(offices), hash="", **words
        )
        self.session.add_all([findings, theme, released])
        self.session.flush()
        return released

    def person(
        self,
        *themes: FindingsTheme,
        hear_back: HearBack | None = HearBack.WHOLE,
        language: str = "en",
        lives: Place | None = None,
        read: str = "sorted",
        beside: Reach | None = None,
    ) -> Participant:
        """Somebody who spoke to `themes`. `read`: sorted, aside or not; `hear_back` None: no phone."""
        person = self.cast.participant(language=language, stays_in=lives)
        answer = self.cast.answer(person, self.consultation, "Some words of mine.")
        self.cards += 1
        self.session.add(Card(consultation_id=self.consultation.id, answer=answer, number=self.cards))
        if read != "not":
            code = self.aside if read == "aside" else self.code
            self.session.add(
                Coding(answer=answer, sequence=1, by_id=self.cast.amal.id, at=self.now, codes=[code])
            )
            self.session.flush()
            note_where_they_lie(self.session, [answer.id])
        for theme in themes:
            self.session.add(Contribution(findings_theme=theme, participant=person))
        if hear_back is not None:
            self.phones += 1
            suffix = {"suffix": beside.suffix + 1, "point": beside.contact_point} if beside else {}
            self.reaches[person.id] = self.cast.phone(
                person, self.vault, self.phones, hear_back=hear_back, **suffix
            )
        self.session.flush()
        return person

    def many(self, theme: FindingsTheme, count: int, *hear_back: HearBack) -> None:
        """That many people with a phone each who are owed an answer to `theme`, as plain records."""
        for _ in range(count):
            self.phones += 1
            person = Participant(community=self.cast.community, language="en")
            point = ContactPoint(
                lookup=self.vault.lookup("phone", number(self.phones)), sealed_number=b"", provider="console"
            )
            point.sealed_number = self.vault.seal(
                number(self.phones), row=point.id, column="contact_point.number"
            )
            reach = Reach(
                participant=person,
                contact_point=point,
                suffix=1,
                hear_back=hear_back[self.phones % len(hear_back)],
                since=self.today,
            )
            owed = Obligation(
                key=f"{person.id}:{theme.theme_id}",
                participant=person,
                round=self.round,
                theme=theme.theme,
                since=self.today,
            )
            self.session.add_all([person, point, reach, owed])
        self.session.flush()

    def owe(self) -> None:
        owe(self.session, findings=self.findings, now=self.now)
        self.session.flush()

    def answered(
        self,
        *themes: FindingsTheme,
        words: str = "We will mend the pump.",
        language: str = "en",
        office=None,
        on: datetime | None = None,
    ) -> ResponseVersion:
        """A published answer to `themes`, as a record."""
        response = Response(office=office or self.cast.water, made_at=self.now, themes=list(themes))
        return self.version(response, 1, words=words, language=language, on=on)

    def version(
        self,
        response: Response,
        number: int,
        *,
        words: str = "We will mend the pump.",
        language: str = "en",
        only_wording: bool = False,
        on: datetime | None = None,
    ) -> ResponseVersion:
        version = ResponseVersion(
            response=response,
            number=number,
            kind=Kind.WILL_DO,
            words=words,
            why="It is broken.",
            who="The head of the office",
            by_when=self.now.date() + timedelta(days=30),
            language=language,
            only_wording=only_wording,
            drafted_by_id=self.cast.dana.id,
            drafted_at=self.now,
            published_at=on or self.now,
        )
        self.session.add_all([response, version])
        self.session.flush()
        return version

    @property
    def today(self) -> date:
        return self.now.date()
