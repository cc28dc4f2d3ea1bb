"""Protected reports: how they are told, how a reader flags words, and the officer's pages."""

from flask import Blueprint

blueprint = Blueprint("protected", __name__, url_prefix="/protected")

from consult.web.protected import flagging, officer  # noqa: E402, F401 - the pages need the blueprint
