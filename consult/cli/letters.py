"""`consult letters`: what failed too often and was set aside; look at it, take it up again."""

from contextlib import closing
from uuid import UUID

import click

from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.history import OPERATOR
from consult.post.set_aside import again, set_aside


@click.group(cls=Sentences)
def letters() -> None:
    """See what failed five times, and have it tried again once the cause is mended."""


@letters.command("list")
def listed() -> None:
    """Print what was set aside, one line each: its number, the day, what it is, which fault and where."""
    house = here()
    with closing(house.database), house.database.reading() as session:
        waiting = set_aside(session)
    for each in waiting:
        click.echo(f"{each.id}\t{each.day}\t{each.what}\t{each.error}")
    if not waiting:
        click.echo("Nothing is set aside.", err=True)


@letters.command("again")
@click.argument("number", type=click.UUID)
def taken_up(number: UUID) -> None:
    """Try NUMBER again, five times more."""
    house = here()
    with closing(house.database), house.database.work() as session:
        again(session, waiting=number, by=OPERATOR, now=house.now())
    click.echo("It is tried again now.")
