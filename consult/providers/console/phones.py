"""What the rehearsal phones received: one line a text, in a file that only its owner reads."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FILE = "console-phones.jsonl"


@dataclass(frozen=True)
class Shown:
    """A text as it lies on a phone."""

    id: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime


def put(file: Path, shown: Shown) -> None:
    """Lay a text on a phone: one whole line, on disk when this returns."""
    line = json.dumps(
        {"id": shown.id, "to": shown.to, "text": shown.text, "at": shown.at.isoformat()}, ensure_ascii=False
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def received(file: Path, *, to: str | None = None) -> Iterator[Shown]:
    """The texts on all phones, or on that of `to`, in the order in which they came."""
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").split("\n"):  # what else ends a line may stand in a text
        try:
            said = json.loads(line)
            shown = Shown(said["id"], said["to"], said["text"], datetime.fromisoformat(said["at"]))
        except (ValueError, KeyError):  # a line cut short when a worker was killed
            continue
        if to is None or shown.to == to:
            yield shown
