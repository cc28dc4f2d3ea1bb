"""`consult findings export`: what everyone may know of released findings, as open data."""

import json
from pathlib import Path
from typing import Any

import click

from consult.cli.house import here
from consult.cli.open_data import as_json, gathered
from consult.cli.open_rows import COLUMNS, rows
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.files.sheets import as_csv, as_xlsx
from consult.loop.understand.record_check import check_record


@click.group(cls=Sentences)
def findings() -> None:
    """Take released findings out as open data: nothing that is not public on the pages."""


@findings.command()
@click.argument("slug")
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "json"]), required=True, help="Kind of file."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(slug: str, number: int, form: str, output: Path | None) -> None:
    """Export findings NUMBER of the consultation SLUG with reviews, answers and the ledger's totals."""
    house = here()
    with house.database.reading() as session:
        reads, k = house.languages.reads, house.settings.small_cell
        data = gathered(session, slug, number, chain=reads, now=house.now(), k=k)
    content = MAKERS[form](data)
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError:
        raise Refused(mark("The file cannot be written: %(file)s."), file=str(output)) from None


@findings.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Check the process record in FILE, which anybody can take from a consultation's public page."""
    try:
        found = check_record(json.loads(file.read_bytes()))
    except OSError:
        raise Refused(mark("The file cannot be read: %(file)s."), file=str(file)) from None
    except ValueError:
        found = None
    if found is None:
        raise Refused(mark("This is no process record: %(file)s."), file=str(file))
    if found.wrong:
        raise Refused(
            mark("Something in this file is not as it was released: %(what)s."), what="; ".join(found.wrong)
        )
    for number, hashed in found.numbers.items():
        click.echo(f"Findings {number}: check number {hashed[:16]}")
    click.echo(
        f"Nothing was changed. Items that can be read: {found.open}; kept or taken back: {found.closed}."
    )
    click.echo("Compare the check numbers with those on the public page, a poster or the promise book.")


def _as_csv(data: dict[str, Any]) -> bytes:
    """One line a text or number."""
    return as_csv(COLUMNS, rows(data))


def _as_xlsx(data: dict[str, Any]) -> bytes:
    """The same lines on one sheet."""
    return as_xlsx("findings", COLUMNS, rows(data))


MAKERS = {"csv": _as_csv, "xlsx": _as_xlsx, "json": as_json}
