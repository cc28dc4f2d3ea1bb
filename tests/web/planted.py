"""A loop in the middle of its way, with a word planted in everything that somebody must not see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from consult.loop.collect.records import Consultation
from consult.loop.respond import stop_cards
from consult.loop.respond.records import Wish
from consult.loop.understand.cards import number_cards
from consult.loop.understand.codebook import add_code
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.findings import release
from consult.loop.understand.first_reading import pass_on, take
from consult.loop.understand.records import Audience, Control, FindingsTheme, Theme
from consult.loop.understand.themes import name_theme
from consult.people import communities, seats
from consult.people.records import Account, Role
from tests.cast import Cast
from tests.web.conftest import SiteUnderTest

RAW = "plantedraw"
"""In the words as they came: a name that the first reader masked."""
MASKED = "plantedanswer"
UNREAD = "plantedunread"
"""In words that their first reader has before them still."""
CODE = "plantedcode"
UNRELEASED = "planteddraft"
SPOKEN = "plantedspoken"
FOR_WATER = "plantedwater"
FOR_ROADS = "plantedroads"
FOR_COMMITTEE = "plantedcommittee"
FOR_EVERYONE = "plantedeveryone"
MET = "plantedmeeting"
"""In what was said at a meeting."""
OF_THE_COMMUNITY = {RAW, MASKED, UNREAD, MET, CODE, UNRELEASED, SPOKEN}
"""What leaves the community with no release."""


@dataclass
class Planted:
    """The site with the plants, four more people, and the values that addresses may name."""

    site: SiteUnderTest
    zara: Account = field(init=False)
    iman: Account = field(init=False)
    jude: Account = field(init=False)
    kofi: Account = field(init=False)
    values: dict[str, list[str]] = field(default_factory=dict)
    unreleased: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with self.site.database.work() as session:
            self._people(session)
            self._loop(session)
        self.site.clock.move(days=9)

    def _people(self, session: Session) -> None:
        """Zara represents another community; for Tesfa Iman translates, Jude is protection officer, and
        Kofi reads from elsewhere."""
        cast, now = self.site.cast, self.site.clock()
        by = cast.gita.actor
        marra = communities.make(
            session, slug="marra", name="Marra", language="ar", region="SD", timezone="UTC", by=by, now=now
        )
        tesfa = session.merge(cast.community)
        self.zara = Account(email="zara@example.org", name="Zara", language="en")
        self.iman = Account(email="iman@example.org", name="Iman", language="en")
        self.jude = Account(email="jude@example.org", name="Jude", language="en")
        self.kofi = Account(email="kofi@example.org", name="Kofi", language="en")
        session.add_all([self.zara, self.iman, self.jude, self.kofi])
        here = {"by": by, "now": now}
        seats.give(session, account=self.zara, role=Role.REPRESENTATIVE, community=marra, **here)
        seats.give(session, account=self.iman, role=Role.TRANSLATOR, community=tesfa, **here)
        seats.give(session, account=self.jude, role=Role.PROTECTION_OFFICER, community=tesfa, **here)
        seats.give(session, account=self.kofi, role=Role.READER, community=tesfa, **here)

    def _loop(self, session: Session) -> None:
        cast = self._cast_in(session)
        consultation = cast.consultation()
        by = {"by": cast.amal, "now": cast.now}
        answer = cast.answer(cast.participant(), consultation, f"{MASKED} says {RAW}")
        for _ in range(4):
            cast.answer(cast.participant(), consultation, f"{MASKED} says {RAW}")
        card, *others = number_cards(session, consultation=consultation, shuffle=lambda _: None)
        cast.meeting(consultation, f"{MET} says {RAW}")
        (met,) = number_cards(session, consultation=consultation, shuffle=lambda _: None)
        pass_on(session, card=met, text=f"{MET} says [somebody]", **by)
        for each in [card, *others]:
            pass_on(session, card=each, text=f"{MASKED} says [somebody]", **by)
        code = add_code(
            session, consultation=consultation, name=CODE, language="en", definition=f"what {CODE} is", **by
        )
        for each, under in zip([card, *others], [code, code, *Control], strict=False):
            sort_answer(session, card=each, codes=[under], **by)
        sort_answer(session, card=met, codes=[code], **by)
        offices = {"water": cast.water, "roads": cast.roads}
        themes = [
            self._theme(session, consultation, cast, FOR_EVERYONE, Audience.EVERYONE, [offices["water"]]),
            self._theme(session, consultation, cast, FOR_COMMITTEE, Audience.COMMITTEE_AND_OFFICES, []),
            self._theme(session, consultation, cast, FOR_WATER, Audience.ONE_OFFICE, [offices["water"]]),
            self._theme(session, consultation, cast, FOR_ROADS, Audience.ONE_OFFICE, [offices["roads"]]),
            self._theme(session, consultation, cast, SPOKEN, Audience.SPOKEN_ONLY, []),
        ]
        review_by = (cast.now + timedelta(days=7)).date()
        findings = release(session, consultation=consultation, alone="Others.", review_by=review_by, **by)
        self._unread(session, cast, consultation)
        themes.append(
            self._theme(session, consultation, cast, UNRELEASED, Audience.EVERYONE, [offices["water"]])
        )
        session.flush()
        released = session.query(type(findings)).one()
        cards = self._cards(session, cast)
        self._values(session, themes, [answer.id, card.id, code.id, consultation.id, released.id, *cards])

    def _unread(self, session: Session, cast: Cast, consultation: Consultation) -> None:
        """Words that came since: in the hands of their first reader, and in nobody's."""
        for _ in range(2):
            cast.answer(cast.participant(), consultation, f"{UNREAD} of the well")
        cast.meeting(consultation, f"{UNREAD} of the meeting")
        number_cards(session, consultation=consultation, shuffle=lambda _: None)
        take(session, consultation=consultation, by=cast.amal, now=cast.now)

    def _cards(self, session: Session, cast: Cast) -> list[object]:
        """What offices are asked to stop: each for those who may know of it, one that nobody sent."""
        found = []
        for word, audience, office in (
            (FOR_EVERYONE, Audience.EVERYONE, cast.water),
            (FOR_COMMITTEE, Audience.COMMITTEE_AND_OFFICES, cast.roads),
            (FOR_WATER, Audience.ONE_OFFICE, cast.water),
            (FOR_ROADS, Audience.ONE_OFFICE, cast.roads),
            (UNRELEASED, Audience.EVERYONE, cast.water),
        ):
            said = {"words": f"They do {word}.", "why": word, "language": "en", "audience": audience}
            card = stop_cards.write(
                session, community=cast.community, office=office, wish=Wish.STOP, by=cast.amal, now=cast.now,
                **said,  # type: ignore[arg-type]
            )  # fmt: skip
            if word != UNRELEASED:
                stop_cards.send(session, card=card, read=card.named_at, by=cast.bahati, now=cast.now)
            found.append(card.id)
        return found

    def _cast_in(self, session: Session) -> Cast:
        """The cast, in this session."""
        cast = object.__new__(Cast)
        kept = vars(self.site.cast).items()
        vars(cast).update(
            {name: session.merge(each) if hasattr(each, "__tablename__") else each for name, each in kept}
        )
        cast.session = session
        return cast

    def _theme(
        self,
        session: Session,
        consultation: Consultation,
        cast: Cast,
        word: str,
        audience: Audience,
        offices: list[object],
    ) -> Theme:
        return name_theme(
            session,
            consultation=consultation,
            name=word,
            statement=f"People say {word}.",
            language="en",
            audience=audience,
            offices=offices,  # type: ignore[arg-type]
            by=cast.amal,
            now=cast.now,
        )

    def _values(self, session: Session, themes: list[Theme], ids: list[object]) -> None:
        released = [each.id for each in session.query(FindingsTheme)]
        self.unreleased = {str(each) for each in [*(theme.id for theme in themes), *ids]}
        self.values = {
            "slug": ["river"],
            "community": ["tesfa", "marra"],
            "office": ["water", "roads"],
            "lang": ["en", "ar"],
            "language": ["en", "ar"],
            "code": ["en", "ar", "1"],
            "number": ["1", "2", "3", "4", "5", "6", "101", "106"],
            "uuid": [str(each) for each in [*released, *(theme.id for theme in themes), *ids]],
            "": ["river", "tesfa", "water", "1", "101", "en"],
        }

    def addresses(self, rule: Rule) -> Iterator[str]:
        """The addresses of `rule` with every value that might open something behind it."""
        return (address for _, address in self.filled(rule))

    def filled(self, rule: Rule) -> Iterator[tuple[dict[str, str], str]]:
        """As `addresses`, each with the values that stand in it."""
        names = sorted(rule.arguments)
        choices = [self._choices(rule, name) for name in names]
        for chosen in product(*choices):
            if len(set(chosen) & self.unreleased) > 1:
                continue  # of several ids that stand in one address all but one are of something released
            where = dict(zip(names, chosen, strict=True))
            built = rule.build(where)
            if built is not None:
                yield where, built[1]

    def _choices(self, rule: Rule, name: str) -> list[str]:
        kind = type(rule._converters[name]).__name__
        if kind == "UUIDConverter":
            return self.values["uuid"]
        if kind == "IntegerConverter":
            return self.values["number"]
        return self.values.get(name, self.values[""])

    def rules(self, method: str) -> list[Rule]:
        return [
            rule
            for rule in self.site.app.url_map.iter_rules()
            if rule.endpoint != "static" and method in (rule.methods or set())
        ]
