"""The advisory committee weighs released findings, theme by theme."""

from flask import Blueprint

blueprint = Blueprint("review", __name__, url_prefix="/review")

from consult.web.review import notebook, picture, reviewing  # noqa: E402, F401 - the pages need the blueprint to stand
