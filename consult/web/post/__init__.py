"""The post, for whoever runs the house: what was set aside, the lines to the networks, is all well."""

from flask import Blueprint

blueprint = Blueprint("post", __name__, url_prefix="/post")

from consult.web.post import (  # noqa: E402, F401 - the pages need the blueprint to stand
    aside,
    lines,
)
