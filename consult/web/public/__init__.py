"""What anyone may open: the front page, a consultation's start and prompts, its results, the code."""

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

blueprint = Blueprint("public", __name__)

for _page in ("front", "start", "speak", "leave", "code", "results", "ledger"):
    if find_spec(f"{__name__}.{_page}"):
        import_module(f"{__name__}.{_page}")
