"""Addresses as they leave the house: whole, and as a square that a camera reads from paper."""

from typing import Any

import segno
from flask import url_for
from markupsafe import Markup

from consult.web.parts import parts


def whole(endpoint: str, **where: Any) -> str:
    """The address of a page with the house in front, as it is typed in or sent on."""
    return parts().settings.public_url + url_for(endpoint, **where)


def square(text: str, **look: Any) -> Markup:
    """`text` as plain vector lines within the page. `look`: as segno takes it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(**look)
    return Markup(drawn)  # noqa: S704 - our own lines


ON_PAPER = {"scale": 4, "omitsize": True, "svgclass": "square"}
"""How large it is, the style sheet says."""
