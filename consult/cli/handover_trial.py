"""A hand-over tried out: counted, packed with made-up numbers, taken into an empty database, compared."""

import json
from contextlib import closing
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.app import House
from consult.common import closed_box
from consult.common.errors import Refused, mark
from consult.common.vault import passing_vault
from consult.db.tables import METADATA
from consult.db.unit import Database
from consult.loop.close.handover_pack import Pack, preview
from consult.loop.close.handover_rehearsal import differences, note_rehearsal, with_made_up_numbers
from consult.loop.close.handover_take import open_pack, take
from consult.people.records import Community

COUNTED = (
    ("people", "People"),
    ("owed", "Answers owed to them or told already"),
    ("with_number", "People whose number goes along"),
    ("with_code", "People who are reached by their receipt number alone"),
    ("by_meeting", "People who are reached at a meeting alone"),
    ("ended", "Answers that ended because their person left"),
)


def community_here(session: Session, slug: str) -> Community:
    found = session.scalar(select(Community).where(Community.slug == slug))
    if found is None:
        raise Refused(mark("There is no community called %(slug)s."), slug=slug)
    return found


def tell_counts(made: Pack) -> None:
    for name, label in COUNTED:
        click.echo(f"  {label}: {getattr(made.counts, name)}")
    if made.counts.codes_of_before:
        click.echo(f"  Receipt numbers of before that open only here: {made.counts.codes_of_before}")


def rehearse(house: House, slug: str) -> None:
    """Pack with made-up numbers, take it into an empty database, compare, note the day.

    Others go on writing meanwhile, and nothing but the note is kept.
    """
    with house.database.reading() as session:
        found = community_here(session, slug)
        made = preview(session, vault=house.vault, community=found, house="rehearsal", now=house.now())
        tell_counts(made)
        private = X25519PrivateKey.generate()
        box = closed_box.close(json.dumps(with_made_up_numbers(made)).encode(), to=private.public_key())
        with closing(empty()) as there:
            with there.work() as other:
                opened = open_pack(box, private=private)
                take(other, vault=passing_vault(), opened=opened, provider="console", now=house.now())
            with there.reading() as other:
                missing = differences(session, other, made)
        if missing:
            raise Refused(mark("The rehearsal found a difference: %(what)s."), what="; ".join(missing))
    with house.database.work() as session:
        note_rehearsal(session, pack=made, now=house.now())
    click.echo(f"Rehearsed: all {made.counts.owed} answers arrived, every number of the count is the same.")


def empty() -> Database:
    """A database in memory alone: people must not lie on an ordinary disk."""
    there = Database.at("sqlite://")

    @event.listens_for(there.engine, "connect")
    def sort_in_memory(connection: Any, _: object) -> None:
        connection.execute("PRAGMA temp_store=MEMORY")

    METADATA.create_all(there.engine)
    return there
