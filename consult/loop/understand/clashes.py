"""What typed piles would do, seen before anything is saved: what is new, what moves, what cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand import piles
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.codebook import codes_numbered
from consult.loop.understand.effective import effective
from consult.loop.understand.readers import must_be_reader
from consult.loop.understand.records import Card, Code
from consult.loop.understand.side_by_side import to_read_again
from consult.people.records import Account, Seat


@dataclass(frozen=True)
class Moves:
    """A card that lies elsewhere, and where."""

    number: int
    under: tuple[Code, ...]


@dataclass(frozen=True)
class PileSeen:
    """One typed pile: its code, and its cards by what would become of them.

    `unknown`: no such card to sort. `twice`: typed into a pile of another code as well.
    """

    code: Code
    new: tuple[int, ...]
    stay: tuple[int, ...]
    move: tuple[Moves, ...]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]


def look_at_piles(
    session: Session, *, consultation: Consultation, line: str, by: Account, now: datetime
) -> list[PileSeen]:
    """What `sort_pile` would do with these lines. Refused where they cannot be understood."""
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    typed = piles.parse_all(line)
    answers = _cards(session, consultation, seat, typed)
    lies = effective(session, answers.values())
    for hidden in session.scalars(to_read_again(by).where(Card.answer_id.in_(answers.values()))):
        lies.pop(hidden, None)
    twice = set(piles.twice(typed))
    codes = codes_of_piles(session, consultation, typed, now)
    seen = []
    for pile in typed:
        code = codes[pile.code]
        known = [number for number in pile.cards if number in answers and number not in twice]
        under = {number: lies.get(answers[number], []) for number in known}
        seen.append(
            PileSeen(
                code=code,
                new=tuple(number for number in known if not under[number]),
                stay=tuple(number for number in known if under[number] == [code]),
                move=tuple(
                    Moves(number, tuple(under[number]))
                    for number in known
                    if under[number] not in ([], [code])
                ),
                unknown=tuple(number for number in pile.cards if number not in answers),
                twice=tuple(number for number in pile.cards if number in twice),
            )
        )
    return seen


def _cards(
    session: Session, consultation: Consultation, seat: Seat, typed: Sequence[piles.TypedPile]
) -> dict[int, UUID]:
    """The typed numbers that are cards to sort, with their answers."""
    numbers = {number for pile in typed for number in pile.cards}
    wanted = standing_cards(consultation, seat).where(Card.masked_at.is_not(None), Card.number.in_(numbers))
    return {card.number: card.answer_id for card in session.scalars(wanted)}


def codes_of_piles(
    session: Session, consultation: Consultation, typed: Sequence[piles.TypedPile], now: datetime
) -> dict[int, Code]:
    """The code of each typed number. Refused with all numbers that name none."""
    numbers = list(dict.fromkeys(pile.code for pile in typed))
    found = codes_numbered(session, consultation=consultation, numbers=numbers, now=now)
    return dict(zip(numbers, found, strict=True))


def moved_by(
    typed: Sequence[piles.TypedPile],
    found: dict[int, Card],
    codes: dict[int, Code],
    lies: dict[UUID, tuple[int, frozenset[UUID]]],
) -> set[int]:
    """The numbers of typed cards that lie elsewhere. `lies`: of an answer, its last sequence and codes."""
    return {
        number
        for pile in typed
        for number in pile.cards
        if number in found
        and lies.get(found[number].answer_id, (0, frozenset()))[1] not in (set(), {codes[pile.code].id})
    }


def nothing_wrong(*, unknown: Sequence[int], clash: Sequence[int]) -> None:
    """Refused, with every number, where a card is unknown, lies in another pile or is typed into two."""
    values = {"unknown": ", ".join(map(str, unknown)), "clash": ", ".join(map(str, clash))}
    if unknown and clash:
        raise Refused(
            mark(
                "Nothing was saved: there is no card to sort with the number %(unknown)s,"
                " and these cards lie in another pile already, or are typed into two: %(clash)s."
            ),
            field="piles",
            **values,
        )
    if unknown:
        raise Refused(
            mark("Nothing was saved: there is no card to sort with the number %(unknown)s."),
            field="piles",
            **values,
        )
    if clash:
        raise Refused(
            mark(
                "Nothing was saved: these cards lie in another pile already,"
                " or are typed into two: %(clash)s."
            ),
            field="piles",
            **values,
        )
