"""`consult languages`: which there are, how far each is, and what their files lack."""

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.common.vault import KeysMissing
from consult.languages.catalogues import DOMAINS
from consult.languages.checks import problems, state
from consult.languages.gather import (
    gather,
    templates_fresh,
    translated_languages,
    update,
    write_templates,
)
from consult.languages.records import KINDS, SOURCE, read_languages, translations_folder
from consult.languages.speak import Languages
from consult.loop.collect.joining import reserved_words
from consult.loop.collect.tongues import without_danger_place
from consult.people.accounts import account_of
from consult.people.languages import Added, Listed, read_added, write_language


@click.group(cls=Sentences)
def languages() -> None:
    """Say which languages there are, how complete they are, and what their files lack."""


def _checkout() -> Path:
    """The folder above translations/ and consult/; an installed house has no sentences to gather."""
    root = translations_folder().parent
    if not (root / "consult").is_dir() or root.name == "consult":
        raise Refused(mark("This works in a copy of the project, not in an installed one."))
    return root


@languages.command("list")
def listed() -> None:
    """List each language with its direction, its fallbacks, and how many of its sentences are there."""
    found = gather(_checkout())
    spoken = Languages()
    for language in spoken.all():
        falls = " → ".join(spoken.chain(language.code))
        if language.code == SOURCE:
            how_far = "written in the code"
        else:
            states = [state(spoken.folder, language, domain, found[domain]) for domain in DOMAINS]
            how_far = ", ".join(f"{each.domain} {each.translated} of {each.sentences}" for each in states)
        if language.draft:
            how_far += ", a draft"
        click.echo(f"{language.code}  {language.autonym}  {language.direction}  {falls}  {how_far}")
    for own, unsaid in _added():
        signed = f"signed by {own.reviewed_by}" if own.reviewed_by else "a draft"
        how_far = f"{len(own.sentences)} sentences of this house, {signed}"
        if unsaid:
            how_far += f", communities that do not say in it where to go in danger: {unsaid}"
        falls = " → ".join([own.code, *own.fallbacks])
        click.echo(f"{own.code}  {own.autonym}  {own.direction}  {falls}  {how_far}")


def _added() -> list[tuple[Added, int]]:
    """What this house added, where there is a house; with how many communities ask in it and do not
    say in it where to go in danger."""
    try:
        house = here()
        with house.database.reading() as session:
            own = read_added(session)
            return [(each, len(without_danger_place(session, language=each.code))) for each in own]
    except (KeysMissing, SQLAlchemyError):
        return []


@languages.command()
@click.argument("code")
@click.argument("autonym", metavar="NAME")
@click.option("--by", "email", required=True, help="E-mail address of an administrator or translator.")
@click.option("--rtl", is_flag=True, help="It is written from the right.")
@click.option("--fallback", "fallbacks", multiple=True, help="A code that stands in; again for the next.")
@click.option(
    "--keyword",
    "keywords",
    multiple=True,
    type=(click.Choice(KINDS), str),
    metavar="KIND WORD",
    help=f"A word that people send. Kinds: {', '.join(KINDS)}.",
)
def add(
    code: str,
    autonym: str,
    *,
    email: str,
    rtl: bool,
    fallbacks: tuple[str, ...],
    keywords: tuple[tuple[str, str], ...],
) -> None:
    """Add the language CODE with its own NAME to this house, or change it.

    Its sentences are written on the page of the language.
    """
    house = here()
    words: dict[str, list[str]] = {}
    for kind, word in keywords:
        words.setdefault(kind, []).append(word)
    codes = {each.code for each in house.languages.all()}
    with house.database.work() as session:
        account = account_of(session, email)
        if account is None:
            raise Refused(mark("No account has this e-mail address."))
        write_language(
            session,
            code=code,
            autonym=autonym,
            direction="rtl" if rtl else "ltr",
            fallbacks=fallbacks,
            keywords=words,
            listed=Listed(codes, house.languages.keyword_table(), reserved_words(session)),
            by=account,
            now=house.now(),
        )
    click.echo(f"{code} is here. Write its sentences at {house.settings.public_url}/people/languages/{code}")


@languages.command()
def words() -> None:
    """Gather the sentences of code and templates; bring every language's files up to them."""
    root, folder = _checkout(), translations_folder()
    found = gather(root)
    write_templates(folder, found)
    for language in translated_languages(read_languages(folder)):
        update(folder, language, found)
    click.echo(", ".join(f"{domain}: {len(catalog)} sentences" for domain, catalog in found.items()))


@languages.command()
def check() -> None:
    """Say what is wrong with the catalogues; nothing is changed."""
    root, folder = _checkout(), translations_folder()
    found = gather(root)
    wrong = [] if templates_fresh(folder, found) else ["The sentences changed. Run: consult languages words"]
    for language in translated_languages(read_languages(folder)):
        wrong += problems(folder, language, found)
    for problem in wrong:
        click.echo(problem)
    if wrong:
        raise Refused(mark("The catalogues need mending: %(count)s lines above."), count=len(wrong))
    click.echo("Every catalogue is whole.")
