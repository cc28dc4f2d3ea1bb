"""The loop's ledger: of everyone who spoke, how far the answer came, and why it did not come further.

People and what is owed to them are counted; meetings stand in lines of their own. The community's
totals are exact; nothing here is counted by theme.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from consult.loop.close.came_along import came_along
from consult.loop.close.debts import Reason
from consult.loop.close.facts import Same, facts_of, grouped
from consult.loop.close.few import told_in_blocks
from consult.loop.close.kinds import Kind
from consult.loop.close.ledger_reasons import Look
from consult.loop.close.letters import Chain
from consult.loop.close.records import Form, Obligation, Says, TakenBy
from consult.loop.close.returns import lines_of, numbers_in, returns_of
from consult.loop.close.verdicts_counted import taken_in
from consult.loop.close.verdicts_happened import happened_at
from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.respond.decisions import Decision, that_answer

EXACT = (Reason.NOT_READ_YET, Reason.LEFT)
"""Reasons that are totals of the community: the steps tell them as they are."""


@dataclass(frozen=True)
class Count:
    """`people`, and how many answers are owed to them: one person may be owed several."""

    people: int = 0
    owed: int = 0


@dataclass(frozen=True)
class Beans:
    """What a meeting said of one theme: never added to persons. `office`: whether what it promised for the
    day `day` happened; None: whether the theme is answered."""

    number: int
    says: Says
    beans: int | None
    """None where a meeting gave so few beans to one word that it could point at somebody."""
    office: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Told:
    """One return to the community."""

    on: date
    place: str | None
    form: Form
    people: int
    numbers: tuple[int, ...]
    beans: tuple[Beans, ...]
    taken_by: TakenBy | None = None
    """Who counted the beans, where no representative did."""


@dataclass(frozen=True)
class Ledger:
    """`spoke` counts everyone, also who `left`; `says`, `silent` and `debts` count what is owed, and so does
    `taken`: of `says`, what helpers took.

    `in_community`: told by a return and not in person; `reached`: by either. `days`: how long the
    oldest debt is owed. `blocks`: the debts of those who are here and whose words are read, in parts whose
    sums anybody can reckon from the steps: not answered, not arrived, reached and open again.
    """

    spoke: int
    left: int
    being_read: int
    owed: Count
    on_theme: Count
    alone: Count
    set_aside: Count
    not_read: Count
    answered: Count
    sent: Count
    knocked: Count
    in_person: Count
    in_community: Count
    reached: Count
    says: Mapping[Says, int]
    taken: Mapping[TakenBy, int]
    silent: int
    debts: Mapping[Reason, int]
    blocks: tuple[Mapping[Reason, int], ...]
    told: tuple[Told, ...]
    days: int | None


def ledger(session: Session, *, consultation: Consultation, chain: Chain, now: datetime) -> Ledger:
    """Count the whole consultation, over all its rounds."""
    rounds = list(session.scalars(select(Round).where(Round.consultation_id == consultation.id)))
    spoke, left = _spoke(session, rounds)
    themes = _themes(session, rounds)
    standing = that_answer(session, themes)
    facts = facts_of(rounds, standing)
    groups = grouped(facts, session)
    look = Look(session, consultation, themes, standing, chain)
    stages = _stages(session, facts, standing)
    reasons = [(look.reason(each), each) for each in groups]
    debts: Counter[Reason] = Counter()
    blocks: tuple[Counter[Reason], ...] = (Counter(), Counter(), Counter())
    for reason, each in reasons:
        if reason is not None:
            debts[reason] += each.count
        if reason not in (None, *EXACT):
            blocks[_block(each, standing)][reason] += each.count
    oldest = [each.since for reason, each in reasons if reason not in (None, Reason.LEFT)]
    return Ledger(
        spoke=spoke,
        left=left,
        being_read=spoke - left - stages["owed_here"].people,
        owed=stages["owed"],
        on_theme=stages["on_theme"],
        alone=stages["alone"],
        set_aside=stages["set_aside"],
        not_read=stages["not_read"],
        answered=stages["answered"],
        sent=stages["sent"],
        knocked=stages["knocked"],
        in_person=stages["in_person"],
        in_community=stages["in_community"],
        reached=stages["reached"],
        says=_says(groups),
        taken=taken_in(session, facts),
        silent=sum(each.count for each in groups if _silent(each)),
        debts=debts,
        blocks=blocks,
        told=told_to_community(session, consultation),
        days=(now.date() - min(oldest)).days if oldest else None,
    )


def shown_debts(counted: Ledger, *, k: int) -> tuple[list[tuple[Reason, int]], list[Reason]]:
    """The reasons with their numbers, largest first, and those whose number could point at few people."""
    exact = [(reason, counted.debts[reason]) for reason in EXACT if counted.debts.get(reason)]
    shown, few = told_in_blocks(counted.blocks, k=k)
    return sorted([*exact, *shown], key=lambda each: (-each[1], each[0])), few


def _block(same: Same, standing: Mapping[UUID, Decision]) -> int:
    if same.theme_id is not None and same.theme_id not in standing:
        return 0
    return 2 if same.in_person or same.told_here else 1


def _spoke(session: Session, rounds: Sequence[Round]) -> tuple[int, int]:
    """How many people spoke, and how many of them took their words back."""
    stands = func.max(case((Answer.withdrawn_on.is_(None), 1), else_=0))
    of_rounds = Submission.round_id.in_([each.id for each in rounds]), Answer.protected_on.is_(None)
    people = (
        select(Submission.participant_id, stands.label("stands"))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(*of_rounds)
        .group_by(Submission.participant_id)
        .subquery()
    )
    spoke, standing = session.execute(
        select(func.count(), func.coalesce(func.sum(people.c.stands), 0)).select_from(people)
    ).one()
    came, stayed = came_along(session, rounds, besides=select(people.c.participant_id))
    return spoke + came, spoke + came - standing - stayed


def _themes(session: Session, rounds: Sequence[Round]) -> list[UUID]:
    return [
        theme
        for theme in session.scalars(
            select(Obligation.theme_id)
            .distinct()
            .where(Obligation.round_id.in_([each.id for each in rounds]), Obligation.theme_id.is_not(None))
        )
        if theme is not None
    ]


def _stages(session: Session, facts: Subquery, standing: Mapping[UUID, Decision]) -> dict[str, Count]:
    """Each stage of the loop: how many people are in it, and with how many answers owed to them."""
    c = facts.c
    here = c.left == 0
    line = c.kind.in_([Kind.ALONE, Kind.SET_ASIDE])
    stages: dict[str, ColumnElement[bool]] = {
        "owed": c.since.is_not(None),
        "owed_here": here,
        "on_theme": and_(here, c.kind == Kind.THEME),
        "alone": and_(here, c.kind == Kind.ALONE),
        "set_aside": and_(here, c.kind == Kind.SET_ASIDE),
        "not_read": and_(here, c.kind == Kind.UNREAD),
        "answered": and_(here, or_(c.theme_id.in_(list(standing)), line)),
        "sent": and_(here, c.sent == 1),
        "knocked": and_(here, c.knocked == 1),
        "in_person": and_(here, c.in_person == 1),
        "in_community": and_(here, c.told_here == 1, c.in_person == 0),
        "reached": and_(here, or_(c.told_here == 1, c.in_person == 1)),
    }
    columns = []
    for holds in stages.values():
        columns.append(func.count(case((holds, c.participant_id), else_=None).distinct()))
        columns.append(func.count(case((holds, 1), else_=None)))
    row = session.execute(select(*columns)).one()
    return {name: Count(row[at * 2], row[at * 2 + 1]) for at, name in enumerate(stages)}


def _says(groups: Sequence[Same]) -> dict[Says, int]:
    said = Counter(dict.fromkeys(Says, 0))
    for same in groups:
        if same.says is not None and not same.left:
            said[Says(same.says)] += same.count
    return dict(said)


def _silent(same: Same) -> bool:
    """Reached with an answer, and no word about it yet: unknown, shown as unknown."""
    reached = same.in_person or same.told_here
    return same.kind is Kind.THEME and reached and not same.left and same.says is None


def told_to_community(session: Session, consultation: Consultation) -> tuple[Told, ...]:
    """The returns of a consultation, the newest first."""
    returned = returns_of(session, consultation)
    lines, happened = lines_of(session, returned), happened_at(session, returned)
    return tuple(
        Told(
            on=each.on,
            place=each.place.name if each.place else None,
            form=each.form,
            people=each.people,
            numbers=tuple(numbers_in(each.versions, consultation)),
            beans=(
                *(Beans(line.theme.number, line.says, line.beans) for line in lines.get(each.id, [])),
                *(
                    Beans(
                        said.line.theme.number,
                        said.line.says,
                        said.line.beans,
                        said.line.response.office.slug,
                        said.day,
                    )
                    for said in happened.get(each.id, [])
                ),
            ),
            taken_by=each.taken_by,
        )
        for each in returned
    )
