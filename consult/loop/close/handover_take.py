"""Take what another house hands over: all of it or nothing, and the same pack twice is once."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.closed_box import open_box
from consult.common.errors import Refused, mark
from consult.common.portions import in_portions
from consult.common.vault import Vault
from consult.loop.close.handover_again import follow, without_who_left
from consult.loop.close.handover_beans import follow_beans, links_here, on_themes_here
from consult.loop.close.handover_both import settled
from consult.loop.close.handover_numbers import take_numbers, withdraw_number
from consult.loop.close.handover_pack import FORM, TOLD, note_along, receipt_of
from consult.loop.close.handover_parts import COLUMNS, EMPTY
from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.handover_rows import Row, Rows, key_of, of_values, read_rows, table_of
from consult.loop.close.records import Obligation
from consult.people import reaches
from consult.people.receipts import end_receipt, keep_pepper
from consult.people.records import Account, Participant, Receipt


@dataclass(frozen=True)
class Opened:
    """A pack that opened, read and not taken yet."""

    id: UUID
    house: str
    packed_at: datetime
    counts: dict[str, int]
    secret: str
    rows: Rows
    peppers: dict[str, bytes]
    reaches: list[dict[str, Any]]
    ended: list[UUID]

    def __repr__(self) -> str:
        return f"<Opened {self.id}>"


@dataclass(frozen=True)
class Taken:
    """`receipt` is told to the house that handed over. `gone`: people of an earlier pack who have left
    there since; they are forgotten here too. `already`: the same pack was taken before."""

    receipt: str
    handover: Handover
    already: bool
    gone: list[Participant]


def open_pack(box: bytes, *, private: X25519PrivateKey) -> Opened:
    """What is in the pack. Raises Refused with one sentence; nothing is written."""
    plain = open_box(box, private=private)
    try:
        said = json.loads(plain)
        packed_at = datetime.fromisoformat(said["packed_at"])
        if said["form"] != FORM or len(said["rows"]["community"]) != 1 or packed_at.tzinfo is None:
            raise ValueError
        return Opened(
            id=UUID(hex=said["id"]),
            house=str(said["house"])[:120],
            packed_at=packed_at,
            counts={name: int(said["counts"][name]) for name in TOLD},
            secret=str(said["secret"]),
            rows=read_rows(said["rows"]),
            peppers={each: base64.b64decode(pepper) for each, pepper in said["peppers"].items()},
            reaches=[{**each, "participant": UUID(hex=each["participant"])} for each in said["reaches"]],
            ended=[UUID(hex=each) for each in said["ended"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            mark("This pack was made by another version of Consult. Bring both houses to the same one first.")
        ) from None


def take(
    session: Session,
    *,
    vault: Vault,
    opened: Opened,
    provider: str,
    same: frozenset[str] = frozenset(),
    now: datetime,
) -> Taken:
    """Take the whole pack; nobody is told anything before `begin`.

    `same`: short names of offices that are the same here and there.
    """
    known = session.get(Handover, opened.id)
    if known is not None:
        if known.way is not Way.IN:
            raise Refused(mark("This pack was made by this house itself. It is for its successor."))
        return Taken(known.proof, known, True, [])
    (community,) = opened.rows["community"]
    earlier = _taken_last(session, community["id"], opened)
    rows = without_who_left(session, _as_here(session, opened, same))
    nobody = _nobody(session, community["id"], now)
    for name in COLUMNS:
        new = _as_new(session, name, _not_here(session, name, rows[name], nobody), rows, now)
        if name == "receipt":
            _add_receipts(session, new, opened.peppers, vault)
        else:
            _add(session, name, new)
    session.flush()
    if earlier is not None:
        follow(session, rows, by=nobody, now=now)
        follow_beans(session, rows, now)
        _end_receipts(session, opened.ended, now)
    handover = Handover(
        id=opened.id,
        community_id=community["id"],
        way=Way.IN,
        house=opened.house,
        proof=receipt_of(opened.secret),
        at=opened.packed_at,
        done_on=now.date(),
        **opened.counts,
    )
    session.add(handover)
    session.flush()
    gone = _gone(session, community["id"], opened, now) if earlier is not None else []
    ways = take_numbers(session, vault, opened.reaches, provider, now)
    note_along(session, handover, rows["obligation"], ways)
    history.note(
        session,
        by=history.OPERATOR,
        action="handover.taken",
        about=handover,
        now=now,
        people=handover.people,
        owed=handover.owed,
    )
    return Taken(handover.proof, handover, False, gone)


def _taken_last(session: Session, community: UUID, opened: Opened) -> datetime | None:
    """When the last pack of the community that was taken here was packed; an older one is refused, and so
    is what this house handed on itself: it would stay quiet towards those people for ever."""
    away = select(Handover.id).where(
        Handover.community_id == community, Handover.way == Way.OUT, Handover.done_on.is_not(None)
    )
    if session.scalar(away.limit(1)) is not None:
        raise Refused(
            mark("This house handed the same community on. Take it into a house of its own, in a new folder.")
        )
    last = session.scalar(
        select(func.max(Handover.at)).where(Handover.community_id == community, Handover.way == Way.IN)
    )
    if last is not None and opened.packed_at < last:
        raise Refused(
            mark("This pack is older than the one that was taken last. Ask for a new one. Nothing was taken.")
        )
    return last


def _as_here(session: Session, opened: Opened, same: frozenset[str]) -> Rows:
    """The rows as they can stand here: addresses that are taken are refused, offices carry where they
    come from until the administrator gives them their name here."""
    rows = settled(session, opened.rows)
    for name in ("community", "consultation"):
        for row in rows[name]:
            if _other(session, name, row) is not None:
                raise Refused(
                    mark(
                        "Something else has this address here already: %(slug)s. Take the pack into a house"
                        " of its own, in a new folder. Nothing was taken."
                    ),
                    slug=row["slug"],
                )
    here: dict[object, object] = {}
    for row in rows["office"]:
        other = _other(session, "office", row)
        if other is not None and row["slug"] not in same:
            raise Refused(
                mark(
                    "An office here is called %(slug)s too. If it is the same one, take the pack with"
                    " --same-office %(slug)s; if not, into a house of its own, in a new folder. Nothing was"
                    " taken."
                ),
                slug=row["slug"],
            )
        here[row["id"]] = other
    rows["office"] = [
        {**row, "name": f"{row['name']} ({opened.house})"[:120]}
        for row in rows["office"]
        if here[row["id"]] is None
    ]
    moved = {theirs: ours for theirs, ours in here.items() if ours is not None}
    if moved:
        for name in COLUMNS:
            of = [each.name for each in table_of(name).c if _names(each, "office")]
            rows[name] = [
                {**row, **{each: moved.get(row.get(each), row.get(each)) for each in of if each in row}}
                for row in rows[name]
            ]
    return rows


def _names(column: Any, table: str) -> bool:
    return any(key.column.table.name == table for key in column.foreign_keys)


def _other(session: Session, name: str, row: Row) -> object | None:
    """The id of another row that has the same short name here."""
    table = table_of(name)
    return session.scalar(select(table.c.id).where(table.c.slug == row["slug"], table.c.id != row["id"]))


def _nobody(session: Session, community: UUID, now: datetime) -> UUID:
    """Who did all this over there: an account that nobody can sign in with."""
    account_id = uuid5(NAMESPACE_URL, f"consult:handed-over:{community}")
    if session.get(Account, account_id) is None:
        email = f"handed-over-{account_id.hex[:12]}@house.invalid"
        session.add(Account(id=account_id, email=email, name="–", language="en", disabled_at=now))
        session.flush()
    return account_id


def _not_here(session: Session, name: str, rows: list[Row], nobody: UUID) -> list[Row]:
    """The rows that are not here yet, each with what may not be empty."""
    accounts = {
        each.name: nobody for each in table_of(name).c if _names(each, "account") and not each.nullable
    }
    known = _known(session, name, rows)
    return [{**row, **EMPTY.get(name, {}), **accounts} for row in rows if key_of(name, row) not in known]


def _as_new(session: Session, name: str, new: list[Row], rows: Rows, now: datetime) -> list[Row]:
    """The new rows of a table as they begin here: people quiet, seats and links ended."""
    if name == "participant":
        return [{**row, "quiet_since": now.date()} for row in new]
    if name == "seat":  # nobody sits there: the committee here has its own
        return [{**row, "ended_at": row["ended_at"] or now} for row in new]
    if name == "helper_link":
        return links_here(session, new, now)
    if name == "beans_brought":
        return on_themes_here(new, {str(row["id"]) for row in rows["theme"]})
    return new


def _add(session: Session, name: str, rows: list[Row]) -> None:
    for some in in_portions(rows):
        session.execute(insert(table_of(name)), some)


def _known(session: Session, name: str, rows: list[Row]) -> set[object]:
    table = table_of(name)
    own = ["id"] if "id" in table.c else COLUMNS[name].split()
    wanted = select(*(table.c[each] for each in own))
    found = of_values(session, wanted, table.c[own[0]], {row[own[0]] for row in rows})
    return {key_of(name, dict(row._mapping)) for row in found}


def _add_receipts(session: Session, rows: list[Row], peppers: dict[str, bytes], vault: Vault) -> None:
    """A receipt opens here with the same digits; six that are used here already get a twin."""
    for row in rows:
        twins = session.scalars(select(Receipt.twin).where(Receipt.selector == row["selector"]))
        receipt = Receipt(**row, twin=max(twins, default=-1) + 1, failures=0)
        keep_pepper(receipt, peppers[row["id"].hex], vault=vault)
        session.add(receipt)
        session.flush()


def _end_receipts(session: Session, ended: list[UUID], now: datetime) -> None:
    """Receipts that came and were ended there since: whoever finds the old slip learns nothing here."""
    living = select(Receipt).where(Receipt.ended_on.is_(None))
    for receipt in of_values(session, living, table_of("receipt").c.id, ended):
        end_receipt(session, receipt=receipt[0], now=now)


def _gone(session: Session, community: UUID, opened: Opened, now: datetime) -> list[Participant]:
    """A newer pack of the same community: who left there since. A number that came and is no more among
    those that may go on does not stay."""
    along = (
        select(Obligation.participant_id)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Handover, HandedOver.handover_id == Handover.id)
        .where(Handover.community_id == community, Handover.way == Way.IN)
    )
    people = {row["id"] for row in opened.rows["participant"]}
    numbers = {UUID(hex=each["id"]) for each in opened.reaches}
    of_before = session.scalars(
        select(Participant).where(Participant.id.in_(along), Participant.left_on.is_(None))
    ).all()
    for person in of_before:
        for reach in reaches.living_reaches(session, participant=person):
            if person.id in people and reach.id not in numbers:
                withdraw_number(session, reach=reach, now=now)
    return [each for each in of_before if each.id not in people]
