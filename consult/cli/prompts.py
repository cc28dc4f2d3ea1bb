"""`consult prompts`: how a wording may close, steer or narrow what people say. Needs no database."""

import json
from typing import BinaryIO

import click

from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.loop.collect.prompt_check import check, has_lexicon


@click.group(cls=Sentences)
def prompts() -> None:
    """Look at the wording of prompts before people are asked."""


@prompts.command("check")
@click.option("--lang", "language", required=True, help="Code of the language that the prompts are in.")
@click.argument("texts", metavar="", type=click.File("rb"), default="-")
def check_prompts(texts: BinaryIO, language: str) -> None:
    """Read prompts, one a line, and print of each what to look at again: one JSON object a line.

    Hints, not errors: `strong` before `weak`, with the words of the prompt that they are about.
    """
    if not has_lexicon(language):
        click.echo(
            "Nobody has told us the words of this language yet: only the rules without words.", err=True
        )
    for number, line in enumerate(texts, start=1):
        try:
            text = line.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise Refused(mark("Line %(number)s is not written in UTF-8."), number=number) from None
        said = [
            {"id": hint.id, "strength": hint.strength.value, "words": hint.words}
            for hint in check(text, language=language)
        ]
        click.echo(json.dumps({"prompt": text, "hints": said}, ensure_ascii=False))
