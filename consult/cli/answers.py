"""`consult answers import`: answers from a file, row by row. No command prints anybody's words."""

import hashlib
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import click
from babel.core import get_global
from sqlalchemy.orm import Session

from consult.app import House
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect import consultations, imports, rounds
from consult.loop.collect.imports import Report
from consult.loop.collect.rows import FIELDS, Broken, Row, read_csv, read_jsonl

SHOWN = 200
"""Skipped rows that are listed one by one; the rest is counted."""


@click.group(cls=Sentences)
def answers() -> None:
    """Take in answers that were collected elsewhere."""


def _pairs(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`left=right` of a repeated option, as right → left."""
    pairs = {}
    for each in given:
        left, equals, right = each.rpartition("=")
        if not equals or not left or not right:
            raise click.BadParameter(f"{each} is not of the form {option.metavar}.")
        pairs[right] = left
    return pairs


@answers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", required=True, metavar="SLUG", help="Address of the consultation.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    callback=_pairs,
    help=f"Which column of the file is which field: {', '.join(FIELDS)}.",
)
@click.option(
    "--language",
    "tongues",
    multiple=True,
    metavar="IN_FILE=CODE",
    callback=lambda context, option, given: {v: k for k, v in _pairs(context, option, given).items()},
    help="Which of our languages a code in the file means, as in xyz=fr.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
def import_file(
    file: Path, slug: str, columns: dict[str, str], tongues: dict[str, str], dry_run: bool
) -> None:
    """Take in the answers of FILE (CSV, or JSONL with one object a line).

    The same file twice adds nothing. A row that cannot be taken is reported with its line and the
    reason; a file that cannot be read changes nothing.
    """
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise click.BadParameter(f"There is no field {unknown[0]}. There are: {', '.join(FIELDS)}.")
    content = _content(file)
    rows = list(_rows(file, content, columns))
    house = here()
    with _session(house, dry_run) as session:
        report = _take(house, session, slug, _in_our_languages(house, rows, tongues), _hash(content))
    _say(report, dry_run)


def _content(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            mark("The file cannot be read: its letters are not UTF-8. Nothing was changed.")
        ) from None
    except OSError:
        raise Refused(mark("The file cannot be read. Nothing was changed.")) from None


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _rows(file: Path, content: str, columns: dict[str, str]) -> Iterator[Row | Broken]:
    if not content.strip():
        raise Refused(mark("The file is empty. Nothing was changed."))
    json_lines = file.suffix.casefold() in (".jsonl", ".ndjson") or (
        file.suffix.casefold() != ".csv" and content.lstrip().startswith("{")
    )
    if json_lines:
        return read_jsonl(content.split("\n"), columns)
    return read_csv(io.StringIO(content, newline=""), columns)


def _session(house: House, dry_run: bool) -> AbstractContextManager[Session]:
    return house.database.reading() if dry_run else house.database.work()


def _in_our_languages(
    house: House, rows: list[Row | Broken], tongues: dict[str, str]
) -> Iterable[Row | Broken]:
    """The rows with the codes of our languages, counted on a terminal as they go."""
    aliases = get_global("language_aliases")

    def ours(code: str) -> str:
        wanted = tongues.get(code, code)
        if house.languages.known(wanted):
            return wanted
        return str(aliases.get(wanted.casefold(), wanted))

    spoken = (
        Row(**{**vars(row), "language": ours(row.language)}) if isinstance(row, Row) else row for row in rows
    )
    if not sys.stderr.isatty():
        yield from spoken
        return
    with click.progressbar(spoken, length=len(rows), label="Rows", file=sys.stderr) as bar:
        yield from bar


def _take(house: House, session: Session, slug: str, rows: Iterable[Row | Broken], file_hash: str) -> Report:
    consultation = consultations.find(session, slug=slug)
    if consultation is None:
        raise Refused(mark("There is no consultation at this address: %(slug)s."), slug=slug)
    current = rounds.current_round(session, consultation)
    if current is None:
        raise Refused(mark("This consultation has not opened yet, so it cannot take answers."))
    return imports.take_in(
        session,
        vault=house.vault,
        round=current,
        rows=rows,
        default_language=consultation.language,
        now=house.now(),
        by=history.OPERATOR,
        provider=house.settings.providers[0],
        known_language=house.languages.known,
        file_hash=file_hash,
    )


def _say(report: Report, dry_run: bool) -> None:
    """Lines and reasons, never words or numbers; the counts at the end."""
    for each in report.skipped[:SHOWN]:
        click.echo(f"line {each.line}: skipped: {each.reason % each.values}")
    if len(report.skipped) > SHOWN:
        click.echo(f"… and {len(report.skipped) - SHOWN} more lines skipped.")
    if report.later:
        click.echo(f"The round is closed: {report.later} rows are kept for the next round.")
    done = "Nothing was kept (dry run). Would take" if dry_run else "Taken"
    click.echo(
        f"{done}: {len(report.taken)} rows from {report.people} people new here. "
        f"Known before: {len(report.known)}. Skipped: {len(report.skipped)}."
    )
