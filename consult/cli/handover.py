"""`consult handover …`: a mission that leaves hands over what is owed; its successor takes it and answers."""

import os
import tempfile
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from consult.app import House
from consult.cli.handover_archive import write_archive
from consult.cli.handover_trial import COUNTED, community_here, rehearse, tell_counts
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common import closed_box
from consult.common.errors import Refused, mark
from consult.common.history import OPERATOR
from consult.loop.close.handover_begin import begin as tell_from_here
from consult.loop.close.handover_begin import waiting
from consult.loop.close.handover_done import changed_since, packs_of
from consult.loop.close.handover_done import done as close_down
from consult.loop.close.handover_pack import close_pack, preview
from consult.loop.close.handover_records import Handover, Way
from consult.loop.close.handover_take import Opened, Taken, open_pack
from consult.loop.close.handover_take import take as take_in
from consult.loop.collect.successors import named_for
from consult.loop.departure import leave
from consult.people.offices import rename
from consult.people.records import Office

KEY = "handover.key"
FILE = click.Path(dir_okay=False, path_type=Path)


class InTurn(Sentences):
    """Its commands in the order in which they are needed, not of the alphabet."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [each for each in TURNS if each in self.commands]


TURNS = ("key", "pack", "take", "done", "begin", "show", "office", "archive")


@click.group(cls=InTurn)
def handover() -> None:
    """Hand over what is owed to a community to those who answer next, or take it from those before."""


@handover.command()
def key() -> None:
    """Make the key of this house, if it has none, and print what the other house needs of it."""
    public = closed_box.make_private(_key_file(here())).public_key()
    click.echo(closed_box.in_writing(public))
    click.echo(f"Compare by voice: {closed_box.fingerprint(public)}", err=True)


@handover.command()
@click.option("--community", required=True, help="Short name of the community.")
@click.option("--to", type=FILE, help="File with the successor's key.")
@click.option("--out", type=FILE, help="Write the pack to this file.")
@click.option("--name", help="How the successor shall call this house. By default its address.")
@click.option("--yes", is_flag=True, help="Do not ask after the counts were shown.")
@click.option("--rehearsal", is_flag=True, help="Try it: made-up numbers, an empty database, no file.")
def pack(
    *, community: str, to: Path | None, out: Path | None, name: str | None, yes: bool, rehearsal: bool
) -> None:
    """Show what would go along, then close it with the successor's key and write it to a file."""
    house = here()
    if rehearsal:
        rehearse(house, community)
        return
    if to is None or out is None:
        raise click.UsageError("Say --to and --out, or --rehearsal.")
    if out.exists():
        raise Refused(mark("There is a file already: %(file)s. Choose another name."), file=str(out))
    public = closed_box.read_public(_text(to))
    click.echo(f"To the key with these digits: {closed_box.fingerprint(public)}")
    called = name or house.settings.public_url
    with house.database.reading() as session:
        found = community_here(session, community)
        named_for(session, community=found, key=public)
        shown = preview(session, vault=house.vault, community=found, house=called, now=house.now())
    tell_counts(shown)
    if not yes and not click.confirm("Pack this? Nothing changes here until the successor has taken it."):
        raise Refused(mark("Nothing was packed."))
    with house.database.work() as session:
        found = community_here(session, community)
        successor = named_for(session, community=found, key=public)
        made = preview(session, vault=house.vault, community=found, house=called, now=house.now())
        if made.counts != shown.counts:
            raise Refused(mark("These counts have changed since they were shown. Pack again."))
        box = close_pack(session, pack=made, to=public, successor=successor, now=house.now())
        _write(out, box)
    click.echo(f"Packed. Check number of the file: {closed_box.check_number(box)}")
    click.echo("Bring it to the successor, compare both numbers by voice, and wait for the receipt.")


@handover.command()
@click.argument("file", type=FILE)
@click.option("--same-office", "same", multiple=True, help="Short name of an office that is the same here.")
@click.option("--yes", is_flag=True, help="Do not ask after the counts were shown.")
def take(file: Path, same: tuple[str, ...], yes: bool) -> None:
    """Take the pack in FILE: all of it or nothing. Taking it twice changes nothing."""
    house = here()
    private = closed_box.read_private(_key_file(house))
    box = _bytes(file)
    opened = open_pack(box, private=private)
    _tell_opened(house, opened, box)
    if not yes and not click.confirm("Is this the check number that the other house reads out? Take it?"):
        raise Refused(mark("Nothing was taken."))
    try:
        taken = _take(house, opened, frozenset(same))
    except OperationalError:
        raise Refused(
            mark("The database could not be written. Is the disk full? Nothing was taken.")
        ) from None
    community = opened.rows["community"][0]["slug"]
    click.echo("It was taken before; nothing changed." if taken.already else "Taken.")
    click.echo("Nobody is written to before the other house has run done. Then, here:")
    click.echo(f"  consult handover begin --community {community}")
    click.echo(f"Receipt, to be read out to the other house: {taken.receipt}")


@handover.command()
@click.option("--community", required=True, help="Short name of the community.")
@click.option("--yes", is_flag=True, help="Do not ask whether the other house has run done.")
def begin(community: str, yes: bool) -> None:
    """Write from here to those who came, now that the other house does no more."""
    if not yes and not click.confirm("Has the other house said that done went through there?"):
        raise Refused(mark("Nobody is written to yet."))
    house = here()
    with house.database.work() as session:
        count = tell_from_here(session, community=community_here(session, community), now=house.now())
    click.echo(f"From now on this house writes to those who came. People who waited: {count}")


@handover.command()
@click.option("--community", required=True, help="Short name of the community.")
@click.option("--receipt", required=True, help="The twenty digits that the successor reads out.")
def done(community: str, receipt: str) -> None:
    """Note that the successor has taken the pack. From then on nothing new is sent from here unasked."""
    house = here()
    with house.database.work() as session:
        closed = close_down(
            session, community=community_here(session, community), receipt=receipt, now=house.now()
        )
    click.echo(f"Passed on to {closed.house}. Answers: {closed.owed}. People by number: {closed.with_number}")
    click.echo("Tell them that done went through: they write to nobody before.")
    click.echo("Codes go on opening here too. Keep this house until nobody needs it, then end it for good.")


@handover.command()
@click.option("--community", required=True, help="Short name of the community.")
def show(community: str) -> None:
    """Say which packs were made and taken here, and whether another is needed."""
    house = here()
    with house.database.reading() as session:
        found = community_here(session, community)
        packs = packs_of(session, found)
        for each in packs:
            _tell_pack(each)
        went = [each for each in packs if each.way is Way.OUT]
        changed = changed_since(session, went[-1], now=house.now()) if went else 0
        waits = len(waiting(session, found))
    if not packs:
        click.echo("No pack of this community was made or taken here.")
    if changed:
        click.echo(
            f"People who left, spoke, were told, said STOP or chose anew since: {changed}. Pack again."
        )
    elif went:
        click.echo("Nothing has changed here since the last one was packed.")
    if waits:
        click.echo(f"People who came and are not written to yet: {waits}. Once the other house has run done:")
        click.echo(f"  consult handover begin --community {community}")


@handover.command()
@click.option("--community", required=True, help="Short name of the community.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="New folder.")
def archive(community: str, out: Path) -> None:
    """Write what is public into a folder, in open formats, with nothing about a person."""
    house = here()
    with house.database.reading() as session:
        files = write_archive(session, house, community_here(session, community), out)
    for file in files:
        click.echo(str(file))


@handover.command()
@click.argument("office")
@click.argument("name")
def office(office: str, name: str) -> None:
    """Give an OFFICE that came with a hand-over the NAME of the one that answers in its place here."""
    house = here()
    with house.database.work() as session:
        found = session.scalar(select(Office).where(Office.slug == office))
        if found is None:
            raise Refused(mark("There is no office called %(slug)s."), slug=office)
        rename(session, office=found, name=name, by=OPERATOR, now=house.now())
    click.echo(f"{office}: {name}. Give seats there: consult account add")


def _take(house: House, opened: Opened, same: frozenset[str]) -> Taken:
    with house.database.work() as session:
        taken = take_in(
            session,
            vault=house.vault,
            opened=opened,
            provider=house.settings.providers[0],
            same=same,
            now=house.now(),
        )
        for person in taken.gone:
            leave(session, vault=house.vault, participant=person, now=house.now())
    return taken


def _tell_pack(each: Handover) -> None:
    if each.way is Way.IN:
        click.echo(f"From {each.house}, packed on {each.at.date()}. Receipt: {each.proof}")
    elif each.done_on is None:
        click.echo(f"To {each.house}, packed on {each.at.date()}: its receipt was not read out yet.")
    else:
        click.echo(f"To {each.house}, packed on {each.at.date()}: done on {each.done_on}.")


def _tell_opened(house: House, opened: Opened, box: bytes) -> None:
    click.echo(
        f"From {opened.house}, packed on {opened.packed_at.date()}: {opened.rows['community'][0]['name']}"
    )
    for name, label in COUNTED:
        click.echo(f"  {label}: {opened.counts[name]}")
    unknown = sorted(
        {row["language"] for row in opened.rows["participant"] if not house.languages.known(row["language"])}
    )
    if unknown:
        click.echo(f"Languages that this house does not know yet: {', '.join(unknown)}. Add them first.")
    click.echo(f"Check number of the file: {closed_box.check_number(box)}")


def _key_file(house: House) -> Path:
    return house.settings.keys_file.parent / KEY


def _text(file: Path) -> str:
    return _bytes(file).decode(errors="replace")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Refused(mark("The file cannot be read: %(file)s."), file=str(file)) from None


def _write(file: Path, box: bytes) -> None:
    """Whole or not at all, and for its owner alone. Nothing that is there already is lost."""
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            part = Path(new.name)
            new.write(box)
            new.flush()
            os.fsync(new.fileno())
        part.rename(file)
    except OSError:
        raise Refused(mark("The file cannot be written: %(file)s."), file=str(file)) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
