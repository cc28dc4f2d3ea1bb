"""Splitting a code that holds different things: its cards go under new codes, or are read anew.

Whoever splits says which cards go where; those are sorted anew in their name. What they do not name
counts as sorted no more and waits again; where it lies under something else as well, that stays as who
sorted it left it. The old code ends: it stands in history, and in no list.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.portions import in_portions
from consult.loop.understand.cards import ReadCard, flagged, read_cards, standing_cards
from consult.loop.understand.codebook import (
    PART,
    add_code,
    control_code,
    good_name,
    hold_codes,
    must_not_be_split,
    note_step,
)
from consult.loop.understand.dealing import open_deals
from consult.loop.understand.effective import effective_codes, note_where_they_lie
from consult.loop.understand.late_words import owe_for_codings
from consult.loop.understand.readers import gone, must_be_reader, must_be_representative
from consult.loop.understand.records import SPLIT, Card, Code, Coding, Control, Deal, Pile, coding_code
from consult.loop.understand.said_aloud import unsay
from consult.loop.understand.side_by_side import to_read_again
from consult.people.permissions import Action
from consult.people.records import Account, Seat

FEWEST = 2


@dataclass(frozen=True)
class Part:
    """A code to be: its name, and the numbers of the cards that go under it. `voiced`: a voice says the
    name, as `add_code`."""

    name: str
    cards: tuple[int, ...]
    voiced: bool = False


def cards_under(
    session: Session, *, code: Code, by: Account, seat: Seat, after: int = 0, most: int = 50
) -> list[ReadCard]:
    """Read cards that lie under `code`, above number `after`; not those that `by` reads a second time
    without seeing how they were sorted."""
    only = and_(Card.answer_id.in_(_lying(code)), Card.answer_id.not_in(to_read_again(by)))
    return read_cards(session, consultation=code.consultation, after=after, most=most, seat=seat, only=only)


def look_at_split(session: Session, *, code: Code, into: Sequence[Part], by: Account, now: datetime) -> int:
    """How many cards would be read anew. Refused, as `split`, where it cannot be done."""
    named = {each for cards in _named(session, code, into, by, now) for each in cards}
    beside = _beside(session, code)
    return sum(not others for answer, others in beside.items() if answer not in named)


def split(session: Session, *, code: Code, into: Sequence[Part], by: Account, now: datetime) -> list[Code]:
    """End `code` and put the named cards under the new codes, which stand on the same theme.

    A card that is named for several lies under all of them. Other codes of a card stay as they are.
    """
    hold_codes(session, [code])
    _hold_cards(session, code)
    named = _named(session, code, into, by, now)
    beside = _beside(session, code)
    away = list(session.scalars(_lying(code, standing=False)))
    shy = {card.answer_id for card in flagged(session, code.consultation)}
    made = _end(session, code, into, by, now)
    goes: dict[UUID, list[tuple[Code, Pile]]] = defaultdict(list)
    for new, answers in zip(made, named, strict=True):
        pile = _pile(session, new, answers, by, now)
        for answer in answers:
            goes[answer].append((new, pile))
    rest = [answer for answer in beside if answer not in goes and not beside[answer]]
    _retract(session, code, [*rest, *away], beside, now)
    _again(session, rest)
    if shy & set(goes):
        mask = control_code(session, consultation=code.consultation, control=Control.COULD_IDENTIFY, now=now)
        beside |= {
            answer: [*beside[answer], mask] for answer in shy & set(goes) if mask not in beside[answer]
        }
    moved = list(_sorted_anew(session, code, goes, beside, by=by, now=now))
    session.flush()
    for some in in_portions(beside):
        note_where_they_lie(session, some)
    owe_for_codings(session, consultation=code.consultation, codings=moved, now=now)
    return made


def _named(
    session: Session, code: Code, into: Sequence[Part], by: Account, now: datetime
) -> list[list[UUID]]:
    """The answers of the cards that each part names."""
    consultation = code.consultation
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    if code.control is not None or code.alias_of_id is not None:
        raise Refused(mark("Only a code of your own codebook can be split."))
    must_not_be_split(session, [code])
    names = [
        good_name(session, consultation, part.name, besides=code, voiced=part.voiced).casefold()
        for part in into
    ]
    words = [name for name in names if name]
    if len(into) < FEWEST or len(set(words)) < len(words):
        raise Refused(mark("Name at least two codes, each in other words."), field="name")
    numbers = {number for part in into for number in part.cards}
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    found = {
        card.number: card.answer_id
        for card in session.scalars(
            standing_cards(consultation, seat).where(
                Card.number.in_(numbers),
                Card.answer_id.in_(_lying(code)),
                Card.answer_id.not_in(to_read_again(by)),
            )
        )
    }
    if unknown := sorted(numbers - set(found)):
        raise Refused(
            mark("These cards do not lie under code %(number)s: %(cards)s."),
            field="cards",
            number=code.number,
            cards=", ".join(map(str, unknown)),
        )
    return [[found[number] for number in dict.fromkeys(part.cards)] for part in into]


def _lying(code: Code, *, standing: bool = True) -> Select[UUID]:
    """Answers under `code` that stand; or those that do not, and of which nothing is counted or told."""
    codes = effective_codes()
    stay = codes.c.answer_id.not_in(gone()) if standing else codes.c.answer_id.in_(gone())
    return select(codes.c.answer_id).where(codes.c.code_id == code.id, stay)


def _hold_cards(session: Session, code: Code) -> None:
    """Whatever was ever sorted under `code` is sorted by nobody else until it is split; where somebody
    was about to, it is split after them."""
    ever = select(Coding.answer_id).where(Coding.id.in_(_on_it(code)))
    session.scalars(select(Card.id).where(Card.answer_id.in_(ever)).order_by(Card.id).with_for_update()).all()


def _on_it(code: Code) -> Select[UUID]:
    mine = select(Code.id).where((Code.id == code.id) | (Code.alias_of_id == code.id))
    return select(coding_code.c.coding_id).where(coding_code.c.code_id.in_(mine))


def _beside(session: Session, code: Code) -> dict[UUID, list[Code]]:
    """Every answer that stands under `code`, with the other codes under which it lies."""
    found: dict[UUID, dict[UUID, Code]] = {answer: {} for answer in session.scalars(_lying(code))}
    codes = effective_codes()
    others = session.execute(
        select(codes.c.answer_id, Code)
        .join(codes, codes.c.code_id == Code.id)
        .where(codes.c.answer_id.in_(_lying(code)), codes.c.code_id != code.id)
    )
    for answer, other in others:
        found[answer][other.id] = other
    return {answer: list(under.values()) for answer, under in found.items()}


def _end(session: Session, code: Code, into: Sequence[Part], by: Account, now: datetime) -> list[Code]:
    """The new codes on the theme of the old one, whose name is free from now on."""
    theme = code.theme_id
    step = note_step(session, code, SPLIT, by, now, theme=str(theme or ""), into="")
    code.theme_id = None
    unsay(session, about=code, now=now)
    session.flush()
    made = []
    for part in into:
        new = add_code(
            session,
            consultation=code.consultation,
            name=part.name,
            language=code.language,
            voiced=part.voiced,
            by=by,
            now=now,
        )
        new.theme_id = theme
        note_step(session, new, PART, by, now, of=code.number, called=code.name)
        made.append(new)
    step.before = {**step.before, "into": ", ".join(str(each.number) for each in made)}
    session.flush()
    return made


def _pile(session: Session, new: Code, answers: Sequence[UUID], by: Account, now: datetime) -> Pile:
    numbers = session.scalars(select(Card.number).where(Card.answer_id.in_(answers)).order_by(Card.number))
    typed = f"{new.number}: {' '.join(map(str, numbers))}"
    pile = Pile(consultation_id=new.consultation_id, code_id=new.id, typed=typed, by_id=by.id, at=now)
    session.add(pile)
    history.note(
        session, by=by.actor, action="pile.sorted", about=pile, now=now, code=new.number, cards=len(answers)
    )
    session.flush()
    return pile


def _retract(
    session: Session, code: Code, rest: Sequence[UUID], under: Collection[UUID], now: datetime
) -> None:
    """What nobody named lies nowhere any more; and where a card was moved away from the code earlier,
    no change of mind leads back to it. Words that are with the protection officer wait to be sorted too,
    should they come back."""
    standing = (Coding.primary, Coding.retracted_at.is_(None))
    on_it = _on_it(code)
    earlier = set(session.scalars(select(Coding.answer_id).where(Coding.id.in_(on_it), *standing)))
    for some in in_portions(rest):
        session.execute(update(Coding).where(Coding.answer_id.in_(some), *standing).values(retracted_at=now))
    for some in in_portions(earlier - set(under)):
        there = Coding.answer_id.in_(some)
        session.execute(update(Coding).where(there, Coding.id.in_(on_it), *standing).values(retracted_at=now))
        note_where_they_lie(session, some)


def _again(session: Session, answers: Sequence[UUID]) -> None:
    """Their cards wait to be sorted. Who was to read one beside the first reading has none to stand
    beside."""
    for some in in_portions(answers):
        cards = select(Card.id).where(Card.answer_id.in_(some))
        session.execute(
            delete(Deal).where(Deal.card_id.in_(cards), Deal.second.is_not(None), Deal.done_at.is_(None))
        )
        open_deals(session, answers=some)


def _sorted_anew(
    session: Session,
    code: Code,
    goes: dict[UUID, list[tuple[Code, Pile]]],
    beside: dict[UUID, list[Code]],
    *,
    by: Account,
    now: datetime,
) -> Iterator[Coding]:
    """The named cards under their new codes; the note says from where to where. Of the others, those that
    lie under something else as well stay there by whom and when they were put: nobody looked at them."""
    wanted = [answer for answer, others in beside.items() if answer in goes or others]
    for some in in_portions(wanted):
        for answer, last, by_id, at in _counting(session, some):
            new = goes.get(answer, [])
            codes = [*(each for each, _ in new), *beside[answer]]
            coding = Coding(
                answer_id=answer,
                sequence=last + 1,
                by_id=by.id if new else by_id,
                pile_id=new[0][1].id if new else None,
                memo=f"{code.number} → {', '.join(str(each.number) for each in codes)}" if new else "",
                at=now if new else at,
                codes=codes,
            )
            session.add(coding)
            if new:
                yield coding


def _counting(session: Session, answers: Sequence[UUID]) -> list[tuple[UUID, int, UUID, datetime]]:
    """Each answer with its last number, and by whom and when it was put where it lies."""
    every = aliased(Coding)
    rows = session.execute(
        select(Card.answer_id, func.max(every.sequence), Coding.by_id, Coding.at)
        .join(Coding, Coding.id == Card.coding_id)
        .join(every, every.answer_id == Card.answer_id)
        .where(Card.answer_id.in_(answers))
        .group_by(Card.answer_id, Coding.by_id, Coding.at)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
