"""Representatives prepare a consultation: its musts, its prompts, its join words; they open and close it."""

from flask import Blueprint

blueprint = Blueprint("collect", __name__, url_prefix="/collect")

from consult.web.collect import (  # noqa: E402, F401 - the pages need the blueprint to stand
    chosen,
    forms,
    helpers,
    hints,
    importing,
    invitations,
    languages,
    lists,
    making,
    meetings,
    missing,
    musts,
    opening,
    own_words,
    owners,
    preparing,
    prompts,
    readers,
    running,
    successor,
    templates,
    words,
)
