"""A chat that somebody exported from a messenger: `_chat.txt`, alone or in an archive with its voices.

Days are never read out of it: 4/6 is one day here and another there. Names tell people apart while
the file is read, and go no further.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from consult.common.errors import Refused, mark
from consult.files.letters import words_of
from consult.files.tables import Record, Table, checked
from consult.files.zips import inside
from consult.loop.collect.rows import Broken, Sound

WHO, WORDS, WHEN = "who", "words", "when"
INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
DAY = r"\d{1,4}[./\-\u060d]\s?\d{1,2}[./\-\u060d]\s?\d{1,4}"
HOUR = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[^\]\d:]{1,14}?)?"
BETWEEN = r"[,،]?\s(?:[^\W\d]{1,3}\s)?"
HEADS = (
    re.compile(rf"^\[(?P<when>{DAY}{BETWEEN}{HOUR})\]\s?(?P<rest>.*)$", re.DOTALL),
    re.compile(rf"^(?P<when>{DAY}{BETWEEN}{HOUR})\s[-–]\s(?P<rest>.*)$", re.DOTALL),
)
SAID = re.compile(r"^(?P<who>[^:]{1,100}): ?(?P<words>.*)$", re.DOTALL)
FILE = re.compile(r"(?P<name>[\w\-. ]+\.(?P<ending>[A-Za-z0-9]{2,4}))(?:\s*\([^)]*\)|>)?\s*$")
VOICES = {
    "opus": "audio/ogg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "amr": "audio/amr",
    "wav": "audio/wav",
    "3gp": "audio/3gpp",
    "webm": "audio/webm",
}


@dataclass
class _Message:
    line: int
    when: str
    who: str
    words: str


def is_chat(text: str) -> bool:
    """Whether the first lines are those of a chat: most begin with a day and an hour."""
    first = [each for each in text.splitlines()[:30] if each.strip()][:5]
    return bool(first) and _head(first[0]) is not None


def in_archive(archive: zipfile.ZipFile, encoding: str = "") -> Table:
    """The chat of an export, with the voices that lie beside it."""
    texts = [each for each in archive.namelist() if each.casefold().endswith(".txt")]
    chosen = [each for each in texts if PurePosixPath(each).name.casefold() == "_chat.txt"] or texts
    if len(chosen) != 1:
        raise Refused(mark("This archive is not one that we know: there is no chat and no sheet in it."))
    return read(words_of(inside(archive, chosen[0]), encoding), archive)


def read(text: str, archive: zipfile.ZipFile | None = None) -> Table:
    """A record a message. Lines of the app itself, pictures and films are no one's words."""
    files = {PurePosixPath(each).name: each for each in archive.namelist()} if archive else {}
    records: list[Record | Broken] = []
    for message in _messages(text):
        if isinstance(message, Broken):
            records.append(message)
        else:
            records.append(_record(message, files, archive))
    return Table(
        "chat",
        (WHO, WORDS, WHEN),
        checked(records),
        guesses={WHO: "person"},
        open=(WORDS,),
        hidden=frozenset({WHO}),
    )


def _head(line: str) -> tuple[str, str] | None:
    """When and the rest, of a line that begins a message."""
    bare = line.lstrip(INVISIBLE)
    for each in HEADS:
        if found := each.match(bare):
            return found["when"], found["rest"]
    return None


def _messages(text: str) -> Iterator[_Message | Broken]:
    """Messages with all of their lines. What stands before the first one belongs to nobody."""
    now: _Message | Broken | None = None
    for line, each in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        head = _head(each)
        if head is None:
            if isinstance(now, _Message):
                now.words += "\n" + each
            elif now is None and each.strip(INVISIBLE + " "):
                yield Broken(line, mark("This line stands before the first message."))
            continue
        if now is not None:
            yield now
        found = SAID.match(head[1])
        if found:
            now = _Message(line, head[0], found["who"].strip(INVISIBLE + " ~\u00a0\u202f"), found["words"])
        else:
            now = Broken(line, mark("This is a line of the app, not somebody's words."))
    if now is not None:
        yield now


def _record(message: _Message, files: dict[str, str], archive: zipfile.ZipFile | None) -> Record | Broken:
    app = message.words.startswith("\u200e")
    words = message.words.translate(dict.fromkeys(map(ord, "\u200e\ufeff"))).strip()
    first, _, caption = words.partition("\n")
    sound = None
    if name := _file(first, files, app):
        ending = name.rpartition(".")[2].casefold()
        if ending not in VOICES:
            if not caption.strip():
                return Broken(message.line, mark("This is a picture, a film or another file, not words."))
        elif name not in files or archive is None:
            return Broken(
                message.line, mark("This voice note is not in the file. Export the chat with media.")
            )
        else:
            sound = Sound(inside(archive, files[name]), VOICES[ending])
        words = caption.strip()
    elif app or re.fullmatch(r"<[^<>]*>", words):
        return Broken(message.line, mark("This is a line of the app, not somebody's words."))
    told = f"{message.when.strip(INVISIBLE)}|{message.who}|{message.words.strip()}"
    return Record(
        message.line,
        {WHO: message.who, WORDS: words, WHEN: message.when},
        key=hashlib.sha256(told.encode("utf-8", "replace")).hexdigest(),
        person=message.who,
        sound=sound,
    )


def _file(words: str, files: dict[str, str], app: bool) -> str:
    """The name of the file that a message is, if it is one. Somebody may also write a file's name."""
    found = FILE.search(words)
    if not found:
        return ""
    name = found["name"].strip()
    attached = app or words.startswith("<") or words.rstrip().endswith(")")
    return name if name in files or attached else ""
