"""The notebook: representatives' own needs and conflict analysis, entry by entry.

An entry stays on paper until its makers choose otherwise. Every change keeps what stood before.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import today_in
from consult.loop.understand.actor_map import Place, free_place, too_near
from consult.loop.understand.notebook_details import (
    LONGEST_LINE,
    LONGEST_TEXT,
    details_of,
    must_be_short,
)
from consult.loop.understand.notebook_seen import REWRITTEN, entries, may_see, must_make
from consult.loop.understand.records import EntryKind, NotebookAudience, NotebookEntry, NotebookStep
from consult.people.records import Account

PLACE = ("x", "y")
OPPOSITE = {EntryKind.DIVIDES: EntryKind.CONNECTS, EntryKind.CONNECTS: EntryKind.DIVIDES}


def write(
    session: Session,
    *,
    consultation: Consultation,
    kind: EntryKind,
    title: str,
    text: str,
    details: Mapping[str, str],
    language: str,
    review_on: date | None,
    by: Account,
    now: datetime,
) -> NotebookEntry:
    """Write a new entry, seen by nobody but `by`. An actor gets a free place on the map."""
    must_make(session, by=by, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    title, text = _words(title, text)
    _must_be_ahead(consultation, review_on, now)
    kept = details_of(kind, details)
    seen = entries(session, consultation=consultation, by=by, now=now)
    _must_not_be_both(seen, kind, title, kept)
    if kind is EntryKind.ACTOR and (place := free_place(places_of(seen).values())):
        kept |= dict(zip(PLACE, place, strict=True))
    entry = NotebookEntry(
        consultation=consultation,
        number=_next_number(session, consultation),
        kind=kind,
        title=title,
        text=text,
        language=language,
        details=kept,
        audience=NotebookAudience.PAPER,
        review_on=review_on,
        by_id=by.id,
        made_at=now,
    )
    session.add(entry)
    session.flush()
    history.note(session, by=by.actor, action="notebook.written", about=entry, now=now, number=entry.number)
    return entry


def rewrite(
    session: Session,
    *,
    entry: NotebookEntry,
    title: str,
    text: str,
    details: Mapping[str, str],
    language: str,
    review_on: date | None,
    by: Account,
    now: datetime,
) -> NotebookEntry:
    """Say it anew; whoever does so is one of its makers from then on."""
    may_change(session, entry=entry, by=by, now=now)
    title, text = _words(title, text)
    if review_on != entry.review_on:
        _must_be_ahead(entry.consultation, review_on, now)
    kept = details_of(entry.kind, details) | {
        name: entry.details[name] for name in PLACE if name in entry.details
    }
    others = [
        each
        for each in entries(session, consultation=entry.consultation, by=by, now=now)
        if each.id != entry.id
    ]
    _must_not_be_both(others, entry.kind, title, kept)
    fresh = {"title": title, "text": text, "details": kept, "language": language, "review_on": review_on}
    if all(getattr(entry, name) == value for name, value in fresh.items()):
        return entry
    before = {name: getattr(entry, name) for name in ("title", "text", "details", "language")}
    note_step(session, entry, REWRITTEN, by, now, **before)
    for name, value in fresh.items():
        setattr(entry, name, value)
    session.flush()
    return entry


def show_to(
    session: Session, *, entry: NotebookEntry, audience: NotebookAudience, by: Account, now: datetime
) -> NotebookEntry:
    """Choose who may see the entry. Taking it back works at once, for everybody outside."""
    may_change(session, entry=entry, by=by, now=now)
    if audience is not entry.audience:
        note_step(session, entry, "shown", by, now)
        entry.audience = audience
        session.flush()
    return entry


def look_again(
    session: Session, *, entry: NotebookEntry, review_on: date | None, by: Account, now: datetime
) -> NotebookEntry:
    """It was looked at and still holds; look again on `review_on`, or never."""
    may_change(session, entry=entry, by=by, now=now)
    _must_be_ahead(entry.consultation, review_on, now)
    note_step(session, entry, "looked_at", by, now)
    entry.review_on = review_on
    session.flush()
    return entry


def end(session: Session, *, entry: NotebookEntry, by: Account, now: datetime) -> None:
    """It holds no more: off the map and all lists. Its history stays with those who saw it."""
    may_change(session, entry=entry, by=by, now=now)
    note_step(session, entry, "ended", by, now)
    entry.ended_at = now
    session.flush()


def place_actors(
    session: Session,
    *,
    consultation: Consultation,
    places: Mapping[int, Place | None],
    by: Account,
    now: datetime,
) -> None:
    """Put actors, by their numbers, where their makers want them on the map; None: off it."""
    seen = entries(session, consultation=consultation, by=by, now=now, kinds=[EntryKind.ACTOR])
    before = places_of(seen)
    wanted = {each.number: places.get(each.number, before.get(each.number)) for each in seen}
    _must_fit_the_map({number: place for number, place in wanted.items() if place})
    for entry in seen:
        if wanted[entry.number] != before.get(entry.number):
            _place(session, entry, wanted[entry.number], by, now)
    session.flush()


def _must_fit_the_map(places: Mapping[int, Place]) -> None:
    if near := too_near(places):
        raise Refused(
            mark("No %(one)s and No %(other)s lie on one another. Move one of them."),
            field=f"x{near[1]}",
            one=near[0],
            other=near[1],
        )


def _place(session: Session, entry: NotebookEntry, place: Place | None, by: Account, now: datetime) -> None:
    note_step(session, entry, "placed", by, now, details=entry.details)
    kept = {name: value for name, value in entry.details.items() if name not in PLACE}
    entry.details = kept | (dict(zip(PLACE, place, strict=True)) if place else {})


def places_of(of: list[NotebookEntry]) -> dict[int, Place]:
    """Where the actors among `of` stand on the map, by number; those off it are absent."""
    return {
        each.number: (each.details["x"], each.details["y"])
        for each in of
        if each.kind is EntryKind.ACTOR and "x" in each.details
    }


def may_change(session: Session, *, entry: NotebookEntry, by: Account, now: datetime) -> None:
    """Whoever makes this notebook changes what they see of it, while it holds."""
    if not may_see(session, entry=entry, by=by, now=now):
        raise NotAllowed
    if entry.ended_at is not None:
        raise Refused(mark("This holds no more. Write it anew if it holds again."))


def note_step(
    session: Session, entry: NotebookEntry, step: str, by: Account, now: datetime, **before: Any
) -> None:
    """Keep what stood before, and who could see it then."""
    kept = {**before, "audience": entry.audience.value}
    session.add(NotebookStep(entry_id=entry.id, entry=entry, step=step, before=kept, by_id=by.id, at=now))
    history.note(session, by=by.actor, action=f"notebook.{step}", about=entry, now=now, number=entry.number)


def _next_number(session: Session, consultation: Consultation) -> int:
    last = session.scalar(
        select(func.max(NotebookEntry.number)).where(NotebookEntry.consultation_id == consultation.id)
    )
    return (last or 0) + 1


def _words(title: str, text: str) -> tuple[str, str]:
    title = " ".join(title.split())
    if not title:
        raise Refused(mark("Give it a name, in your own words."), field="title")
    return must_be_short(title, LONGEST_LINE, "title"), must_be_short(text.strip(), LONGEST_TEXT, "text")


def _must_be_ahead(consultation: Consultation, review_on: date | None, now: datetime) -> None:
    if review_on is not None and review_on <= today_in(consultation.community, now):
        raise Refused(mark("Choose a day after today to look at it again."), field="review_on")


def _must_not_be_both(
    seen: list[NotebookEntry], kind: EntryKind, title: str, details: Mapping[str, Any]
) -> None:
    """One thing may pull apart and hold together, but not by the same side of it."""
    mine = (title.casefold(), str(details.get("aspect")).casefold())
    for each in seen:
        if each.kind is OPPOSITE.get(kind) and mine == (
            each.title.casefold(),
            str(each.details.get("aspect")).casefold(),
        ):
            raise Refused(
                mark("No %(number)s says the opposite of the same side of it. Name the side more exactly."),
                field="aspect",
                number=each.number,
            )
