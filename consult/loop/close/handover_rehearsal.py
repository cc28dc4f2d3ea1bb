"""A hand-over rehearsed: everything but the numbers, taken elsewhere and compared with what is here."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.ids import new_id
from consult.loop.close.handover_pack import TOLD, Pack
from consult.loop.close.handover_parts import COLUMNS
from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.handover_rows import Row, key_of, rows_of
from consult.loop.understand.records import Findings
from consult.loop.understand.release_hashes import verify
from consult.people.records import Participant, Reach, Receipt

NOT_TRIED = "+999"
"""No telephone anywhere begins with this."""


def with_made_up_numbers(pack: Pack) -> dict[str, Any]:
    """The content of the pack with another number for each phone, the same for those who share one."""
    made: dict[str, str] = {}
    ways = [
        {**way, "number": made.setdefault(way["number"], f"{NOT_TRIED}{len(made):09}")}
        for way in pack.content["reaches"]
    ]
    return {**pack.content, "reaches": ways}


def differences(here: Session, there: Session, pack: Pack) -> list[str]:
    """What did not arrive `there` as it is `here`, by the name of its table; nothing: it all did."""
    found = []
    arrived = rows_of(there, pack.community.id)
    for name in COLUMNS:
        sent = {key_of(name, row): {**row, **ANEW.get(name, {})} for row in pack.rows[name]}
        came = {key_of(name, row): {**row, **ANEW.get(name, {})} for row in arrived[name]}
        if sent != came:
            found.append(name)
    met = Counter(there.scalars(select(HandedOver.number)))
    sent_with = sum(row["participant_id"] in pack.ways for row in pack.rows["obligation"])
    if met != Counter({True: sent_with, False: len(pack.rows["obligation"]) - sent_with}) - Counter(
        {True: 0}
    ):
        found.append("handed_over")
    if len(there.scalars(select(Reach.id).where(Reach.until.is_(None))).all()) != len(
        pack.content["reaches"]
    ):
        found.append("reach")
    if len(there.scalars(select(Receipt.id)).all()) != len(pack.content["peppers"]):
        found.append("receipt")
    for row in pack.rows["findings"]:
        if verify(here, here.get_one(Findings, row["id"])) and not verify(
            there, there.get_one(Findings, row["id"])
        ):
            found.append(f"findings {row['number']}")
    if there.scalars(select(Participant.id).where(Participant.left_on.is_not(None))).first() is not None:
        found.append("participant")
    return found


ANEW: dict[str, Row] = {
    "office": {"name": ""},
    "seat": {"ended_at": None},
    "helper_link": {"ended_at": None},
}
"""Their names say there where they come from; and nobody sits on a seat that came, nor opens a link."""


def note_rehearsal(session: Session, *, pack: Pack, now: datetime) -> Handover:
    """That it was rehearsed, on which day and with which counts, for the list."""
    rehearsal = Handover(
        id=new_id(),
        community_id=pack.rows["community"][0]["id"],
        way=Way.REHEARSED,
        at=now,
        done_on=now.date(),
        **{name: getattr(pack.counts, name) for name in TOLD},
    )
    session.add(rehearsal)
    history.note(
        session,
        by=history.OPERATOR,
        action="handover.rehearsed",
        about=rehearsal,
        now=now,
        owed=pack.counts.owed,
    )
    session.flush()
    return rehearsal
