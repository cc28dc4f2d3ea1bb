"""`consult setup` makes the house ready; `consult audit` reads its history back."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import inspect, make_url

from consult.app import clock_of, many_machines
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.vault import make_keys, read_keys
from consult.db.migrate import current, head, upgrade
from consult.db.unit import Database
from consult.people import accounts, seats
from consult.settings import Settings, settings_here

NOBODY = "administrator@house.invalid"
"""What the first administrator signs in with where no address is given. No mail is sent to it."""


@click.command()
@click.option("--yes", is_flag=True, help="Change a PostgreSQL database, which you have copied.")
@click.option("--email", help="Address with which the first administrator signs in.")
@click.option("--name", default="Administrator", show_default=True, help="Name of the first administrator.")
@click.option("--no-administrator", is_flag=True, help="Make or update keys and database alone.")
def setup(yes: bool, email: str | None, name: str, no_administrator: bool) -> None:
    """Make keys and database or bring them up to date, and print the first administrator's one-time link."""
    settings = settings_here()
    now = clock_of(settings)()
    if make_keys(settings.keys_file):
        click.echo(f"Keys: made at {settings.keys_file}. Copy this file to a safe place, apart from backups.")
    read_keys(settings.keys_file)
    for_the_owner_alone(settings)
    with closing(Database.at(settings.database_url)) as database:
        click.echo(f"Database: {bring_up(database, settings, yes=yes, now=now)}")
        if settings.queue == "procrastinate":
            many_machines().install(database.engine)
        if not no_administrator:
            appoint(database, settings, email=email, name=name, now=now)


def for_the_owner_alone(settings: Settings) -> None:
    """Make the file of a SQLite database so that nobody else on the machine can read people's words."""
    if settings.sqlite and (file := make_url(settings.database_url).database):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).touch(mode=0o600)


def appoint(database: Database, settings: Settings, *, email: str | None, name: str, now: datetime) -> None:
    """Print a one-time link where nobody is administrator yet, or where `email` asks for its own again."""
    with database.work() as session:
        if seats.administrators(session, now=now) and not email:
            return
        email = email or NOBODY
        token = accounts.first_administrator(session, email=email, name=name, now=now)
    click.echo(f"First administrator, signing in as {email}: open this link within seven days.")
    click.echo(f"  {settings.public_url}/welcome/{token}")
    click.echo(f"It opens once and is shown only here. Lost it? consult setup --email {email}")


def bring_up(database: Database, settings: Settings, *, yes: bool, now: datetime) -> str:
    """Migrate where something is missing. SQLite is copied first; PostgreSQL is changed only when told to."""
    before, newest = current(database), head()
    if before == newest:
        return f"stands at {newest}, nothing to do."
    if not settings.sqlite and not yes:
        raise Refused(
            mark("The database must go from %(here)s to %(newest)s. Copy it first. Run: consult setup --yes"),
            here=before or "0000",
            newest=newest,
        )
    filled = settings.sqlite and inspect(database.engine).get_table_names()
    kept = f" The copy before: {copied(settings, now)}." if filled else ""
    upgrade(database)
    return f"brought from {before or '0000'} to {newest}.{kept}"


def copied(settings: Settings, now: datetime) -> Path:
    """A whole copy of the SQLite database beside the keys, readable by its owner alone."""
    folder = settings.instance / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"before-{now:%Y-%m-%dT%H%M%S}.sqlite"
    file.touch(mode=0o600)
    with (
        closing(sqlite3.connect(str(make_url(settings.database_url).database))) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
    return file


@click.group(cls=Sentences)
def audit() -> None:
    """Look after the history: who did what, sealed so that a later change shows."""


@audit.command()
def verify() -> None:
    """Read the whole history and say whether a link was changed."""
    house = here()
    with house.database.reading() as session:
        outcome = history.verify(session, mac=house.vault.audit_mac)
    if outcome.broken_at is not None:
        raise Refused(
            mark("The history was changed: link %(number)s does not hold."), number=outcome.broken_at
        )
    click.echo(f"The history holds: {outcome.links} links, {outcome.waiting} acts not sealed yet.")
