"""The advisory committee weighs released findings, theme by theme."""

from flask import Blueprint

blueprint = Blueprint("review", __name__, url_prefix="/review")

from consult.web.review import (  # noqa: E402, F401 - the pages need the blueprint to stand
    assessing,
    intentions,
    notebook,
    paper,
    picture,
    reviewing,
)
