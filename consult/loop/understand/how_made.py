"""How findings were made, in numbers and in the community's own words. No person is in it.

It is frozen and hashed with them: the prompts in every version that somebody answered, hints of the
prompt check that were kept against and why, by which ways people spoke, who wrote for them and who paid
for that, how many sorted and how far they agreed, whether what was set aside was looked at twice, and
whether the community was asked if it was heard right.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import (
    Answer,
    Door,
    KeptHint,
    MeetingReport,
    Prompt,
    PromptVersion,
    PromptWording,
    Round,
    Submission,
)
from consult.loop.understand import checks
from consult.loop.understand.blind import agreement_made
from consult.loop.understand.readers import from_whom, stands, their_round
from consult.loop.understand.records import CheckSays, Coding, Findings
from consult.loop.understand.set_aside import looked_at_twice
from consult.loop.understand.small_cells import FEWEST, meetings_shown
from consult.people.records import HelperLink

Parts = dict[str, int | None]
"""Counts that make up a whole, by name; all None where one of them could point at someone."""

PAID = "helper_paid"
"""Beside the doors: people who spoke to a helper whom an office pays."""


def how_made(session: Session, *, asked: Round, small_cell: int) -> dict[str, Any]:
    """As it stands when findings of the round `asked` are released."""
    return {
        "prompts": _prompts(session, asked),
        "doors": _doors(session, asked, small_cell),
        **_met(session, asked, small_cell),
        "coders": _coders(session, asked),
        "agreement": agreement_made(session, asked=asked),
        "aside_twice": looked_at_twice(session, asked=asked),
        "pointed": _pointed(session, asked),
        "check": _check(session, asked, small_cell),
    }


def parts_shown(parts: Mapping[str, int], k: int, before: Iterable[Mapping[str, int | None]] = ()) -> Parts:
    """Pure: all counts, or none where one of them, or a step since `before`, counts fewer than k people."""
    k = max(k, FEWEST)
    there = {name: people for name, people in parts.items() if people}
    steps = [
        abs(people - (earlier.get(name) or 0))
        for earlier in before
        if any(earlier.values())
        for name, people in {**dict.fromkeys(earlier, 0), **there}.items()
    ]
    if all(people >= k for people in there.values()) and not any(0 < step < k for step in steps):
        return dict(there)
    return dict.fromkeys(there)


def _prompts(session: Session, asked: Round) -> list[dict[str, Any]]:
    """Every version that somebody answered, in all its languages."""
    wordings = session.execute(
        select(PromptWording, PromptVersion, Prompt)
        .join(PromptWording.version)
        .join(PromptVersion.prompt)
        .where(Prompt.consultation_id == asked.consultation_id, PromptVersion.frozen_at.is_not(None))
        .order_by(Prompt.number, PromptVersion.number, PromptWording.language)
    ).all()
    kept: dict[Any, list[KeptHint]] = {}
    ids = [row.PromptWording.id for row in wordings]
    for hint in session.scalars(select(KeptHint).where(KeptHint.wording_id.in_(ids)).order_by(KeptHint.hint)):
        kept.setdefault(hint.wording_id, []).append(hint)
    return [
        {
            "number": row.Prompt.number,
            "version": row.PromptVersion.number,
            "language": row.PromptWording.language,
            "text": row.PromptWording.text,
            "kept": [
                {"hint": each.hint, "words": list(each.words), "why": each.why}
                for each in kept.get(row.PromptWording.id, [])
            ],
        }
        for row in wordings
    ]


def _doors(session: Session, asked: Round, small_cell: int) -> Parts:
    """People by the way they spoke; those of a paid helper apart from those of the others."""
    rows = session.execute(
        select(Submission.door, HelperLink.paid_by_office, func.count(Submission.participant_id.distinct()))
        .join(Answer, Answer.submission_id == Submission.id)
        .outerjoin(HelperLink, HelperLink.id == Submission.helper_link_id)
        .where(Submission.round_id == asked.id, stands())
        .group_by(Submission.door, HelperLink.paid_by_office)
    )
    parts: dict[str, int] = {}
    for door, paid, people in rows:
        name = PAID if door is Door.HELPER and paid else str(door)
        parts[name] = parts.get(name, 0) + people
    earlier = session.scalars(select(Findings.made).where(Findings.round_id == asked.id))
    return parts_shown(parts, small_cell, [made["doors"] for made in earlier if made])


def _met(session: Session, asked: Round, small_cell: int) -> dict[str, list[int | None]]:
    """`met`: how many meetings, and of about how many people, None where so few were at one of them that
    it could point at them; missing, where none was held. Never added to those who spoke one by one."""
    held = MeetingReport.round_id == asked.id, MeetingReport.withdrawn_on.is_(None)
    sizes = session.scalars(select(MeetingReport.people).where(*held)).all()
    people = None if meetings_shown(sizes, small_cell) is None else sum(sizes)
    return {"met": [len(sizes), people]} if sizes else {}


def _coders(session: Session, asked: Round) -> int:
    """How many people sorted. They are no participants: their number points at nobody who spoke."""
    return session.scalar(_codings(asked, func.count(Coding.by_id.distinct()))) or 0


def _pointed(session: Session, asked: Round) -> bool:
    """Whether the machine pointed at anything when somebody sorted."""
    return bool(session.scalar(_codings(asked, func.count(Coding.suggestion_id))))


def _codings(asked: Round, what: Any) -> Any:
    sorted_ones = from_whom(select(what).join(Answer, Answer.id == Coding.answer_id))
    return sorted_ones.where(their_round() == asked.id, Coding.retracted_at.is_(None), stands())


def _check(session: Session, asked: Round, small_cell: int) -> dict[str, Any] | None:
    """What the community said when it was asked; None: nobody asked, or nobody said anything."""
    check = checks.newest_of(session, asked)
    if check is None or not (doors := checks.doors_of(session, check)):
        return None
    said = checks.tally(session, check)
    return {
        "opened": check.opened_at.date().isoformat(),
        "until": checks.ended_on(check).isoformat(),
        "doors": [str(door) for door in doors],
        "said": {str(says): sum(each.get(says, 0) for each in said.values()) for says in CheckSays},
        "page": sum(sum(each.values()) for each in checks.tally(session, check, known=False).values()),
        "themes": _by_theme(said, small_cell),
        "changed": check.changed,
        "language": check.language,
    }


def _by_theme(said: checks.Tally, small_cell: int) -> Parts:
    """How many, by names such as ``3 wrong``. All or none of them, since the totals stand beside it; and
    no name where none is shown, since a name alone says that somebody said so."""
    parts = {f"{number} {says}": people for number, each in said.items() for says, people in each.items()}
    counted = parts_shown(parts, small_cell)
    return {} if None in counted.values() else counted
