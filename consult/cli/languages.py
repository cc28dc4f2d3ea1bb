"""`consult languages`: which there are, how far each is, and what their files lack."""

from pathlib import Path

import click

from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.languages.catalogues import DOMAINS
from consult.languages.checks import problems, state
from consult.languages.gather import (
    gather,
    templates_fresh,
    translated_languages,
    update,
    write_templates,
)
from consult.languages.records import SOURCE, read_languages, translations_folder
from consult.languages.speak import Languages


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
        click.echo(f"{language.code}  {language.autonym}  {language.direction}  {falls}  {how_far}")


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
