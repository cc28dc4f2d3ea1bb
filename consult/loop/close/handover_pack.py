"""Pack what is owed to a community for its successor: closed with its key, numbers only by a yes."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.closed_box import close, spoken
from consult.common.ids import new_id
from consult.common.once import add_all_once
from consult.common.vault import Vault
from consult.loop.close.handover_beans import note_packed as note_beans
from consult.loop.close.handover_parts import COLUMNS
from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.handover_rows import Row, Rows, in_writing, rows_of
from consult.loop.close.handover_ways import SAID, ended_receipts, is_open, numbers_of, receipts_of
from consult.loop.close.kinds import Kind, kinds
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.records import Findings
from consult.loop.understand.release_hashes import quotes_in
from consult.people import passing_on
from consult.people.records import Community, HearBack, Participant


def form_of(columns: dict[str, str]) -> str:
    """Two houses understand each other that hand over the same columns in the same order."""
    return hashlib.sha256(json.dumps([columns, SAID]).encode()).hexdigest()[:16]


FORM = form_of(COLUMNS)


@dataclass(frozen=True)
class Counts:
    """Of one pack: people, answers owed to them, who is reached how there; `ended`: owed to who left,
    so that they go nowhere. `codes_of_before`: receipts that hang on this house's own key and stay."""

    people: int
    owed: int
    with_number: int
    with_code: int
    by_meeting: int
    ended: int
    codes_of_before: int = 0


@dataclass(frozen=True)
class Pack:
    """A pack before it is closed. `content` is JSON; `ways`: who can be met by a number there; `anew`: what
    is owed from the moment of closing on."""

    id: UUID
    community: Community
    content: dict[str, Any]
    counts: Counts
    rows: Rows
    ways: frozenset[UUID]
    receipt: str
    anew: list[Row]
    at: datetime

    def __repr__(self) -> str:
        return f"<Pack {self.id}>"


def preview(session: Session, *, vault: Vault, community: Community, house: str, now: datetime) -> Pack:
    """What a pack would hold now; nothing is written. Everyone who spoke is owed an answer by then, also
    where nothing is released: nobody is lost between two houses."""
    anew = owed_anew(session, community, now=now)
    rows = rows_of(session, community.id, owed=anew)
    _note_kinds(session, rows)
    _note_quotes(session, rows)
    people = {row["id"] for row in rows["participant"]}
    receipts, before = receipts_of(session, vault, rows)
    reaches = numbers_of(session, vault, people)
    ways = {each["participant"] for each in reaches if is_open(each)}
    codes = {row["participant_id"] for row in rows["receipt"] if row["id"].hex in receipts} - ways
    ended = (
        select(func.count())
        .select_from(Obligation)
        .join(Participant, Obligation.participant_id == Participant.id)
        .where(Participant.community_id == community.id, Participant.left_on.is_not(None))
    )
    secret = secrets.token_hex(16)
    packed_at = _after_the_last(session, community, now)
    pack_id = UUID(bytes=secrets.token_bytes(16), version=4)
    counts = Counts(
        people=len(people),
        owed=len(rows["obligation"]),
        with_number=len(ways),
        with_code=len(codes),
        by_meeting=len(people) - len(ways) - len(codes),
        ended=session.scalar(ended) or 0,
        codes_of_before=before,
    )
    content = {
        "form": FORM,
        "id": pack_id.hex,
        "house": house,
        "packed_at": packed_at.isoformat(),
        "secret": secret,
        "counts": {name: getattr(counts, name) for name in TOLD},
        "rows": in_writing(rows),
        "peppers": receipts,
        "ended": ended_receipts(session, community),
        "reaches": [{**each, "participant": each["participant"].hex} for each in reaches],
    }
    return Pack(
        pack_id, community, content, counts, rows, frozenset(ways), receipt_of(secret), anew, packed_at
    )


def _after_the_last(session: Session, community: Community, now: datetime) -> datetime:
    """The time of packing: later than that of the pack before, also where the clock was set back."""
    before = select(func.max(Handover.at)).where(
        Handover.community_id == community.id, Handover.way == Way.OUT
    )
    last = session.scalar(before)
    return now if last is None else max(now, last + timedelta(microseconds=1))


TOLD = ("people", "owed", "with_number", "with_code", "by_meeting", "ended")


def close_pack(session: Session, *, pack: Pack, to: X25519PublicKey, successor: str, now: datetime) -> bytes:
    """The file for the successor. What went along is noted; nothing else changes until it was taken."""
    handover = Handover(
        id=pack.id,
        community=pack.community,
        way=Way.OUT,
        house=successor[:120],
        proof=proof_of(pack.receipt),
        at=pack.at,
        **{name: getattr(pack.counts, name) for name in TOLD},
    )
    session.add(handover)
    session.flush()
    add_all_once(session, Obligation, pack.anew, unique=["key"])
    note_along(session, handover, pack.rows["obligation"], pack.ways)
    nothing = str(HearBack.NOTHING)
    numbers = {
        UUID(hex=each["id"]): each["hear_back"] if is_open(each) else nothing
        for each in pack.content["reaches"]
    }
    people = [row["id"] for row in pack.rows["participant"]]
    passing_on.note_packed(session, people, pack=pack.id, ways=numbers)
    note_beans(session, pack.rows, pack=pack.id, now=now)
    history.note(
        session,
        by=history.OPERATOR,
        action="handover.packed",
        about=handover,
        now=now,
        people=pack.counts.people,
        owed=pack.counts.owed,
    )
    return close(json.dumps(pack.content, ensure_ascii=False).encode(), to=to)


def note_along(
    session: Session, handover: Handover, obligations: Iterable[Row], ways: Iterable[UUID]
) -> None:
    """Each obligation that goes along, and whether with a number."""
    met = set(ways)
    rows = [
        {"obligation_id": each["id"], "handover_id": handover.id, "number": each["participant_id"] in met}
        for each in obligations
    ]
    add_all_once(session, HandedOver, rows, unique=["obligation_id", "handover_id"])


def receipt_of(secret: str) -> str:
    """What `take` prints: only who opened the pack can know it."""
    return spoken(hashlib.sha256(f"taken|{secret}".encode()).digest())


def proof_of(receipt: str) -> str:
    digits = "".join(each for each in receipt if each.isdecimal())
    return hashlib.sha256(digits.encode()).hexdigest()


def owed_anew(session: Session, community: Community, *, now: datetime) -> list[Row]:
    """Whoever spoke in a round and is owed nothing for it yet is owed an answer for their words."""
    spoke = (
        select(Submission.participant_id, Submission.round_id)
        .distinct()
        .join(Answer, Answer.submission_id == Submission.id)
        .join(Round, Submission.round_id == Round.id)
        .join(Consultation, Round.consultation_id == Consultation.id)
        .join(Participant, Submission.participant_id == Participant.id)
        .where(
            Consultation.community_id == community.id,
            Participant.left_on.is_(None),
            Answer.withdrawn_on.is_(None),
            Answer.protected_on.is_(None),
            ~select(Obligation.id)
            .where(
                Obligation.participant_id == Submission.participant_id,
                Obligation.round_id == Submission.round_id,
            )
            .exists(),
        )
    )
    return [
        {
            "id": new_id(),
            "key": f"{person}:{asked}",
            "participant_id": person,
            "round_id": asked,
            "theme_id": None,
            "since": now.date(),
            "kind": None,
        }
        for person, asked in session.execute(spoke)
    ]


def _note_kinds(session: Session, rows: Rows) -> None:
    """What the words on no theme came to: there it can no longer be looked up."""
    asked = session.scalars(select(Round).where(Round.id.in_([row["id"] for row in rows["round"]]))).all()
    if not asked:
        return
    words = kinds(asked)
    known = {
        (person, of): kind
        for person, of, kind in session.execute(
            select(words.c.participant_id, words.c.round_id, words.c.kind)
        )
    }
    for row in rows["obligation"]:
        if row["theme_id"] is None:
            own = known.get((row["participant_id"], row["round_id"]))
            row["kind"] = own or row["kind"] or str(Kind.UNREAD)


def _note_quotes(session: Session, rows: Rows) -> None:
    """Quotes stay with their speakers' words; their hashes go, so that the release can still be checked."""
    for row in rows["findings"]:
        released = session.get_one(Findings, row["id"])
        behind = [quote.hash for quote in quotes_in(session, released)]
        row["quotes_behind"] = [*behind, *(row["quotes_behind"] or [])] or None
