"""`consult answers import`: answers from a file, row by row. No command prints anybody's words."""

import hashlib
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import click
from babel.core import get_global
from sqlalchemy.orm import Session

from consult.app import House
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common import history
from consult.common.errors import Refused, mark
from consult.files import letters, opening, xlsforms
from consult.files.mapping import Uses, rows_of, settled, use_of
from consult.loop.collect import consultations, imports, rounds
from consult.loop.collect.import_report import Report
from consult.loop.collect.rows import FIELDS, Broken, Row

SHOWN = 200
"""Skipped rows that are listed one by one; the rest is counted."""


@click.group(cls=Sentences)
def answers() -> None:
    """Take in answers that were collected elsewhere."""


def _pairs(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each `left=right` of a repeated option."""
    pairs = []
    for each in given:
        left, equals, right = each.rpartition("=")
        if not equals or not left or not right:
            raise click.BadParameter(f"{each} is not of the form {option.metavar}.")
        pairs.append((left, right))
    return pairs


def _uses(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> Uses:
    try:
        return [(column, use_of(said)) for column, said in _pairs(context, option, given)]
    except Refused as refused:
        raise click.BadParameter(str(refused)) from None


@answers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", required=True, metavar="SLUG", help="Address of the consultation.")
@click.option(
    "--map",
    "uses",
    multiple=True,
    metavar="COLUMN=FIELD",
    callback=_uses,
    help=f"Which column of the file is which field: {', '.join(FIELDS)}. text:2 holds words to prompt 2.",
)
@click.option(
    "--form",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The XLSForm behind the file: it says which questions are open.",
)
@click.option(
    "--letters",
    "encoding",
    type=click.Choice(letters.OLD),
    help="The old letters of a file that is not UTF-8 or UTF-16.",
)
@click.option(
    "--language",
    "tongues",
    multiple=True,
    metavar="IN_FILE=CODE",
    callback=lambda context, option, given: dict(_pairs(context, option, given)),
    help="Which of our languages a code in the file means, as in xyz=fr.",
)
@click.option("--doubles", is_flag=True, help="Take in too what the same phone or person says again.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
def import_file(
    *,
    file: Path,
    slug: str,
    uses: Uses,
    form: Path | None,
    encoding: str | None,
    tongues: dict[str, str],
    doubles: bool,
    dry_run: bool,
) -> None:
    """Take in the answers of FILE: CSV, JSONL, XLSX, exports of KoboToolbox, ODK, RapidPro, or of a chat.

    It is known by what is in it. The same file twice adds nothing. A row that cannot be taken is
    reported with its line and the reason; a file that cannot be read changes nothing. What the same
    phone or person says again, word for word, is skipped and reported too, unless --doubles is given.
    """
    content = _content(file)
    table = opening.read(content, encoding=encoding or "")
    came = _Came(hashlib.sha256(content).hexdigest(), table.kind, doubles)
    if form is not None:
        table = xlsforms.chosen(table, xlsforms.open_questions(_content(form)))
    rows = list(rows_of(table, settled(table, uses)))
    house = here()
    with _session(house, dry_run) as session:
        taken = _take(house, session, slug, _in_our_languages(house, rows, tongues), came)
    _say(taken, dry_run)


@dataclass(frozen=True)
class _Came:
    """What is kept of a file, and whether what one phone says twice counts twice."""

    file_hash: str
    kind: str
    doubles: bool


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Refused(mark("The file cannot be read. Nothing was changed.")) from None


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

    spoken = (replace(row, language=ours(row.language)) if isinstance(row, Row) else row for row in rows)
    if not sys.stderr.isatty():
        yield from spoken
        return
    with click.progressbar(spoken, length=len(rows), label="Rows", file=sys.stderr) as bar:
        yield from bar


def _take(house: House, session: Session, slug: str, rows: Iterable[Row | Broken], came: _Came) -> Report:
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
        file_hash=came.file_hash,
        kind=came.kind,
        doubles=came.doubles,
    )


def _say(report: Report, dry_run: bool) -> None:
    """Lines and reasons, never words or numbers; the counts at the end."""
    for each in report.skipped[:SHOWN]:
        where = f"{each.where}, " if each.where else ""
        click.echo(f"{where}line {each.line}: skipped: {each.reason % each.values}")
    if len(report.skipped) > SHOWN:
        click.echo(f"… and {len(report.skipped) - SHOWN} more lines skipped.")
    if report.later:
        click.echo(f"The round is closed: {report.later} rows are kept for the next round.")
    done = "Nothing was kept (dry run). Would take" if dry_run else "Taken"
    click.echo(
        f"{done}: {len(report.taken)} rows from {report.people} people new here. "
        f"Known before: {len(report.known)}. Skipped: {len(report.skipped)}."
    )
