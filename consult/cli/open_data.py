"""Released findings as open data: what the JSON file says, and nothing that is not public on the pages."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.translation import in_every_language
from consult.loop.close.in_public import Story, in_public
from consult.loop.close.ledger import Count, Ledger, ledger, shown_debts
from consult.loop.close.letters import Chain
from consult.loop.close.said_counted import SaidBy, said_by, said_lines
from consult.loop.close.verdicts_counted import taken_lines
from consult.loop.collect import consultations
from consult.loop.respond.answers_to import Published
from consult.loop.respond.faithful_words import Checked, asked_until
from consult.loop.respond.kinds import NEEDS, fields_in_public
from consult.loop.respond.records import ResponseVersion
from consult.loop.review.records import Assessment, Review
from consult.loop.understand.findings import findings_numbered
from consult.loop.understand.small_cells import FEWEST

WITHHELD = "withheld"
"""Stands where a count would be, when the small-number rule does not let it show."""


def gathered(
    session: Session, slug: str, number: int, *, chain: Chain, now: datetime, k: int = FEWEST
) -> dict[str, Any]:
    """All that is exported, as it stands in the JSON file. `k`: the smallest number that is shown."""
    consultation = consultations.find(session, slug=slug)
    if consultation is None:
        raise Refused(mark("There is no consultation at this address: %(slug)s."), slug=slug)
    released = findings_numbered(session, consultation=consultation, number=number)
    if released is None:
        raise Refused(mark("Findings %(number)s were not released here."), number=number)
    public = in_public(session, released, now=now)
    counted = ledger(session, consultation=consultation, chain=chain, now=now)
    return {
        "consultation": slug,
        "name": in_every_language(session, consultation, "name", source=consultation.language),
        "findings": number,
        "round": released.round.number,
        "released": released.released_at.date().isoformat(),
        "review": {"stage": str(public.review.stage), "day": public.review.day.isoformat()},
        "spoke": released.spoke,
        "meetings": _met(*released.met),
        "set_aside": released.set_aside,
        "alone": in_every_language(session, released, "alone", source=released.language),
        "themes": [_theme(session, each) for each in public.stories],
        "held": [{"number": each.number, "since": each.since.isoformat()} for each in public.held],
        "ledger": _totals(counted, said_by(session, consultation), k),
    }


def as_json(data: object) -> bytes:
    """`data` as a file that people can open and read."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _met(meetings: int, people: int | None) -> dict[str, int | str]:
    """Meetings, with about how many people were at them: never to be added to those who spoke."""
    return {"number": meetings, "about": WITHHELD if people is None else people}


def _theme(session: Session, story: Story) -> dict[str, Any]:
    theme = story.theme
    return {
        "number": theme.number,
        "name": in_every_language(session, theme, "name", source=theme.language),
        "statement": in_every_language(session, theme, "statement", source=theme.language),
        "people": WITHHELD if theme.people is None else theme.people,
        "meetings": theme.meetings,
        "not_reviewed": story.not_reviewed,
        "reviews": [_review(each) for each in story.positions],
        "assessed": [_assessed(each) for each in story.assessed],
        "reopened": story.reopened.isoformat() if story.reopened else None,
        "owed_since": story.owed_since.isoformat(),
        "waiting": [
            {
                "office": each.office,
                "level": each.level,
                "since": each.since.isoformat(),
                "first_asked": each.first.isoformat(),
                "another_language": each.later,
            }
            for each in story.waiting
        ],
        "with_representatives": [
            {"office": version.response.office.name, "until": until.date().isoformat()}
            for version in story.being_checked
            if (until := asked_until(version))
        ],
        "answers": [_answer(session, each, story) for each in story.answers],
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "position": str(review.position),
        "reason": {review.language: review.reason} if review.reason else {},
        "signed": review.signed,
        "day": review.at.date().isoformat(),
        "findings": review.findings_theme.findings.number,
        "afterwards": review.afterwards,
        "on_paper": review.typed_by_id is not None,
    }


def _assessed(each: Assessment) -> dict[str, Any]:
    return {
        "office": each.office.name,
        "words": {each.language: each.words},
        "signed": each.signed,
        "day": each.at.date().isoformat(),
    }


def _answer(session: Session, published: Published, story: Story) -> dict[str, Any]:
    """One office's answer with every version that it published, the newest first."""
    versions = (published.newest, *published.before)
    again = story.beside.again.get(published.newest.id)
    return {
        "office": published.newest.response.office.name,
        "versions": [
            {**_version(session, each), "faithful": _checked(story.beside.checked.get(each.id, []))}
            for each in versions
        ],
        "look_again_since": again.isoformat() if again else None,
        "clock_runs_on": published.newest.id in story.beside.runs_on,
        "replies": [
            {"reply": str(each.reply), "day": each.at.date().isoformat(), "text": {each.language: each.text}}
            for version in versions
            for each in story.beside.replies.get(version.id, [])
        ],
        "went_into": [
            {
                "document": each.document,
                "paragraph": each.paragraph,
                "page": each.page,
                "day": each.on.isoformat(),
            }
            for each in story.beside.went.get(published.newest.response_id, [])
        ],
    }


def _version(session: Session, version: ResponseVersion) -> dict[str, Any]:
    assert version.published_at is not None
    said = {
        field: in_every_language(session, version, field, source=version.language)
        for field in fields_in_public(version.kind)
    }
    return {
        "number": version.number,
        "kind": str(version.kind),
        **said,
        "by_when": version.by_when.isoformat(),
        **_beside(version),
        "published": version.published_at.date().isoformat(),
        "only_wording": version.only_wording,
        "checked_by_one": version.checked_by_one,
    }


def _checked(found: list[Checked]) -> dict[str, Any] | None:
    """What the representatives here say of a version, refusals first. None: they were not asked;
    no words: they were silent."""
    words = [word for each in found for word in each.words]
    if not found:
        return None
    return {
        "words": [
            {
                "says": str(word.says),
                "day": word.at.date().isoformat(),
                "why": {word.language: word.note} if word.note else {},
            }
            for word in words
        ]
    }


def _beside(version: ResponseVersion) -> dict[str, Any]:
    """What this kind of answer has beside its words; nothing where it has none."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name in NEEDS[version.kind].fields
        if (value := getattr(version, name))
    }


def _totals(counted: Ledger, said: SaidBy | None, k: int) -> dict[str, Any]:
    """The ledger of the whole consultation, as its public page counts it. Nothing by theme."""
    totals: dict[str, Any] = {}
    for name, value in vars(counted).items():
        if isinstance(value, Count):
            totals[name] = vars(value)
        elif name not in ("told", "says", "taken", "debts", "blocks"):
            totals[name] = value
    judged = sum(counted.says.values())
    lines = said_lines(said, judged=judged, k=k)
    totals["says"] = {
        line.key.partition(".")[2]: WITHHELD if line.value is None else line.value for line in lines
    }
    totals["says_counted_on"] = said.on.isoformat() if said else None
    for line in taken_lines(counted.taken, judged=judged, k=k):
        totals[line.key] = WITHHELD if line.value is None else line.value
    shown, few = shown_debts(counted, k=k)
    totals["debts"] = {str(reason): n for reason, n in sorted([*shown, *((each, WITHHELD) for each in few)])}
    return totals
