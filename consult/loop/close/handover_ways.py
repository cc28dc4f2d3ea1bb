"""By which ways people go along: their receipts, and their numbers, each by a yes of its own."""

import base64
from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.close.handover_rows import Rows, of_values, table_of
from consult.people import contacts, passing_on
from consult.people.receipts import pepper_of
from consult.people.records import Community, ContactPoint, HearBack, Participant, Reach, Receipt

SAID = ("id", "participant", "number", "suffix", "others", "hear_back", "since", "stopped", "dead")
"""What goes along of each number."""
PHONE, REACH = table_of("reach").c.contact_point_id, table_of("reach").c.id


def is_open(way: dict[str, Any]) -> bool:
    return not way["stopped"] and not way["dead"] and way["hear_back"] != HearBack.NOTHING


def receipts_of(session: Session, vault: Vault, rows: Rows) -> tuple[dict[str, str], int]:
    """What each receipt is keyed with, by its id; and how many have nothing of their own yet."""
    peppers = {}
    ids = [row["id"] for row in rows["receipt"]]
    for receipt_id in ids:
        receipt = session.get_one(Receipt, receipt_id)
        pepper = pepper_of(receipt, vault=vault)
        if pepper is not None:
            peppers[receipt_id.hex] = base64.b64encode(pepper).decode()
    rows["receipt"] = [row for row in rows["receipt"] if row["id"].hex in peppers]
    return peppers, len(ids) - len(peppers)


def ended_receipts(session: Session, community: Community) -> list[str]:
    """Receipts that open nothing any more: one of them may have gone along with an earlier pack."""
    ended = (
        select(Receipt.id)
        .join(Participant, Receipt.participant_id == Participant.id)
        .where(Participant.community_id == community.id, Receipt.ended_on.is_not(None))
    )
    return [each.hex for each in session.scalars(ended)]


def numbers_of(session: Session, vault: Vault, people: set[UUID]) -> list[dict[str, Any]]:
    """The numbers to which there is a yes, each by its own, with all that must not be lost: STOP, how to
    hear back, who of the phone it is, and which numbers on it are others', so that a text there still says
    for whom it is."""
    wanted = (
        select(Reach, ContactPoint)
        .join(ContactPoint, Reach.contact_point_id == ContactPoint.id)
        .join(Participant, Reach.participant_id == Participant.id)
        .where(ContactPoint.sealed_number != b"")
    )
    found = list(of_values(session, wanted, REACH, passing_on.may_go(session, people)))
    found.sort(key=lambda row: (row[0].suffix, str(row[0].id)))
    others: dict[UUID, set[int]] = defaultdict(set)
    on_phones = select(Reach.contact_point_id, Reach.suffix)
    for phone, suffix in of_values(session, on_phones, PHONE, {point.id for _, point in found}):
        others[phone].add(suffix)
    return [
        {
            "id": reach.id.hex,
            "participant": reach.participant_id,
            "number": contacts.number_of(point, vault=vault),
            "suffix": reach.suffix,
            "others": sorted(others[point.id] - {reach.suffix}),
            "hear_back": str(reach.hear_back),
            "since": reach.since.isoformat(),
            "stopped": point.stopped_at is not None,
            "dead": point.dead_at is not None,
        }
        for reach, point in found
    ]
