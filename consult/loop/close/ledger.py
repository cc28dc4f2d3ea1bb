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

from consult.common import translation
from consult.loop.close.debts import Facts, Reason, reason_for
from consult.loop.close.facts import Same, facts_of, grouped
from consult.loop.close.kinds import Kind
from consult.loop.close.letters import Chain
from consult.loop.close.records import Form, Obligation, Says
from consult.loop.close.returns import lines_of, numbers_in, returns_of
from consult.loop.close.verdicts import reopened_themes
from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.respond.decisions import Decision, decisions, that_answer
from consult.loop.respond.wordings import words_by_language
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Findings, Hold


@dataclass(frozen=True)
class Count:
    """`people`, and how many answers are owed to them: one person may be owed several."""

    people: int = 0
    owed: int = 0


@dataclass(frozen=True)
class Beans:
    """What a meeting said of one theme: never added to persons."""

    number: int
    says: Says
    beans: int


@dataclass(frozen=True)
class Told:
    """One return to the community."""

    on: date
    place: str | None
    form: Form
    people: int
    numbers: tuple[int, ...]
    beans: tuple[Beans, ...]


@dataclass(frozen=True)
class Ledger:
    """`spoke` counts everyone, also who `left`; `says`, `silent` and `debts` count what is owed.

    `in_community`: told by a return and not in person; `reached`: by either. `days`: how long the
    oldest debt is owed.
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
    silent: int
    debts: Mapping[Reason, int]
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
    for reason, each in reasons:
        if reason is not None:
            debts[reason] += each.count
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
        silent=sum(each.count for each in groups if _silent(each)),
        debts=debts,
        told=_told(session, consultation),
        days=(now.date() - min(oldest)).days if oldest else None,
    )


class Look:
    """What must be known beside the facts to say why something is owed."""

    def __init__(
        self,
        session: Session,
        consultation: Consultation,
        themes: Sequence[UUID],
        standing: Mapping[UUID, Decision],
        chain: Chain,
    ) -> None:
        self.chain = chain
        self.standing = standing
        self.held = set(
            session.scalars(select(Hold.theme_id).where(Hold.theme_id.in_(themes), Hold.lifted_at.is_(None)))
        )
        self.handed = set(decisions(session, themes)) - set(standing)
        self.reopened = reopened_themes(session, themes)
        self.worded = {
            theme: set(words_by_language(session, decision.newest)) for theme, decision in standing.items()
        }
        self.line = _languages_of_line(session, latest(session, consultation))

    def reason(self, same: Same) -> Reason | None:
        """Why the obligations of which `same` is known are owed; None: they are met."""
        theme = same.theme_id
        return reason_for(
            Facts(
                reached=same.in_person or same.told_here,
                left=same.left,
                unread=same.kind is Kind.UNREAD,
                held=theme in self.held,
                answered=theme is None or theme in self.standing,
                handed_over=theme in self.handed,
                reopened=theme in self.reopened,
                worded=self._worded(same),
                ways=same.ways,
                wants=same.wants,
                listens=same.listens,
                stopped=same.stopped,
                whole=same.whole,
                undeliverable=same.failed,
            )
        )

    def _worded(self, same: Same) -> bool:
        chain = self.chain(same.language)
        if same.theme_id is not None:
            return any(code in self.worded.get(same.theme_id, ()) for code in chain)
        return same.kind is not Kind.ALONE or self.line is None or any(code in self.line for code in chain)


def _languages_of_line(session: Session, findings: Findings | None) -> set[str] | None:
    """The languages of the general line; None: there is no line, and our own sentence is enough."""
    if findings is None or not findings.alone.strip():
        return None
    return {findings.language} | translation.languages_of(session, findings, "alone")


def _spoke(session: Session, rounds: Sequence[Round]) -> tuple[int, int]:
    """How many people spoke, and how many of them took their words back."""
    stands = func.max(case((Answer.withdrawn_on.is_(None), 1), else_=0))
    people = (
        select(Submission.participant_id, stands.label("stands"))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Submission.round_id.in_([each.id for each in rounds]), Answer.protected_on.is_(None))
        .group_by(Submission.participant_id)
        .subquery()
    )
    spoke, standing = session.execute(
        select(func.count(), func.coalesce(func.sum(people.c.stands), 0)).select_from(people)
    ).one()
    return spoke, spoke - standing


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


def _told(session: Session, consultation: Consultation) -> tuple[Told, ...]:
    returned = returns_of(session, consultation)
    lines = lines_of(session, returned)
    return tuple(
        Told(
            on=each.on,
            place=each.place.name if each.place else None,
            form=each.form,
            people=each.people,
            numbers=tuple(numbers_in(each.versions, consultation)),
            beans=tuple(Beans(line.theme.number, line.says, line.beans) for line in lines.get(each.id, [])),
        )
        for each in returned
    )
