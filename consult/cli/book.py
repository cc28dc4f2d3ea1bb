"""`consult book …`: take a community's promise book along, and check one without a network."""

import json
from pathlib import Path

import click

from consult.cli.house import here
from consult.cli.open_data import as_json
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.loop.close.book_check import check_book, in_groups, typed
from consult.loop.close.promise_book import as_file, book_now
from consult.loop.collect import consultations


@click.group(cls=Sentences)
def book() -> None:
    """Take a community's promise book along as a file, and check one that somebody brings."""


@book.command()
@click.argument("slug")
@click.argument("language")
def export(slug: str, language: str) -> None:
    """Write the promise book of the consultation SLUG in LANGUAGE, with its check number, as JSON."""
    house = here()
    with house.database.reading() as session:
        consultation = consultations.find(session, slug=slug)
        if consultation is None:
            raise Refused(mark("There is no consultation at this address: %(slug)s."), slug=slug)
        if language not in consultation.languages:
            raise Refused(
                mark("This consultation is held in these languages: %(codes)s."),
                codes=", ".join(consultation.languages),
            )
        wanted = house.languages.chain(language)
        found = book_now(session, consultation=consultation, language=language, wanted=wanted)
        if found is None:
            raise Refused(mark("Nothing is released here yet."))
        click.echo(as_json(as_file(session, found)), nl=False)


@book.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--number", help="The check number as it is printed: the file must fit it.")
def verify(file: Path, number: str | None) -> None:
    """Check the promise book in FILE, which anybody can take from a consultation's public page."""
    try:
        found = check_book(json.loads(file.read_bytes()))
    except OSError:
        raise Refused(mark("The file cannot be read: %(file)s."), file=str(file)) from None
    except ValueError:
        found = None
    if found is None:
        raise Refused(mark("This is no promise book: %(file)s."), file=str(file))
    if found.wrong:
        raise Refused(
            mark("Something in this file is not as it was released: %(what)s."), what="; ".join(found.wrong)
        )
    if number is not None and typed(number) != found.number:
        raise Refused(
            mark("This file is another book: its check number is %(number)s."), number=in_groups(found.number)
        )
    click.echo(f"Promise book of {found.consultation}, language {found.language}: {in_groups(found.number)}")
    click.echo(f"Nothing was changed. Themes that can be read: {found.open}; held back now: {found.closed}.")
    if number is None:
        click.echo("Compare this check number with the one on paper and on the public page.")
