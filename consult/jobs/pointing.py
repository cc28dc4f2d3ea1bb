"""The machine looks over cards: worked out with no transaction open, since it may take a while."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from time import perf_counter
from uuid import UUID

from sqlalchemy.orm import Session

from consult.common import outbox
from consult.jobs.parts import Parts
from consult.loop.understand import answer_vectors, looking_over, phrases_used, seeking
from consult.loop.understand.looking_over import Material
from consult.loop.understand.ports import Pointer, Vectors
from consult.loop.understand.records import HelpRun

AT_ONCE = 16
LONGEST = 60.0
"""Seconds for which numbers are made in one piece of work, so that other work comes in between; well
within the time after which a piece counts as left lying."""
STEPS = 20
"""So often at most it is noted how far a look is."""


def look_over_before(parts: Parts, now: datetime, *, run_id: str, part: int) -> None:
    """Numbers that are missing are made first, and kept as they come: whoever is interrupted goes on
    there. Then the look itself; whoever is interrupted in that begins it anew."""
    pointer = parts.pointer()
    ready = _made_ready(parts, UUID(run_id), pointer, looking_over.material)
    if ready is None:
        return
    given, kept = ready
    found = looking_over.look(pointer, given, kept, Watched(parts, UUID(run_id)))
    with parts.database.work() as session:
        run = session.get_one(HelpRun, UUID(run_id), with_for_update=True)
        looking_over.keep(session, run=run, given=given, found=found, now=now)


def _made_ready(
    parts: Parts, run_id: UUID, pointer: Pointer, material: Callable[..., Material | None]
) -> tuple[Material, Vectors] | None:
    """What a look reads, and the numbers of it; None: it ended, or goes on in the next piece."""
    with parts.database.reading() as session:
        given = material(session, run=session.get_one(HelpRun, run_id), method=pointer.name)
        if given is None:
            return None
        kept = answer_vectors.kept_vectors(session, vault=parts.vault, given=given)
    if not _make_vectors(parts, run_id, pointer, given, kept):
        return None
    with parts.database.reading() as session:
        return given, answer_vectors.kept_vectors(session, vault=parts.vault, given=given)


def _make_vectors(parts: Parts, run_id: UUID, pointer: Pointer, given: Material, kept: Vectors) -> bool:
    """Whether all are there now; else it goes on in the next piece."""
    begun, made = perf_counter(), len(kept)
    for some in _by(AT_ONCE, pointer.vectors(given.words, kept=kept)):
        made += len(some)
        with parts.database.work() as session:
            run = session.get_one(HelpRun, run_id)
            run.done, run.total = made // 2, len(given.words)
            answer_vectors.keep_vectors(session, vault=parts.vault, run=run, given=given, made=some)
        if perf_counter() - begun > LONGEST:
            return False
    return True


def _by(size: int, vectors: Iterator[tuple[UUID, bytes]]) -> Iterator[list[tuple[UUID, bytes]]]:
    while some := list(islice(vectors, size)):
        yield some


class Watched:
    """Notes how far a look is, for the page of those who wait for it."""

    def __init__(self, parts: Parts, run_id: UUID) -> None:
        self._parts, self._run_id, self._noted = parts, run_id, 0

    def __call__(self, done: int, of: int) -> None:
        if done - self._noted < of / STEPS:
            return
        self._noted = done
        with self._parts.database.work() as session:
            run = session.get_one(HelpRun, self._run_id)
            run.done, run.total = max(run.done, done), of


def look_over(session: Session, parts: Parts, now: datetime, *, run_id: str, part: int) -> None:
    """The look was done before this; where numbers are still missing it goes on."""
    run = session.get_one(HelpRun, UUID(run_id))
    if run.finished_at is None and looking_over.is_newest(session, run):
        key = f"{run_id}:{part + 1}"
        outbox.ask_for(session, "look_over", key=key, now=now, run_id=run_id, part=part + 1)


def seek_cards_before(parts: Parts, now: datetime, *, run_id: str, part: int) -> None:
    """As a look over all cards: numbers first, then what may belong to the code."""
    pointer = parts.pointer()
    ready = _made_ready(parts, UUID(run_id), pointer, seeking.material)
    if ready is None:
        return
    given, kept = ready
    with parts.database.reading() as session:
        code = seeking.sought_for(session, run=session.get_one(HelpRun, UUID(run_id)))
    found = seeking.seek(pointer, given, kept, code)
    with parts.database.work() as session:
        run = session.get_one(HelpRun, UUID(run_id), with_for_update=True)
        seeking.keep(session, run=run, given=given, found=found, now=now)


def seek_cards(session: Session, parts: Parts, now: datetime, *, run_id: str, part: int) -> None:
    """They were found before this; where numbers are still missing it goes on."""
    run = session.get_one(HelpRun, UUID(run_id))
    if run.finished_at is None and seeking.is_newest(session, run):
        key = f"{run_id}:{part + 1}"
        outbox.ask_for(session, "seek_cards", key=key, now=now, run_id=run_id, part=part + 1)


def find_phrases_before(parts: Parts, now: datetime, *, run_id: str) -> None:
    phrases = parts.phrases()
    with parts.database.reading() as session:
        run = session.get_one(HelpRun, UUID(run_id))
        given = phrases_used.words_to_read(session, run=run, language=phrases.language)
    used = phrases.used(given, most=phrases_used.FOUND)
    with parts.database.work() as session:
        run = session.get_one(HelpRun, UUID(run_id), with_for_update=True)
        phrases_used.keep_phrases(session, run=run, given=given, used=used, now=now)


BEFORE: dict[str, Callable[..., None]] = {
    "look_over": look_over_before,
    "seek_cards": seek_cards_before,
    "find_phrases": find_phrases_before,
}
