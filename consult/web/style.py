"""How pages get their looks: participants within the page, workspaces from files of ours."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import g, url_for
from markupsafe import Markup

FOLDER = Path(__file__).parent / "static"
EVERY_PAGE = "participant.css"


def inline_style(*more: str) -> Markup:
    """The one style element of a participant's page; `more` names further files for it.

    Its hash is noted, so that the content policy lets exactly this style through.
    """
    style = _squeezed((EVERY_PAGE, *more))
    g.inline_style = source_of(style)
    return Markup(style)  # noqa: S704 - our own files


@cache
def _squeezed(names: tuple[str, ...]) -> str:
    """The files without comments and line ends."""
    style = "".join((FOLDER / name).read_text() for name in names)
    return re.sub(r"/\*.*?\*/|\n", "", style, flags=re.DOTALL)


@cache
def source_of(style: str) -> str:
    """As the content policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def asset(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it."""
    return url_for("static", filename=name, v=_content_hash(name))


@cache
def _content_hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
