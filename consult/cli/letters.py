"""`consult letters`: what was set aside and waits for a person; look at it, take it up again."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import click
from sqlalchemy.orm import Session

from consult.app import House
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.history import OPERATOR
from consult.post.set_aside import MAY_COME_TWICE, Kind, again, all_again, look_at, set_aside
from consult.sms.aside import lines_again, lines_aside
from consult.sms.spool import FOLDER

SPOOL = "spool"
KINDS = [*(kind.value for kind in Kind), SPOOL]
SAFE = [kind for kind in KINDS if kind not in MAY_COME_TWICE]
"""What `--all` takes up: nobody gets the same text twice by it."""

of_kind = click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="letters-in: texts that came and were not understood. errands: work that was to be done later. "
    "doubts: texts that went out, and nobody knows what became of them. unworded: texts that could not "
    "be put into words. spool: what came while the database was away and could not be taken in. "
    "May be given several times.",
)


@click.group(cls=Sentences)
def letters() -> None:
    """See what failed too often, and have it tried again once the cause is mended."""


@letters.command("list")
@of_kind
def listed(kinds: tuple[str, ...]) -> None:
    """Print what was set aside, one line each: its number, the day, the kind, what it is, the fault.

    Neither words nor telephone numbers are printed. The columns are separated by tabs.
    """
    house = here()
    with house.database.reading() as session:
        lines = list(_rows(house, session, kinds or KINDS))
    for line in lines:
        click.echo("\t".join(line))
    if not lines:
        click.echo("Nothing is set aside.", err=True)


def _rows(house: House, session: Session, kinds: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for kind in kinds:
        if kind == SPOOL:
            folder = house.settings.instance / FOLDER
            for line in lines_aside(folder, vault=house.vault, providers=house.settings.providers):
                yield str(line.id), str(line.day or ""), kind, line.provider, line.fault
            continue
        for each in set_aside(session, kind=Kind(kind)):
            yield str(each.id), str(each.day), kind, each.what, each.error


@letters.command("again")
@click.argument("numbers", metavar="[NUMBER]...", type=click.UUID, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Try all again, or all of the kinds given.")
@of_kind
def taken_up(numbers: tuple[UUID, ...], everything: bool, kinds: tuple[str, ...]) -> None:
    """Try each NUMBER again, or with --all everything that is set aside.

    Letters in and errands get five new tries. A letter in doubt is sent once more and may reach
    a person twice: --all alone leaves those, `--all --kind doubts` takes them up. Where nothing is
    set aside, --all does nothing and ends well, so it may be run by the clock.
    """
    if everything is bool(numbers) or (kinds and numbers):
        raise click.UsageError("Give the numbers, or --all, which may have --kind.")
    house = here()
    if everything:
        _all(house, kinds or SAFE)
        return
    with house.database.work() as session:
        for number in numbers:
            _one(house, session, number)
    click.echo("It is tried again now." if len(numbers) == 1 else "They are tried again now.")


def _one(house: House, session: Session, number: UUID) -> None:
    """Try one again. Raises Refused where nothing with this number waits; then none is tried."""
    folder, now = house.settings.instance / FOLDER, house.now()
    in_spool = look_at(session, number) is None
    if not in_spool or not lines_again(session, folder=folder, names=[number], by=OPERATOR, now=now):
        again(session, waiting=number, by=OPERATOR, now=now)


def _all(house: House, kinds: Iterable[str]) -> None:
    for kind in kinds:
        count = 0
        while taken := _some(house, kind):
            count += taken
            if kind == SPOOL:
                break
        if count:
            click.echo(f"{kind}\t{count}")


def _some(house: House, kind: str) -> int:
    with house.database.work() as session:
        if kind == SPOOL:
            folder = house.settings.instance / FOLDER
            return lines_again(session, folder=folder, by=OPERATOR, now=house.now())
        return all_again(session, kind=Kind(kind), by=OPERATOR, now=house.now())
