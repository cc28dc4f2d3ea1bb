"""Codebooks of other tools: REFI-QDA (`.qdc`, and the codebook within a project, `.qdpx` or `.qde`), Coda
and tables.

Names and definitions only, in and out. Whatever else such a file holds – sources, people, what was
sorted where – is never looked at.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from consult.common.errors import Refused, mark
from consult.files import separated
from consult.files.letters import words_of
from consult.files.sheets import STARTS_A_FORMULA, Cells, as_csv
from consult.files.zips import inside, opened
from consult.loop.collect.rows import Broken
from consult.loop.understand.codebook_files import CodeLine, Written

MOST_BYTES = 2 * 1024 * 1024
ARCHIVE = b"PK\x03\x04"
SPACE = "urn:QDA-XML:codebook:1.0"
NAMES = ("name", "code", "tag", "displaytext", "title")
DEFINITIONS = ("definition", "description", "memo")
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.I)


def read(content: bytes) -> list[CodeLine]:
    """The codes in a file, in their order. Refused with one sentence where it holds no codebook."""
    _must_be_small(len(content))
    text = words_of(_in_project(content) if content.startswith(ARCHIVE) else content)
    if not text.strip("\ufeff \t\r\n"):
        raise Refused(mark("The file is empty. Nothing was changed."), field="file")
    begins = text.lstrip("\ufeff \t\r\n")[0]
    found = list({"<": _in_xml, "{": _in_scheme}.get(begins, _in_table)(text))
    if not found:
        raise Refused(mark("There are no codes in this file. Nothing was changed."), field="file")
    return found


def _must_be_small(size: int) -> None:
    if size > MOST_BYTES:
        raise Refused(
            mark("The file is too large. Megabytes at most: %(most)s."),
            field="file",
            most=MOST_BYTES // 1024**2,
        )


def _in_project(content: bytes) -> bytes:
    """The file of a REFI-QDA project that holds its codebook; its sources stay packed."""
    archive = opened(content)
    project = next((each for each in archive.infolist() if each.filename.casefold().endswith(".qde")), None)
    if project is None:
        raise _no_codebook()
    _must_be_small(project.file_size)
    return inside(archive, project.filename)


def _in_xml(text: str) -> Iterator[CodeLine]:
    if _ENTITIES.search(text):
        raise _no_codebook()
    try:
        root = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n").encode())  # noqa: S314 - no entities get here
    except (ElementTree.ParseError, ValueError):
        raise _no_codebook() from None
    book = next((each for each in root.iter() if _bare(each) == "CodeBook"), None)
    if book is None:
        raise _no_codebook()
    for code in book.iter():
        if _bare(code) == "Code" and code.get("isCodable", "true").casefold() in ("true", "1"):
            told = [each.text or "" for each in code if _bare(each) == "Description"]
            yield CodeLine(code.get("name", ""), "\n".join(told))


def _bare(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _no_codebook() -> Refused:
    return Refused(
        mark("This file is no codebook that we know. Bring a table (CSV) or a REFI-QDA codebook (QDC)."),
        field="file",
    )


def _in_scheme(text: str) -> Iterator[CodeLine]:
    """A scheme of Coda, which radio and text message projects use: only its codes about content."""
    try:
        codes = json.loads(text)["Codes"]
        for code in codes:
            if code.get("CodeType", "Normal") == "Normal":
                yield CodeLine(str(code["DisplayText"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _no_codebook() from None


def _in_table(text: str) -> Iterator[CodeLine]:
    table = separated.read(text)
    known = {column.strip().casefold(): column for column in table.columns}
    name = next((known[each] for each in NAMES if each in known), None)
    definition = next((known[each] for each in DEFINITIONS if each in known), None)
    if name is None:
        raise Refused(mark("The first line has no column with the names of codes: name."), field="file")
    for record in table.records:
        if isinstance(record, Broken):
            raise Refused(mark("Line %(line)s cannot be read. Nothing was changed."), line=record.line)
        yield CodeLine(_said(record.cells.get(name)), _said(record.cells.get(definition or "")))


def _said(cell: object) -> str:
    """What stands in a cell, without the apostrophe that kept a spreadsheet from reckoning with it."""
    text = str(cell or "")
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS_A_FORMULA) else text


def as_table(codes: Iterable[Written]) -> bytes:
    """A table of names and definitions, as other tools bring codes in."""
    rows: list[Cells] = [
        {"number": each.number, "name": each.name, "definition": each.definition} for each in codes
    ]
    return as_csv(("number", "name", "definition"), rows)


def as_qdc(codes: Sequence[Written]) -> bytes:
    """A codebook by REFI-QDA 1.0."""
    lines = "".join(_code(code) for code in codes)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f'{head}<CodeBook xmlns="{SPACE}" origin="Consult"><Codes>{lines}</Codes></CodeBook>\n'.encode()


def _code(code: Written) -> str:
    name, told = quoteattr(_NOT_XML.sub("", code.name)), escape(_NOT_XML.sub("", code.definition))
    inside = f"<Description>{told}</Description>" if told else ""
    return f'<Code guid="{str(code.id).upper()}" name={name} isCodable="true">{inside}</Code>'
