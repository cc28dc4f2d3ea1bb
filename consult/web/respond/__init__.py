"""Staff of an office answer: what is owed, the draft, the second look, the wordings in languages."""

from flask import Blueprint

blueprint = Blueprint("respond", __name__, url_prefix="/respond")

from consult.web.respond import (  # noqa: E402, F401 - the pages need the blueprint to stand
    answers,
    asked,
    cards,
    cards_answering,
    cards_writing,
    clearances,
    faithful,
    intentions,
    looks,
    offices,
    passing,
    picture,
    plans,
    promises,
    wordings,
    wordings_by_others,
    wordings_list,
)
