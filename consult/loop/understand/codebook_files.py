"""A codebook goes out with its names and definitions, and another comes in: never what was sorted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.codebook import LONGEST_NAME, add_code, codebook
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import Code
from consult.people.permissions import Action
from consult.people.records import Account

MOST = 200
LONGEST_DEFINITION = 2000


@dataclass(frozen=True)
class CodeLine:
    """A code as it stands in a file."""

    name: str
    definition: str = ""


@dataclass(frozen=True)
class Written:
    """A code as it goes out."""

    id: UUID
    number: int
    name: str
    definition: str


@dataclass(frozen=True)
class Preview:
    """What bringing a file would do: the codes that are new here, and the names that are here already."""

    new: list[CodeLine]
    known: list[str]


def written(session: Session, consultation: Consultation) -> list[Written]:
    """The living codes, by number, for a file."""
    living = codebook(session, consultation)
    return [Written(code.id, code.number, _in_writing(code), code.definition) for code in living]


def _in_writing(code: Code) -> str:
    """Its name; where only a voice says it, the sign for a voice and its number."""
    return code.name or f"♪ {code.number}"


def preview(session: Session, *, consultation: Consultation, lines: Sequence[CodeLine]) -> Preview:
    """Sort `lines` into new and known by their names, each once. Refused when one cannot be a code."""
    if len(lines) > MOST:
        raise Refused(mark("This file has too many codes. Codes at most: %(most)s."), field="file", most=MOST)
    here = {_in_writing(code).casefold() for code in codebook(session, consultation)}
    new: dict[str, CodeLine] = {}
    known: dict[str, str] = {}
    for place, line in enumerate(lines, 1):
        tidy = _tidy(line, place)
        key = tidy.name.casefold()
        if key in here:
            known[key] = tidy.name
        else:
            new.setdefault(key, tidy)
    return Preview(list(new.values()), list(known.values()))


def _tidy(line: CodeLine, place: int) -> CodeLine:
    name, definition = " ".join(line.name.split()), line.definition.strip()
    if not name:
        raise Refused(mark("Code %(place)s in this file has no name."), field="file", place=place)
    if len(name) > LONGEST_NAME or len(definition) > LONGEST_DEFINITION:
        raise Refused(
            mark("The name or definition of code %(place)s in this file is too long."),
            field="file",
            place=place,
        )
    return CodeLine(name, definition)


def bring(
    session: Session, *, consultation: Consultation, lines: Sequence[CodeLine], by: Account, now: datetime
) -> list[Code]:
    """Add what is new of `lines` to the codebook, in the consultation's language; all of it or nothing."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    if not lines:
        raise Refused(mark("Choose at least one code."), field="take")
    return [
        add_code(
            session,
            consultation=consultation,
            name=line.name,
            definition=line.definition,
            language=consultation.language,
            by=by,
            now=now,
        )
        for line in preview(session, consultation=consultation, lines=lines).new
    ]
