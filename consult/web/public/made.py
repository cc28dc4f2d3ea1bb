"""What stands in the box *how this was made*, in words."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.loop.understand.how_made import PAID

WAYS = {
    "web": _l("on the web"),
    "sms": _l("by text"),
    "helper": _l("to a helper"),
    PAID: _l("to a helper whom an office pays"),
    "import": _l("with another tool"),
}
"""By which way people spoke."""


def made_in_words() -> dict[str, Any]:
    """What the box needs beside what was kept: the ways in words, and days read from what is frozen."""
    return {"ways": WAYS, "as_day": date.fromisoformat}
