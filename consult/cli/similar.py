"""`consult similar`: machine help tried on one's own answers, with the same code as the workspace.

Needs no database, and nothing is kept.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

import click

from consult.common.errors import Refused, mark
from consult.loop.understand.ports import Pointer, Progress, Words, unseen

SEED = 0
UNNAMED = "und"
"""The language of answers of which nobody said one: they are taken to be of one."""
NOTHING_FITS = UUID(int=2**65)
"""Stands for no code, where a coder saw an answer and none fitted: that teaches too."""
BY_MEANING = 5000
"""More answers than these would be read for minutes by meaning: by letters, unless asked for."""


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--given", type=click.File("rb"), help="Answers that people coded: suggest codes from these.")
@click.option("--lang", "language", default=UNNAMED, help="Language of the lines that name none.")
@click.option(
    "--by",
    "way",
    type=click.Choice(["letters", "meaning"]),
    help="Compare letters, or meaning too (needs the extra `semantic`).",
)
def similar(file: BinaryIO, given: BinaryIO | None, language: str, way: str | None) -> None:
    """Read answers, one JSON object a line, and print which are alike, or which codes may fit.

    FILE holds `id`, `text` and, where known, `lang`. Printed are the number of a group for each answer
    and the ids of those nearest to it. With --given, whose lines hold `codes` too, the codes that may
    fit are printed instead, the likeliest first. Languages are not mixed by letters.
    """
    asked = list(_lines(file, language))
    coded = list(_lines(given, language, coded=True)) if given else []
    if given and not coded:
        raise Refused(mark("The file of coded answers is empty."))
    words = [Words(UUID(int=at), each.language, each.text) for at, each in enumerate([*asked, *coded])]
    pointer = _pointer(way, len(words))
    said = _suggested(pointer, words, asked, coded) if given else _grouped(pointer, words, asked)
    for each in said:
        click.echo(json.dumps(each, ensure_ascii=False))


@dataclass(frozen=True)
class _Line:
    """An answer of a file, with its id as it stood there."""

    id: str | int
    text: str
    language: str
    codes: frozenset[str] | None


def _lines(file: BinaryIO, language: str, *, coded: bool = False) -> Iterator[_Line]:
    """What stands in the lines. An empty line is none."""
    for number, raw in enumerate(file, start=1):
        if not raw.strip():
            continue
        line = _line(raw, language)
        if line is None or (coded and line.codes is None):
            if coded:
                raise Refused(
                    mark("Line %(number)s is not a JSON object with id, text and a list of codes."),
                    number=number,
                )
            raise Refused(mark("Line %(number)s is not a JSON object with id and text."), number=number)
        yield line


def _line(raw: bytes, language: str) -> _Line | None:
    """None where it cannot be read."""
    try:
        held: Any = json.loads(raw.decode("utf-8-sig"))
        name, text, codes = held["id"], held["text"], held.get("codes")
        own = held.get("lang") or language
        f"{name}{text}{own}{codes}".encode()  # half a letter, which JSON can name, is none
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    listed = isinstance(codes, list) and all(isinstance(code, str) for code in codes)
    if isinstance(name, bool) or not isinstance(name, str | int) or not isinstance(text, str):
        return None
    return _Line(name, text, str(own), frozenset(codes) if listed else None)


def _pointer(way: str | None, count: int) -> Pointer:
    """The help that was asked for, or the best that is here and takes no minutes."""
    from consult.assist.at_hand import at_hand, can_compare_meaning

    if way == "meaning" and not can_compare_meaning():
        raise Refused(mark('Meaning cannot be compared here. Run: pip install "consult[semantic]"'))
    return at_hand(letters=way == "letters" or (way is None and count > BY_MEANING))


def _grouped(pointer: Pointer, words: list[Words], asked: list[_Line]) -> Iterator[dict[str, Any]]:
    """For each line its group, the largest group being 1, and who is near."""
    kept = _vectors(pointer, words)
    with _shown("Groups") as progress:
        found = pointer.similar(words, kept=kept, seed=SEED, progress=progress)
    group: dict[UUID, int] = {}
    near: dict[UUID, tuple[UUID, ...]] = {}
    for number, each in enumerate(found, start=1):
        group |= dict.fromkeys(each.answers, number)
        near |= dict(zip(each.answers, each.near, strict=True))
    for of, line in zip(words, asked, strict=True):
        ids = [asked[other.int].id for other in near[of.answer]]
        yield {"id": line.id, "group": group[of.answer], "near": ids}


def _suggested(
    pointer: Pointer, words: list[Words], asked: list[_Line], coded: list[_Line]
) -> Iterator[dict[str, Any]]:
    """For each line the codes that may fit, in the order of the file."""
    names = sorted({code for line in coded for code in line.codes or ()})
    number = {name: UUID(int=2**64 + at) for at, name in enumerate(names)}
    name = {code: name for name, code in number.items()}
    codes = {
        of.answer: {number[code] for code in line.codes or ()} or {NOTHING_FITS}
        for of, line in zip(words[len(asked) :], coded, strict=True)
    }
    reading = pointer.read(words, kept=_vectors(pointer, words), first=codes.keys())
    shares = {each.answer: each.codes for each in reading.suggest(codes, most=len(names) + 1)}
    for of, line in zip(words, asked, strict=False):
        fit = [
            {"code": name[code], "score": round(share, 6)}
            for code, share in shares.get(of.answer, ())
            if code != NOTHING_FITS
        ]
        yield {"id": line.id, "suggestions": fit}


def _vectors(pointer: Pointer, words: list[Words]) -> Mapping[UUID, bytes]:
    with _shown("Vectors") as progress:
        return dict(pointer.vectors(words, kept={}, progress=progress))


@contextmanager
def _shown(label: str) -> Iterator[Progress]:
    """A bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield unseen
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
