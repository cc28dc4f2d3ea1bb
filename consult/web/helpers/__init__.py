"""The helper's door: one link, no account; for one person or a meeting, with a network or without."""

from flask import Blueprint

blueprint = Blueprint("helpers", __name__)

from consult.web.helpers import (  # noqa: E402, F401 - the pages need the blueprint to stand
    beans,
    in_public,
    meeting_voices,
    never_asked,
    opening,
    sending,
    shell,
    told,
    verdicts,
    voices,
    writing,
)
