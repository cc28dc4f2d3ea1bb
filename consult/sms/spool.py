"""Signed requests that wait on disk, sealed, while the database cannot be written.

`waiting.spool` is only appended to. A worker moves it to `taken.spool`, takes each line in as the
door would have done, and removes the file once all of it is committed. Killed in between, it
begins that file anew: what is known already is not kept twice.
"""

import base64
import fcntl
import hashlib
import json
import logging
import os
from binascii import Error as NotBase64
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from cryptography.exceptions import InvalidTag

from consult.common.ids import new_id
from consult.common.vault import Vault
from consult.providers.port import Request

FOLDER = "spool"
WAITING, TAKEN, ASIDE, HAND = "waiting.spool", "taken.spool", "aside.sealed", "hand.lock"
COLUMN = "spool.request"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """A request that came while the database was away."""

    provider: str
    came_at: datetime
    request: Request = field(repr=False)


def put(folder: Path, vault: Vault, waiting: Waiting) -> None:
    """Append a request, sealed: a whole line, on disk when this returns. Raises OSError, leaving no part."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _append(folder / WAITING, _sealed(vault, waiting))


def anything_in(folder: Path) -> bool:
    """Whether requests wait, or are being taken in."""
    return (folder / WAITING).exists() or (folder / TAKEN).exists()


@contextmanager
def taken(folder: Path) -> Iterator[list[bytes]]:
    """The lines that wait, in the hands of this process alone; gone when the body ends without a fault.

    Empty while another process has them.
    """
    with _hand(folder / HAND) as ours:
        lines = _take(folder) if ours else []
        yield lines
        if ours:
            (folder / TAKEN).unlink(missing_ok=True)
            _sync(folder)


class Torn(Exception):  # noqa: N818 - an outcome, not a fault
    """A line of which a part is missing: whoever wrote it was killed, and nobody was told that it came."""


def opened(vault: Vault, line: bytes) -> Waiting | None:
    """What a line holds; None when it is torn or of a key that is gone."""
    try:
        return read(vault, line)
    except (InvalidTag, Torn):
        return None


def read(vault: Vault, line: bytes) -> Waiting:
    """What a line holds. Raises Torn, or InvalidTag when no key of ours opens it."""
    row, _, sealed = line.partition(b" ")
    try:
        name, content = UUID(row.decode()), base64.b64decode(sealed, validate=True)
        said = json.loads(vault.open(content, row=name, column=COLUMN))
    except (NotBase64, IndexError, ValueError):
        raise Torn from None
    request = Request(said["method"], said["url"], said["headers"], base64.b64decode(said["body"]))
    return Waiting(said["provider"], datetime.fromisoformat(said["came_at"]), request)


def name_of(line: bytes) -> UUID:
    """What a line is called, torn or not."""
    try:
        return UUID(line.partition(b" ")[0].decode())
    except ValueError:
        return uuid5(NAMESPACE_OID, hashlib.sha256(line).hexdigest())


def set_aside(folder: Path, line: bytes) -> None:
    """Keep a line, still sealed, that cannot be taken in, so that it holds up no other."""
    if line not in aside(folder):
        _append(folder / ASIDE, line + b"\n")


def aside(folder: Path) -> list[bytes]:
    """The lines that were set aside, each once, the longest waiting first."""
    try:
        return _lines(folder / ASIDE)
    except FileNotFoundError:
        return []


def back(folder: Path, names: Collection[UUID]) -> None:
    """Let the lines of these `names` wait again. Killed in between, a line is in both places: taking it
    in twice keeps it once."""
    with _held(folder / ASIDE):
        lines = _lines(folder / ASIDE)
        for line in lines:
            if name_of(line) in names:
                _append(folder / WAITING, line + b"\n")
        _replace(folder / ASIDE, [line for line in lines if name_of(line) not in names])


def count(folder: Path) -> int:
    """How many lines wait to be taken in."""
    files = [file for file in (folder / TAKEN, folder / WAITING) if file.exists()]
    try:
        return sum(len(_lines(file)) for file in files)
    except FileNotFoundError:  # a worker has just taken them in
        return 0


def _sealed(vault: Vault, waiting: Waiting) -> bytes:
    row, request = new_id(), waiting.request
    said = {
        "provider": waiting.provider,
        "came_at": waiting.came_at.isoformat(),
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "body": base64.b64encode(request.body).decode(),
    }
    sealed = vault.seal(json.dumps(said), row=row, column=COLUMN)
    return f"{row} {base64.b64encode(sealed).decode()}\n".encode()


def _append(file: Path, line: bytes) -> None:
    with _held(file) as handle:
        end = os.fstat(handle).st_size
        if end and os.pread(handle, 1, end - 1) != b"\n":
            line = b"\n" + line  # whoever wrote last was killed in the middle of a line
        try:
            if os.write(handle, line) != len(line):
                raise OSError("The disk took a part of a line.")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
    _sync(file.parent)


@contextmanager
def _held(file: Path) -> Iterator[int]:
    """The file, locked; opened again when a worker moved it away meanwhile."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _same(handle, file):
                yield handle
                return
        finally:
            os.close(handle)


def _same(handle: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


@contextmanager
def _hand(file: Path) -> Iterator[bool]:
    """Whether this process alone empties the spool now."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _take(folder: Path) -> list[bytes]:
    """The lines of the file that was taken, or of the one that waits, once nobody writes to it."""
    if not (folder / TAKEN).exists():
        try:
            (folder / WAITING).rename(folder / TAKEN)
        except FileNotFoundError:
            return []
        _sync(folder)
    with _held(folder / TAKEN):
        return _lines(folder / TAKEN)


def _lines(file: Path) -> list[bytes]:
    """Its lines, each once."""
    return list(dict.fromkeys(line for line in file.read_bytes().split(b"\n") if line))


def _replace(file: Path, lines: list[bytes]) -> None:
    """Have `file` hold these lines alone: the old file stands until the new one is on disk."""
    new = file.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb", closefd=False) as to:
            to.writelines(line + b"\n" for line in lines)
        os.fsync(handle)
    finally:
        os.close(handle)
    new.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
