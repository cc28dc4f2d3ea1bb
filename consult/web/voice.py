"""Voices on pages: heard when somebody presses, recorded where the browser can, sent as a file anywhere."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.languages.first import FIRST
from consult.languages.phrases import PHRASES
from consult.loop.collect.recordings import sound
from consult.loop.collect.records import Recording
from consult.web.i18n import code_here
from consult.web.parts import parts
from consult.web.style import source_of

SCRIPT = Path(__file__).parent / "static" / "voice.js"

LET_OUT = ("account.sign_in", "helpers.door")
"""Pages to which whoever is known no more is sent."""


@dataclass(frozen=True)
class Sent:
    """A sound in a form, from its field `sound`; `data` is empty when none was chosen."""

    data: bytes
    mime: str
    seconds: int | None

    def __repr__(self) -> str:
        return "<Sent>"

    def as_given(self) -> dict[str, Any]:
        """As a room takes it."""
        return {"data": self.data, "mime": self.mime, "seconds": self.seconds}


def sent(name: str = "sound") -> Sent:
    """The sound of this request in the field `name`, and how long our script says it is."""
    file = request.files.get(name)
    seconds = request.form.get(name.replace("sound", "seconds"), "")
    length = int(seconds) if seconds.isdecimal() and len(seconds) < 6 else None
    return Sent(file.read() if file else b"", file.mimetype if file else "", length)


def played(recording: Recording) -> ResponseReturnValue:
    """The sound, whole or the part that the browser asks for; never kept by anybody on the way."""
    return streamed(sound(g.session, vault=parts().vault, recording=recording), recording.mime)


def streamed(data: bytes, mime: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(data), mimetype=mime, conditional=True, etag=False)


@dataclass(frozen=True)
class Spoken:
    """A sentence of ours that somebody says. `size` in bytes, as of a recording."""

    address: str
    size: int


def spoken(key: str) -> Spoken | None:
    """Who says this sentence in the language of the page: `key` as in languages/first.py; None: nobody."""
    sentence = PHRASES.get(key, key)
    size = parts().languages.voices(code_here()).get(sentence)
    if not size or sentence not in FIRST:
        return None
    return Spoken(address_of(code_here(), sentence), size)


def address_of(code: str, sentence: str) -> str:
    """Where everybody hears it: by its place among the fifteen, from 1."""
    return url_for("public.sentence_voice", lang=code, place=FIRST.index(sentence) + 1)


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


def say_where(app: Flask) -> None:
    """Our script sends a recording and stays on its page until it has arrived: it is told where it goes on.

    Followed by the script itself, the next page would be fetched twice and say but once that it is kept.
    Whoever was let out meanwhile is told nothing: nothing arrived, and the recording stays where it is.
    """

    @app.after_request
    def answer(response: Response) -> Response:
        if "Consult-Stays" in request.headers and response.status_code in (302, 303):
            where = response.headers.pop("Location")
            response.set_data("")
            if urlsplit(where).path in {url_for(each) for each in LET_OUT}:
                response.status_code = 401
                return response
            response.headers["Consult-Goes"] = where
            response.status_code = 200
        return response


def kilobytes(recording: Recording | Spoken) -> int:
    return max(1, round(recording.size / 1000))


@cache
def _script() -> str:
    """Without comments and line beginnings."""
    lines = (line.strip() for line in SCRIPT.read_text().splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
