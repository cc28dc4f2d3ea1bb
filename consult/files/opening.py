"""Any file that somebody brings, known by what is in it and never by its name."""

import zipfile
from dataclasses import replace

from consult.common.errors import Refused, mark
from consult.files import chats, jsons, separated, spreadsheets, surveys
from consult.files.letters import words_of
from consult.files.tables import Table
from consult.files.zips import inside, opened
from consult.loop.collect.rows import Broken

MOST_BYTES = 64 * 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read(content: bytes, *, encoding: str = "") -> Table:
    """The table in `content`. `encoding`: its letters, where they are old ones (see `letters`).

    Raises Refused with one sentence when it is none that we know, is broken, or too large.
    """
    if not content.strip():
        raise Refused(mark("The file is empty. Nothing was changed."))
    if len(content) > MOST_BYTES:
        raise Refused(mark("The file is too large. Megabytes at most: %(most)s."), most=MOST_BYTES // 1024**2)
    if content.startswith(OLD_OFFICE):
        raise Refused(mark("This spreadsheet is of an old kind. Save it as XLSX or CSV and bring it again."))
    table = _unpacked(content, encoding) if content.startswith(b"PK") else _text(words_of(content, encoding))
    if not table.columns and not any(isinstance(each, Broken) for each in table.records):
        raise Refused(mark("There are no answers in this file. Nothing was changed."))
    return table


def _text(text: str) -> Table:
    if not text.strip("\ufeff \t\r\n"):
        raise Refused(mark("The file is empty. Nothing was changed."))
    if chats.is_chat(text):
        return chats.read(text)
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return surveys.known([("", jsons.read(text))])
    return surveys.known([("", separated.read(text))])


def _unpacked(content: bytes, encoding: str) -> Table:
    archive = opened(content)
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return surveys.known(spreadsheets.read(content))
    sheets = sorted(each for each in names if each.casefold().endswith(".csv"))
    if sheets and not any(each.casefold().endswith(".txt") for each in names):
        return surveys.known(_sheets(archive, sheets, encoding))
    return chats.in_archive(archive, encoding)


def _sheets(archive: zipfile.ZipFile, names: list[str], encoding: str) -> list[tuple[str, Table]]:
    """An ODK export: the form's own sheet has the shortest name, its repeats begin with it."""
    found: list[tuple[str, Table]] = []
    for name in sorted(names, key=len):
        bare = name.rpartition("/")[2].removesuffix(".csv")
        table = separated.read(words_of(inside(archive, name), encoding), bare if found else "")
        found.append((bare, replace(table, kind="kobo")))
    return found
