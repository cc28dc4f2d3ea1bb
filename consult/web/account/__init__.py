"""Signing in, one's own settings, and the administrator's pages: who there is and where they sit."""

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

PAGES = (
    "home",
    "signing",
    "settings",
    "people",
    "communities",
    "offices",
    "accounts",
    "seats",
    "languages",
    "own_seats",
)
_area = Blueprint("account", __name__)


def __getattr__(name: str) -> Blueprint:
    """`blueprint`, with its pages. They load only now: every guard asks `session` who is here,
    and these pages have guards."""
    if name != "blueprint":
        raise AttributeError(name)
    globals()["blueprint"] = _area  # the pages ask for it too
    for page in PAGES:
        if find_spec(f"{__name__}.{page}"):
            import_module(f"{__name__}.{page}")
    return _area
