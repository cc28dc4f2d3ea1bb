"""`consult demo`: a place that does not exist, in the middle of its loop, with people at every stage."""

import json
import os
import sys
from pathlib import Path

import click
from sqlalchemy import select

from consult.app import House
from consult.cli.demo.place import read_place
from consult.cli.demo.rehearsal import Rehearsal
from consult.cli.house import here
from consult.common.errors import Refused, mark
from consult.people.records import Community

ACCOUNTS = "sample-accounts.json"


@click.command()
def demo() -> None:
    """Build the sample consultation once, and print its accounts each time."""
    house = here()
    if house.settings.providers != ("console",):
        raise Refused(mark("The sample is for rehearsals: it is refused while a real provider is on."))
    file = house.settings.instance / ACCOUNTS
    if not _is_there(house):
        _build(house, file)
    _print(house, file)


def _build(house: House, file: Path) -> None:
    """Play every step; the accounts are kept beside the keys, for the next time that they are asked for."""
    rehearsal = Rehearsal(house, read_place())
    label, unseen = "The sample consultation", not sys.stderr.isatty()
    with click.progressbar(rehearsal.steps(), label=label, file=sys.stderr, hidden=unseen) as steps:
        for step in steps:
            step()
    _keep(file, rehearsal.password, rehearsal.accounts())


def _is_there(house: House) -> bool:
    slug = read_place().community["slug"]
    with house.database.reading() as session:
        return session.scalar(select(Community.id).where(Community.slug == slug)) is not None


def _keep(file: Path, password: str, accounts: list[tuple[str, str]]) -> None:
    """The sample's password is made here, so that no two installations share one."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as kept:
        json.dump({"password": password, "accounts": accounts}, kept, indent=1)


def _print(house: House, file: Path) -> None:
    url = house.settings.public_url
    place = read_place()
    click.echo(f"\n{place.community['name']} is ready. Nobody in it is real.\n")
    click.echo(f"  Speak on the web     {url}/c/{place.consultation['slug']}/")
    click.echo(f"  Speak by text        {url}/phone   (join words: {', '.join(place.join_words)})")
    if not file.exists():
        click.echo("\nThe sample's accounts were not kept; make others with: consult account add --help")
        return
    kept = json.loads(file.read_text())
    click.echo(f"\nSign in at {url}/sign-in – every sample account has the password: {kept['password']}\n")
    for email, what in kept["accounts"]:
        click.echo(f"  {email:<28} {what}")
    click.echo("")
