"""What a ledger is made of: numbers that open how they are counted, and rows about themes, answers and
promises. What is summed up for an office or for all is summed up from these alone. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import median_high


class Unit(StrEnum):
    """What a number counts."""

    PEOPLE = "people"
    OWED = "answers_owed"
    THEMES = "themes"
    ANSWERS = "answers"
    PROMISES = "promises"
    CARDS = "cards"
    DAYS = "days"
    SEATS = "people_with_seats"
    WORDS = "words"
    MEETINGS = "meetings"


@dataclass(frozen=True)
class Line:
    """One number. `value` None with `withheld`: it could point at a few people; without: there is nothing
    yet. `left_out`: in a sum, the consultations whose number is withheld and not in it. `counted`: on which
    day, where it is not counted each time; in a sum the first of these days."""

    key: str
    unit: Unit
    value: int | None
    withheld: bool = False
    left_out: int = 0
    counted: date | None = None


@dataclass(frozen=True)
class ThemeRow:
    """A theme that was released to everyone. Offices stand by their short names.

    `first`: each office's first answer; `reopened`: since when its answer is refused; `handed`: offices
    that handed it over to somebody who took it on. `closed`: a later release told everyone no more.
    """

    consultation: str
    number: int
    since: date
    offices: frozenset[str]
    first: Mapping[str, date]
    reopened: Mapping[str, date]
    handed: frozenset[str]
    held: date | None
    closed: bool

    @property
    def answered(self) -> date | None:
        return min(self.first.values(), default=None)

    @property
    def open_since(self) -> date | None:
        """Since when it is owed; None: it is answered, and nobody is owed another answer."""
        if not self.first:
            return None if self.offices and self.offices <= self.handed else self.since
        return min(self.reopened.values(), default=None)

    def of(self, office: str) -> "ThemeRow":
        """The theme as far as `office` goes."""
        return replace(
            self,
            offices=frozenset({office}),
            first={at: day for at, day in self.first.items() if at == office},
            reopened={at: day for at, day in self.reopened.items() if at == office},
            handed=self.handed & {office},
        )


@dataclass(frozen=True)
class Place:
    """Where in a document an answer went."""

    document: str
    paragraph: str
    page: str
    on: date


@dataclass(frozen=True)
class AnswerRow:
    """What one office says now. `kind`, the house's word. `in_none`: the office says it went nowhere."""

    consultation: str
    office: str
    numbers: tuple[int, ...]
    kind: str
    published: date
    places: tuple[Place, ...]
    in_none: bool
    hidden: bool
    """All its themes are held or no longer open: it counts, and its words stand nowhere."""


@dataclass(frozen=True)
class PromiseRow:
    """What was promised. `people`: their words, counted on a day; None where one number is small."""

    consultation: str
    office: str | None
    by: str
    numbers: tuple[int, ...]
    due: date
    moved: int
    claimed: date | None
    overdue: date | None
    ended: date | None
    people: Mapping[str, int | None]
    counted: date | None
    hidden: bool


BY_THEIR_HOURS = ("cards_in_time", "cards_late", "cards_waiting", "cards_ignored")


@dataclass(frozen=True)
class CardRow:
    """A card that asks an office to stop or to keep something. `stands`: the house's word; `since`: the
    office was first asked. `answered`: by the answer that stands, `late` if its 72 hours were over."""

    community: str
    number: int
    office: str | None
    wish: str | None
    stands: str
    since: date | None
    answered: date | None
    late: bool
    refused: int
    """How many of its answers representatives called none."""
    held: date | None
    counted: str | None
    """Under which number it counts by its 72 hours; None: it was marked while they ran."""

    @property
    def open_since(self) -> date | None:
        """Since when an answer is asked for that stands; None: none is."""
        return self.since if self.stands in ("owed", "silent") else None


@dataclass(frozen=True)
class Rows:
    themes: tuple[ThemeRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    cards: tuple[CardRow, ...] = ()

    def of(self, office: str) -> "Rows":
        """What is asked of `office`, what it says and what it promised."""
        return Rows(
            tuple(each.of(office) for each in self.themes if office in each.offices | set(each.first)),
            tuple(each for each in self.answers if each.office == office),
            tuple(each for each in self.promises if each.office == office),
            tuple(each for each in self.cards if each.office == office),
        )


def together(found: Iterable[Rows]) -> Rows:
    rows = list(found)
    return Rows(
        tuple(each for one in rows for each in one.themes),
        tuple(each for one in rows for each in one.answers),
        tuple(each for one in rows for each in one.promises),
        # A community's cards stand beside each of its consultations, and count once.
        tuple(dict.fromkeys(each for one in rows for each in one.cards)),
    )


def oldest_first(themes: Iterable[ThemeRow]) -> list[ThemeRow]:
    """Those that are owed, the oldest first; then the answered ones, the longest wait first."""

    def order(row: ThemeRow) -> tuple[bool, int, str, int]:
        owed = row.open_since
        waited = owed.toordinal() if owed else -_days_to_first(row)
        return owed is None, waited, row.consultation, row.number

    return sorted(themes, key=order)


def cards_in_turn(cards: Iterable[CardRow]) -> list[CardRow]:
    """Those without an answer after 72 hours, then those with time left, the oldest first; then the others,
    the newest first."""

    def order(row: CardRow) -> tuple[bool, bool, int, str, int]:
        asked = row.since.toordinal() if row.since else 0
        owed = row.open_since is not None
        return not owed, row.stands != "silent", asked if owed else -asked, row.community, row.number

    return sorted(cards, key=order)


def lines_of(rows: Rows, today: date) -> list[Line]:
    """The numbers about what offices did: nothing in them counts who spoke."""
    owed = [each.open_since for each in rows.themes if each.open_since]
    waits = [_days_to_first(each) for each in rows.themes if each.answered]
    answers, promises = rows.answers, rows.promises
    lasting = [each for each in promises if each.ended is None]
    counted = {
        "themes": (Unit.THEMES, len(rows.themes)),
        "themes_answered": (Unit.THEMES, len(waits)),
        "themes_owed": (Unit.THEMES, len(owed)),
        "themes_held": (Unit.THEMES, sum(each.held is not None for each in rows.themes)),
        "answers": (Unit.ANSWERS, len(answers)),
        "in_document": (Unit.ANSWERS, sum(bool(each.places) for each in answers)),
        "in_none": (Unit.ANSWERS, sum(each.in_none for each in answers)),
        "changed": (Unit.ANSWERS, sum(each.kind == "stop_or_change" for each in answers)),
        "promises": (Unit.PROMISES, len(promises)),
        "due": (Unit.PROMISES, sum(each.due < today for each in lasting)),
        "claimed": (Unit.PROMISES, sum(each.claimed is not None for each in lasting)),
        "overdue": (Unit.PROMISES, sum(each.overdue is not None for each in lasting)),
        "taken_back": (Unit.PROMISES, len(promises) - len(lasting)),
        "first_answer_days": (Unit.DAYS, median_high(waits) if waits else None),
        "oldest_owed_days": (Unit.DAYS, (today - min(owed)).days if owed else None),
    }
    lines = [Line(key, unit, value) for key, (unit, value) in counted.items()]
    return lines + _happened(promises) + _cards(rows.cards, today)


def _days_to_first(row: ThemeRow) -> int:
    return (row.answered - row.since).days if row.answered else 0


def _cards(cards: Sequence[CardRow], today: date) -> list[Line]:
    """Each card is in one of those that its 72 hours tell, but for those marked while they ran. A mark stands
    beside: no number gets smaller by taking a card back or holding it."""
    owed = [each.open_since for each in cards if each.open_since]
    stands = {
        **{key: [each for each in cards if each.counted == key] for key in BY_THEIR_HOURS},
        "cards_taken_back": [each for each in cards if each.stands == "withdrawn"],
        "cards_held": [each for each in cards if each.held],
    }
    days = Line("oldest_card_days", Unit.DAYS, (today - min(owed)).days if owed else None)
    counts = {"cards": cards, **stands}
    return [*(Line(key, Unit.CARDS, len(found)) for key, found in counts.items()), days]


def _happened(promises: Sequence[PromiseRow]) -> list[Line]:
    """People's words on promises, as they were counted and shown; what is withheld is in no sum."""
    small = sum(bool(each.people) and None in each.people.values() for each in promises)
    keys = ("yes", "partly", "no", "cannot_say")
    told = [each.people for each in promises if each.people and None not in each.people.values()]
    sums = {key: sum(each.get(key) or 0 for each in told) for key in keys}
    if not told:
        return [Line(f"happened.{key}", Unit.WORDS, None, withheld=small > 0, left_out=small) for key in keys]
    return [Line(f"happened.{key}", Unit.WORDS, value, left_out=small) for key, value in sums.items()]


def summed(found: Sequence[Sequence[Line]]) -> list[Line]:
    """The same numbers of several consultations as one. Only what each of them shows is added up, so
    that no sum less the others tells what is withheld; how many are left out stands beside it."""
    order: dict[tuple[str, Unit], list[Line]] = {}
    for lines in found:
        for line in lines:
            order.setdefault((line.key, line.unit), []).append(line)
    return [_one(key, unit, lines) for (key, unit), lines in order.items()]


def _one(key: str, unit: Unit, lines: Sequence[Line]) -> Line:
    told = [line.value for line in lines if line.value is not None]
    left_out = sum(line.withheld for line in lines)
    value = (max(told) if unit is Unit.DAYS else sum(told)) if told else None
    withheld = value is None and left_out > 0
    counted = min((line.counted for line in lines if line.counted), default=None)
    return Line(key, unit, value, withheld=withheld, left_out=left_out, counted=counted)
