"""What stands in a promise book about one theme at any moment: read once, told for each moment.

Everything that is for everyone about a consultation's released themes, with the time at which it was
added. What is hidden by a hold comes back when the hold is lifted; nothing else ever goes.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common.record import Record
from consult.common.translation import Translation
from consult.loop.collect.records import Consultation
from consult.loop.respond.answers_to import answers_to
from consult.loop.respond.faithful_words import words_on
from consult.loop.respond.kinds import NEEDS, fields_in_public
from consult.loop.respond.promise_states import promises_about
from consult.loop.respond.questions import replies_to
from consult.loop.respond.records import (
    Commitment,
    Faithfulness,
    QuestionReply,
    ResponseVersion,
    WentInto,
)
from consult.loop.review.records import Review
from consult.loop.review.reviews import beside, dissent_first
from consult.loop.understand.findings import all_findings
from consult.loop.understand.records import Audience, Findings, FindingsTheme, Hold

Text = dict[str, str]
"""A text and the language it is really in."""
Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Rows:
    """Everything from which books are made, whatever its time. By theme: of its identity across releases."""

    wanted: Sequence[str]
    releases: list[Findings]
    themes: dict[UUID, list[FindingsTheme]]
    holds: list[Hold]
    reviews: dict[UUID, list[Review]]
    versions: dict[UUID, list[list[ResponseVersion]]]
    texts: dict[tuple[UUID, str, str], list[Translation]]
    went: dict[UUID, list[WentInto]]
    replies: dict[UUID, list[QuestionReply]]
    faithful: dict[UUID, list[Faithfulness]]
    promises: dict[UUID, list[Commitment]]

    def moments(self) -> list[datetime]:
        """Every time at which a book changed, the newest first."""
        steps = [step for of_theme in self.promises.values() for each in of_theme for step in each.steps]
        every: set[datetime | None] = {
            *(each.released_at for each in self.releases),
            *(each.since for each in self.holds),
            *(each.lifted_at for each in self.holds),
            *(each.at for each in _flat(self.reviews)),
            *(each.published_at for of_theme in _flat(self.versions) for each in of_theme),
            *(_read_since(each) for each in _flat(self.texts)),
            *(each.at for each in _flat(self.went)),
            *(each.at for each in _flat(self.replies)),
            *(each.at for each in _flat(self.faithful)),
            *(each.at for each in _flat(self.promises)),
            *(each.at for each in steps),
        }
        first = self.releases[0].released_at if self.releases else None
        return sorted((at for at in every if at and first and at >= first), reverse=True)

    def findings_at(self, moment: datetime) -> Findings:
        return [each for each in self.releases if each.released_at <= moment][-1]

    def held_at(self, theme_id: UUID, moment: datetime) -> bool:
        return any(
            each.theme_id == theme_id
            and each.since <= moment
            and (each.lifted_at is None or each.lifted_at > moment)
            for each in self.holds
        )

    def text(self, about: Record, field: str, source: str, moment: datetime) -> Text:
        """`field` of `about` in the first wanted language that had it at `moment`, else as written."""
        for language in self.wanted:
            if language == source:
                break
            there = [
                each
                for each in self.texts.get((about.id, field, language), ())
                if _read_since(each) <= moment
            ]
            if there:
                return {"text": max(there, key=lambda each: each.version).text, "language": language}
        return {"text": getattr(about, field), "language": source}


def rows_of(session: Session, consultation: Consultation, wanted: Sequence[str]) -> Rows:
    """Read everything, in as many queries for a long story as for a short one."""
    releases = list(reversed(all_findings(session, consultation)))
    items = list(
        session.scalars(
            select(FindingsTheme)
            .where(
                FindingsTheme.findings_id.in_([each.id for each in releases]),
                FindingsTheme.audience == Audience.EVERYONE,
            )
            .options(joinedload(FindingsTheme.findings))
            .order_by(FindingsTheme.number)
        )
    )
    ids = {each.theme_id for each in items}
    answers = {
        theme: [[*reversed(each.before), each.newest] for each in of_theme]
        for theme, of_theme in answers_to(session, items).items()
    }
    versions = [version for of_theme in answers.values() for each in of_theme for version in each]
    said = session.scalars(
        select(Review)
        .join(Review.findings_theme)
        .where(FindingsTheme.theme_id.in_(ids))
        .options(
            joinedload(Review.seat), joinedload(Review.findings_theme).joinedload(FindingsTheme.findings)
        )
    )
    went = session.scalars(
        select(WentInto).where(WentInto.response_id.in_({each.response_id for each in versions}))
    )
    promises = promises_about(session, ids)
    made = {each.id: each for of_theme in promises.values() for each in of_theme}.values()
    return Rows(
        wanted=wanted,
        releases=releases,
        themes={each.id: [item for item in items if item.findings_id == each.id] for each in releases},
        holds=list(session.scalars(select(Hold).where(Hold.theme_id.in_(ids)))),
        reviews=_by(said, lambda each: each.findings_theme.theme_id),
        versions=answers,
        texts=_texts(
            session, [*items, *versions, *made, *(step for each in made for step in each.steps)], wanted
        ),
        went=_by(went, lambda each: each.response_id),
        replies=replies_to(session, [each.id for each in versions], here=[consultation.community]),
        faithful=words_on(session, [each.id for each in versions], here=consultation.community),
        promises=promises,
    )


def part_at(rows: Rows, theme: FindingsTheme, moment: datetime, *, worded: bool = True) -> dict[str, Any]:
    """All that stood about `theme` at `moment`, as it is hashed. Days, not times; offices by address.
    `worded`: with promises in other languages, which no book told at first."""
    return {
        "number": theme.number,
        "name": rows.text(theme, "name", theme.language, moment),
        "statement": rows.text(theme, "statement", theme.language, moment),
        "people": theme.people,
        "meetings": theme.meetings,
        "committee": [_review(each) for each in _standing(rows, theme, moment)],
        "answers": [
            _answer(rows, published, moment)
            for each in sorted(rows.versions.get(theme.theme_id, []), key=_by_office)
            if (published := [one for one in each if one.published_at and one.published_at <= moment])
        ],
        "promises": [
            _promise(rows, each, moment, worded)
            for each in rows.promises.get(theme.theme_id, [])
            if each.at <= moment
        ],
    }


def _standing(rows: Rows, theme: FindingsTheme, moment: datetime) -> list[Review]:
    """What stood beside the theme: of each member the last word while the committee read, and all after."""
    said = [each for each in rows.reviews.get(theme.theme_id, []) if each.at <= moment]
    stood = [
        each
        for each in said
        if not any(
            later.findings_theme_id == each.findings_theme_id
            and later.seat_id == each.seat_id
            and later.sequence > each.sequence
            and not later.afterwards
            for later in said
        )
    ]
    return dissent_first(beside(theme, stood))


def _review(each: Review) -> dict[str, Any]:
    return {
        "position": str(each.position),
        "reason": {"text": each.reason, "language": each.language},
        "signed": each.signed,
        "day": each.at.date().isoformat(),
        "afterwards": each.afterwards,
        "findings": each.findings_theme.findings.number,
    }


def _answer(rows: Rows, published: Sequence[ResponseVersion], moment: datetime) -> dict[str, Any]:
    """One office's answer: the version that was read, and what came of it."""
    version = max(published, key=lambda each: each.number)
    asked = [each for one in published for each in rows.replies.get(one.id, []) if each.at <= moment]
    went = [each for each in rows.went.get(version.response_id, []) if each.at <= moment]
    decided = max((each for each in published if not each.only_wording), key=lambda each: each.number)
    said = [each for each in rows.faithful.get(decided.id, []) if each.at <= moment]
    assert version.published_at is not None
    return {
        "office": version.response.office.slug,
        "version": version.number,
        "kind": str(version.kind),
        **{
            field: rows.text(version, field, version.language, moment)
            for field in fields_in_public(version.kind)
        },
        "by_when": version.by_when.isoformat(),
        **{name: str(getattr(version, name)) for name in NEEDS[version.kind].fields},
        "published": version.published_at.date().isoformat(),
        "asked": decided.asked_at.date().isoformat() if decided.asked_at else None,
        "faithful": [
            {
                "says": str(each.says),
                "text": each.note,
                "language": each.language,
                "day": each.at.date().isoformat(),
            }
            for each in said
        ],
        "replies": [{"reply": str(each.reply), "text": each.text} for each in asked],
        "went_into": sorted([each.document, each.paragraph, each.page, each.on.isoformat()] for each in went),
    }


def _by_office(versions: Sequence[ResponseVersion]) -> tuple[str, str]:
    """An order of answers that no later version changes."""
    return versions[0].response.office.slug, versions[0].response_id.hex


def _promise(rows: Rows, each: Commitment, moment: datetime, worded: bool) -> dict[str, Any]:
    """As it was written; and beside it what of it is read in another language, where there is any."""
    steps = [step for step in each.steps if step.at <= moment]
    said: list[tuple[str, Record, str]] = [("what", each, "what"), ("who", each, "who")]
    said += [(f"step {number}", step, "text") for number, step in enumerate(steps, 1)]
    read = [
        {"of": name, "from": each.language, **rows.text(about, field, each.language, moment)}
        for name, about, field in said
        if getattr(about, field)
    ]
    wordings = [text for text in read if text["language"] != each.language]
    return {
        "by": str(each.by),
        "office": each.office.slug if each.office else None,
        "community": each.other_community.slug if each.other_community else None,
        "what": each.what,
        "who": each.who,
        "first_day": each.first_day.isoformat(),
        "steps": [[str(step.step), step.day.isoformat(), step.text] for step in steps],
        **({"wordings": wordings} if worded and wordings else {}),
    }


def _texts(
    session: Session, about: Iterable[Record], wanted: Sequence[str]
) -> dict[tuple[UUID, str, str], list[Translation]]:
    rows = session.scalars(
        select(Translation).where(
            Translation.about_id.in_({each.id for each in about}),
            Translation.language.in_(wanted),
            Translation.waits.is_(False),
        )
    )
    return _by(rows, lambda each: (each.about_id, each.field, each.language))


def _read_since(wording: Translation) -> datetime:
    return wording.let_at or wording.written_at


def _by(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for each in rows:
        found.setdefault(key(each), []).append(each)
    return found


def _flat(found: Mapping[Any, list[Row]]) -> Iterator[Row]:
    for rows in found.values():
        yield from rows
