"""What anyone may open: the front page, a consultation's start and prompts, its results, the code."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from consult.web.public import (  # noqa: E402, F401 - the pages need the blueprint to stand
    book,
    cards,
    check,
    code,
    code_changes,
    code_check,
    front,
    leave,
    ledger,
    notebook,
    number,
    picture,
    private,
    record,
    results,
    speak,
    speakers,
    start,
    theme_voice,
    voice,
)
