"""The codebook: codes in the community's own words, numbered like their piles.

Four control codes are the same everywhere. They speak of the answer, not of its content.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
from consult.common.vault import Vault
from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import gone, must_be_representative
from consult.loop.understand.records import SPLIT, Code, CodeStep, Control, coding_code
from consult.loop.understand.said_aloud import last_word, say_aloud, unsay
from consult.people.permissions import Action
from consult.people.records import Account

LONGEST_NAME = 120
PART = "part"
"""The step by which a code came from one that was split."""
CONTROL_NUMBERS = {
    Control.NOT_AN_ANSWER: 901,
    Control.ANOTHER_PROMPT: 902,
    Control.UNCLEAR: 903,
    Control.COULD_IDENTIFY: 904,
}
"""Fixed, so that a pile on the ground can be named by them: ``901: 104 117``."""
LAST = 900


def add_code(
    session: Session,
    *,
    consultation: Consultation,
    name: str,
    language: str,
    definition: str = "",
    voiced: bool = False,
    as_id: UUID | None = None,
    by: Account,
    now: datetime,
) -> Code:
    """Add a code under the smallest number never used. `definition` says what belongs to it; `voiced`: a
    voice says its name, so that no word need stand beside the number; `as_id`: what finds it again."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    name = good_name(session, consultation, name, voiced=voiced)
    taken = set(session.scalars(select(Code.number).where(Code.consultation_id == consultation.id)))
    number = next((number for number in range(1, LAST) if number not in taken), None)
    if number is None:
        raise Refused(mark("This codebook is full. Merge codes that say the same."), field="name")
    code = Code(
        id=as_id or new_id(),
        consultation_id=consultation.id,
        number=number,
        name=name,
        language=language,
        definition=definition.strip(),
        by_id=by.id,
        made_at=now,
    )
    session.add(code)
    history.note(session, by=by.actor, action="code.added", about=code, now=now, number=number)
    session.flush()
    return code


def rename(session: Session, *, code: Code, name: str, definition: str, by: Account, now: datetime) -> Code:
    """Give a code a new name or definition. The old ones stay in its history; a voice says no other name."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=code.consultation, now=now)
    if code.control is not None:
        raise Refused(mark("This code is the same in every consultation. It keeps its name."), field="name")
    new = good_name(session, code.consultation, name, besides=code, voiced=code.recording_id is not None)
    if (new, definition.strip()) == (code.name, code.definition):
        return code
    note_step(session, code, "renamed", by, now, name=code.name, definition=code.definition)
    if new and last_word(session, code) not in ("", new):
        unsay(session, about=code, now=now)
    code.name, code.definition = new, definition.strip()
    return code


def say_name(
    session: Session,
    *,
    vault: Vault,
    code: Code,
    data: bytes,
    mime: str,
    seconds: int | None,
    by: Account,
    now: datetime,
) -> Recording:
    """Let a voice of the place say what the code is called, as `say_aloud`."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=code.consultation, now=now)
    if code.control is not None:
        raise Refused(mark("This code is the same in every consultation. It keeps its name."), field="sound")
    return say_aloud(session, vault=vault, about=code, data=data, mime=mime, seconds=seconds, by=by, now=now)


def control_code(session: Session, *, consultation: Consultation, control: Control, now: datetime) -> Code:
    """The record of a control code; made when it is used for the first time."""
    known = session.scalar(
        select(Code).where(Code.consultation_id == consultation.id, Code.control == control)
    )
    if known:
        return known
    code = Code(
        consultation_id=consultation.id,
        number=CONTROL_NUMBERS[control],
        name=control.value,
        language=consultation.language,
        control=control,
        made_at=now,
    )
    session.add(code)
    session.flush()
    return code


def codes_numbered(
    session: Session, *, consultation: Consultation, numbers: Sequence[int], now: datetime
) -> list[Code]:
    """The codes of these numbers. Refused with all numbers that name none; a merged code is its other."""
    controls = {number: control for control, number in CONTROL_NUMBERS.items()}
    known = select(Code).where(Code.consultation_id == consultation.id, Code.number.in_(numbers))
    found = {code.number: code for code in session.scalars(known)}
    unknown = [number for number in numbers if number not in found and number not in controls]
    if unknown:
        raise Refused(
            mark("Numbers without a code: %(numbers)s."),
            field="codes",
            numbers=", ".join(map(str, unknown)),
        )
    for number in numbers:
        if number not in found:
            found[number] = control_code(
                session, consultation=consultation, control=controls[number], now=now
            )
    return [living_code(session, found[number]) for number in dict.fromkeys(numbers)]


def whole_code(session: Session, code: Code) -> Code:
    """The code that counts: itself, or the one it was merged into."""
    return session.get_one(Code, code.alias_of_id) if code.alias_of_id else code


def living_code(session: Session, code: Code) -> Code:
    """As `whole_code`; refused where that was split, since nothing can be sorted under it."""
    whole = whole_code(session, code)
    must_not_be_split(session, [whole])
    return whole


def living_codes(session: Session, codes: Sequence[Code]) -> list[Code]:
    """As `living_code` of each; nobody merges or splits them until this is done."""
    hold_codes(session, codes, shared=True)
    whole = [whole_code(session, each) for each in codes]
    if merged := [each for each in whole if each not in codes]:
        hold_codes(session, merged, shared=True)
    must_not_be_split(session, whole)
    return whole


def must_not_be_split(session: Session, codes: Sequence[Code]) -> None:
    """Refused with the numbers to use in the place of the first of `codes` that was split."""
    ended = select(CodeStep).where(CodeStep.code_id.in_([code.id for code in codes]), CodeStep.step == SPLIT)
    if step := session.scalar(ended.limit(1)):
        raise Refused(
            mark("Code %(number)s was split. Use one of these numbers: %(into)s."),
            field="codes",
            number=step.code.number,
            into=step.before["into"],
        )


def hold_codes(session: Session, codes: Sequence[Code], *, shared: bool = False) -> None:
    """Read them once more, and let nobody merge or split them until this is done; `shared`: others may
    sort under them meanwhile."""
    ids = [code.id for code in codes]
    session.scalars(
        select(Code)
        .where(Code.id.in_(ids))
        .order_by(Code.id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    ).all()


def was_split() -> ColumnElement[bool]:
    """The condition on `Code` that others took its place."""
    return exists().where(CodeStep.code_id == Code.id, CodeStep.step == SPLIT)


def split_codes(session: Session, consultation: Consultation) -> list[CodeStep]:
    """The steps by which codes were split, by the number of the code."""
    found = select(CodeStep).join(CodeStep.code).where(CodeStep.step == SPLIT)
    return list(session.scalars(found.where(Code.consultation_id == consultation.id).order_by(Code.number)))


def codebook(session: Session, consultation: Consultation) -> list[Code]:
    """The community's living codes, by number; merged, split and control codes are not among them."""
    return list(
        session.scalars(
            select(Code)
            .where(
                Code.consultation_id == consultation.id,
                Code.alias_of_id.is_(None),
                Code.control.is_(None),
                ~was_split(),
            )
            .order_by(Code.number)
        )
    )


def cards_by_code(session: Session, consultation: Consultation) -> dict[UUID, int]:
    """How many cards lie under each code now. For representatives, while they sort."""
    mine = select(Code.id, Code.alias_of_id).where(Code.consultation_id == consultation.id)
    whole = {row.id: row.alias_of_id or row.id for row in session.execute(mine)}
    under = coding_code.c
    lie = select(under.code_id, func.count().label("cards")).where(under.counts, under.code_id.in_(whole))
    merged = [code_id for code_id, other in whole.items() if code_id != other]
    codes = effective_codes(of=gone())
    away = select(codes.c.code_id, func.count(codes.c.answer_id.distinct()).label("cards"))
    found: Counter[UUID] = Counter()
    for row in session.execute(lie.group_by(under.code_id)):
        found[whole[row.code_id]] += row.cards
    for row in session.execute(_beside_its_other(merged)) if merged else ():
        found[whole[row.code_id]] -= row.cards
    found.subtract({row.code_id: row.cards for row in session.execute(away.group_by(codes.c.code_id))})
    return {code_id: cards for code_id, cards in found.items() if cards > 0}


def _beside_its_other(merged: Sequence[UUID]) -> Select[Any]:
    """How often a card lies under a code that was merged, and also under the other, or under a code before
    it that was merged with the same: it counts there once."""
    here, there, code, another = coding_code.alias(), coding_code.alias(), aliased(Code), aliased(Code)
    twice = exists().where(
        there.c.coding_id == here.c.coding_id,
        another.id == there.c.code_id,
        or_(
            another.id == code.alias_of_id,
            and_(another.alias_of_id == code.alias_of_id, another.number < code.number),
        ),
    )
    return (
        select(here.c.code_id, func.count().label("cards"))
        .join_from(here, code, code.id == here.c.code_id)
        .where(here.c.counts, here.c.code_id.in_(merged), twice)
        .group_by(here.c.code_id)
    )


def steps_of(session: Session, code: Code) -> list[CodeStep]:
    return list(session.scalars(select(CodeStep).where(CodeStep.code_id == code.id).order_by(CodeStep.at)))


def good_name(
    session: Session,
    consultation: Consultation,
    name: str,
    *,
    besides: Code | None = None,
    voiced: bool = False,
) -> str:
    """`name`, tidy; refused where it is none (unless `voiced`: somebody says it), too long, or that of a
    living code other than `besides`."""
    name = " ".join(name.split())
    if not name:
        if voiced:
            return name
        raise Refused(mark("Give the code a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(
            mark("This name is too long. Letters at most: %(most)s."), field="name", most=LONGEST_NAME
        )
    for other in codebook(session, consultation):
        if other.name.casefold() == name.casefold() and (besides is None or other.id != besides.id):
            raise Refused(mark("Code %(number)s has this name already."), field="name", number=other.number)
    return name


def note_step(
    session: Session, code: Code, step: str, by: Account, now: datetime, **before: str | int
) -> CodeStep:
    """Keep in the code's history what was `before`, and in everybody's that it was done."""
    made = CodeStep(code_id=code.id, step=step, before=dict(before), by_id=by.id, at=now)
    session.add(made)
    history.note(session, by=by.actor, action=f"code.{step}", about=code, now=now, number=code.number)
    return made
