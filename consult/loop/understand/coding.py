"""Sorting: a card goes under one or more codes, one by one or by piles. Only appended.

The effective coding of an answer is its last unretracted primary one. Changing one's mind is a
new coding; *undo* retracts one's own last one and lets the one before it count again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand import piles
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.clashes import codes_of_piles, moved_by, nothing_wrong
from consult.loop.understand.codebook import codes_numbered, control_code, living_codes, must_not_be_split
from consult.loop.understand.dealing import close_deals, open_deals
from consult.loop.understand.effective import codes_of, effective, note_where_they_lie
from consult.loop.understand.late_words import owe_for_codings
from consult.loop.understand.readers import must_be_open, must_be_read, must_be_reader, must_stand
from consult.loop.understand.records import Card, Code, Coding, Control, Deal, Pile
from consult.loop.understand.second_looks import waiting_again
from consult.people.records import Account

LONGEST_MEMO = 500


def sort_answer(
    session: Session,
    *,
    card: Card,
    codes: Sequence[Code | Control],
    by: Account,
    now: datetime,
    memo: str = "",
    anew: bool = False,
) -> Coding:
    """Put `card` under `codes`: several of the codebook, or one that says why it is none.

    `memo`: what `by` notes for those who sort with them; they see it once they sorted the card.
    Whoever is to read the card a second time does that by it; unless it is sorted `anew`, after people
    talked of it or masked it more.
    """
    consultation = session.get_one(Consultation, card.consultation_id)
    must_be_open(card, must_be_reader(session, by=by, consultation=consultation, now=now))
    must_stand(card, field="codes")
    must_be_read(card)
    if len(memo.strip()) > LONGEST_MEMO:
        raise Refused(
            mark("This note is too long. Letters at most: %(most)s."), field="memo", most=LONGEST_MEMO
        )
    whole = _whole(session, consultation, codes, now)
    _hold(session, card)
    again = None if anew else waiting_again(session, by=by, answers=[card.answer_id]).get(card.answer_id)
    coding = _append(session, card=card, codes=whole, by=by, now=now, again=again)
    coding.memo = memo.strip()
    _close_and_owe(session, consultation, [coding], now)
    action = "card.sorted" if coding.primary else "card.read_again"
    history.note(session, by=by.actor, action=action, about=card, now=now)
    return coding


def _hold(session: Session, card: Card) -> None:
    """Two who sort it at once do it one after the other."""
    session.refresh(card, ["coding_id"], with_for_update=True)


def _close_and_owe(
    session: Session, consultation: Consultation, codings: Sequence[Coding], now: datetime
) -> None:
    """What follows from sorting; nothing does from a second reading."""
    session.flush()
    first = [coding for coding in codings if coding.primary]
    note_where_they_lie(session, [coding.answer_id for coding in codings])
    close_deals(session, answers=[coding.answer_id for coding in first], now=now)
    owe_for_codings(session, consultation=consultation, codings=first, now=now)


def sort_by_numbers(
    session: Session, *, card: Card, numbers: Sequence[int], by: Account, now: datetime, memo: str = ""
) -> Coding:
    """As `sort_answer`, with the codes' numbers as they stand on the buttons."""
    consultation = session.get_one(Consultation, card.consultation_id)
    codes = codes_numbered(session, consultation=consultation, numbers=numbers, now=now)
    return sort_answer(session, card=card, codes=codes, by=by, now=now, memo=memo)


def _whole(
    session: Session, consultation: Consultation, codes: Sequence[Code | Control], now: datetime
) -> list[Code]:
    """The codes themselves, merged ones replaced; refused where they do not go together."""
    made = partial(control_code, session, consultation=consultation, now=now)
    given = [each if isinstance(each, Code) else made(control=each) for each in codes]
    found: dict[UUID, Code] = {}
    for code in living_codes(session, given):
        if code.consultation_id != consultation.id:
            raise Refused(mark("This code is of another consultation."), field="codes")
        found[code.id] = code
    whole = sorted(found.values(), key=lambda code: code.number)
    if not whole:
        raise Refused(mark("Choose at least one code for this card."), field="codes")
    if not go_together([code.control for code in whole]):
        raise Refused(
            mark("A card that is set aside stands under no other code. Choose one or the other."),
            field="codes",
        )
    return whole


def go_together(controls: Sequence[Control | None]) -> bool:
    """Whether these may stand on one card (None: a code of the codebook). Pure.

    *Not an answer*, *answered another prompt* and *unclear* stand alone. *Could identify someone*
    says that the card must be masked more, whatever it is about.
    """
    alone = {control for control in controls if control not in (None, Control.COULD_IDENTIFY)}
    return not alone or (len(alone) == 1 and None not in controls)


def _append(
    session: Session,
    *,
    card: Card,
    codes: Sequence[Code],
    by: Account,
    now: datetime,
    pile: Pile | None = None,
    last: int | None = None,
    again: Deal | None = None,
) -> Coding:
    """`again`: the deal by which the card is read a second time; that ends it."""
    if last is None:
        last = session.scalar(select(func.max(Coding.sequence)).where(Coding.answer_id == card.answer_id))
    coding = Coding(
        answer_id=card.answer_id,
        sequence=(last or 0) + 1,
        by_id=by.id,
        pile_id=pile.id if pile else None,
        primary=again is None,
        second=again.second if again else None,
        at=now,
        codes=list(codes),
    )
    if again:
        again.done_at = now
    session.add(coding)
    return coding


def sort_pile(
    session: Session,
    *,
    consultation: Consultation,
    line: str,
    by: Account,
    now: datetime,
    move: bool = False,
) -> list[Pile]:
    """Sort a typed pile, say ``pile 3: 104 109 117``, or several, one a line.

    Whatever is wrong is named in one sentence, and nothing changes.

    A card that lies in another pile already is moved only with `move`. A card that lies alone
    in the same pile already stays as it is, so that typing a line twice is harmless.
    """
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    typed = piles.parse_all(line)
    numbers = {number for pile in typed for number in pile.cards}
    codes = codes_of_piles(session, consultation, typed, now)
    living_codes(session, list(codes.values()))
    found = {
        card.number: card
        for card in session.scalars(
            standing_cards(consultation, seat)
            .where(Card.masked_at.is_not(None), Card.number.in_(numbers))
            .with_for_update(of=Card)  # two who type the same cards at once go one after the other
        )
    }
    answers = [card.answer_id for card in found.values()]
    again = waiting_again(session, by=by, answers=answers)
    lies = _lies(session, answers, again)
    moved = moved_by(typed, found, codes, lies)
    nothing_wrong(
        unknown=sorted(numbers - set(found)),
        clash=sorted(set(piles.twice(typed)) | (set() if move else moved)),
    )
    return [
        _keep(
            session,
            pile,
            codes[pile.code],
            found,
            lies,
            again=again,
            consultation=consultation,
            by=by,
            now=now,
        )
        for pile in typed
    ]


def _lies(
    session: Session, answer_ids: Collection[UUID], again: Collection[UUID]
) -> dict[UUID, tuple[int, frozenset[UUID]]]:
    """For each answer: its last sequence, and the codes under which it lies now; none for those that are
    read `again`, since it must not be known."""
    under = effective(session, answer_ids)
    last = session.execute(
        select(Coding.answer_id, func.max(Coding.sequence))
        .where(Coding.answer_id.in_(answer_ids))
        .group_by(Coding.answer_id)
    )
    return {
        answer_id: (
            sequence,
            frozenset(() if answer_id in again else (code.id for code in under.get(answer_id, []))),
        )
        for answer_id, sequence in last
    }


def _keep(
    session: Session,
    typed: piles.TypedPile,
    code: Code,
    found: dict[int, Card],
    lies: dict[UUID, tuple[int, frozenset[UUID]]],
    *,
    again: dict[UUID, Deal],
    consultation: Consultation,
    by: Account,
    now: datetime,
) -> Pile:
    pile = Pile(consultation_id=consultation.id, code_id=code.id, typed=typed.typed, by_id=by.id, at=now)
    session.add(pile)
    session.flush()
    codings = []
    for number in typed.cards:
        last, under = lies.get(found[number].answer_id, (0, frozenset()))
        if under == {code.id}:
            continue
        card = found[number]
        look = again.get(card.answer_id)
        codings.append(
            _append(session, card=card, codes=[code], by=by, now=now, pile=pile, last=last, again=look)
        )
        lies[card.answer_id] = (last + 1, frozenset({code.id}))
    history.note(
        session, by=by.actor, action="pile.sorted", about=pile, now=now, code=code.number, cards=len(codings)
    )
    _close_and_owe(session, consultation, codings, now)
    return pile


def undo(session: Session, *, card: Card, by: Account, now: datetime) -> Coding:
    """Retract the card's effective coding, if it is one's own. The one before it counts again."""
    _hold(session, card)
    last = session.get_one(Coding, card.coding_id) if card.coding_id else None
    if last is None or last.by_id != by.id:
        raise Refused(
            mark("Card %(number)s was sorted by someone else since. Sort it again if it lies wrong."),
            number=card.number,
        )
    last.retracted_at = now
    session.flush()
    note_where_they_lie(session, [card.answer_id])
    must_not_be_split(session, codes_of(session, card.answer_id))
    if card.coding_id is None:
        open_deals(session, answers=[card.answer_id])
    history.note(session, by=by.actor, action="card.unsorted", about=card, now=now)
    return last


def take_off_flag(session: Session, *, card: Card, by: Account, now: datetime) -> None:
    """The card was masked more: it no longer lies under *could identify someone*.

    Its other codes stay; with none it waits to be sorted again.
    """
    rest = [code for code in codes_of(session, card.answer_id) if code.control != Control.COULD_IDENTIFY]
    if rest:
        sort_answer(session, card=card, codes=rest, by=by, now=now, anew=True)
        return
    _hold(session, card)
    codings = select(Coding).where(Coding.answer_id == card.answer_id, Coding.retracted_at.is_(None))
    for coding in session.scalars(codings):
        if any(code.control == Control.COULD_IDENTIFY for code in coding.codes):
            coding.retracted_at = now
    session.flush()
    note_where_they_lie(session, [card.answer_id])
    if card.coding_id is None:
        open_deals(session, answers=[card.answer_id])
