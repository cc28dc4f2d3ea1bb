"""Representatives read people's words, sort them, name themes and release findings."""

from flask import Blueprint

blueprint = Blueprint("understand", __name__, url_prefix="/understand")

from consult.web.understand import (  # noqa: E402, F401 - the pages need the blueprint to stand
    agreement,
    check_sheet,
    checking,
    codes,
    codes_files,
    dealing,
    home,
    listening,
    notebook,
    notebook_linking,
    notebook_writing,
    picture,
    piles,
    pointing,
    printing,
    quotes,
    reading,
    releasing,
    searching,
    sorting,
    splitting,
    themes,
    translating,
    voices,
    wordings,
)
