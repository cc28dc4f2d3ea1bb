"""Voices on pages: heard when somebody presses, recorded where the browser can, sent as a file anywhere."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import g, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.loop.collect.recordings import sound
from consult.loop.collect.records import Recording
from consult.web.parts import parts
from consult.web.style import source_of

SCRIPT = Path(__file__).parent / "static" / "voice.js"


@dataclass(frozen=True)
class Sent:
    """A sound in a form, from its field `sound`; `data` is empty when none was chosen."""

    data: bytes
    mime: str
    seconds: int | None

    def __repr__(self) -> str:
        return "<Sent>"


def sent() -> Sent:
    """The sound of this request, and how long our script says it is."""
    file, seconds = request.files.get("sound"), request.form.get("seconds", "")
    length = int(seconds) if seconds.isdecimal() and len(seconds) < 6 else None
    return Sent(file.read() if file else b"", file.mimetype if file else "", length)


def played(recording: Recording) -> ResponseReturnValue:
    """The sound, whole or the part that the browser asks for; never kept by anybody on the way."""
    data = sound(g.session, vault=parts().vault, recording=recording)
    return send_file(io.BytesIO(data), mimetype=recording.mime, conditional=True, etag=False)


def plays() -> str:
    """Said by a page that has a voice to hear, so that it may be fetched when it is pressed."""
    g.plays = True
    return ""


def recorder() -> Markup:
    """The one script of ours, within the page: it lets people record where they could only send a file.

    Its hash is noted, so that the content policy lets exactly this script through.
    """
    g.recorder = source_of(_script())
    return Markup(f"<script>{_script()}</script>")  # noqa: S704 - our own file


def kilobytes(recording: Recording) -> int:
    return max(1, round(recording.size / 1000))


@cache
def _script() -> str:
    """Without comments and line beginnings."""
    lines = (line.strip() for line in SCRIPT.read_text().splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
