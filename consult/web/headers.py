"""What every answer of the house says to the browser: nothing from elsewhere, nothing kept."""

import base64
import hashlib

from flask import Flask, Response, g, request

from consult.web.parts import parts

NOWHERE = (
    "default-src 'none'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 365 * 24 * 3600


def hash_of(style: str) -> str:
    """The source expression that lets exactly this inline style through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def set_headers(app: Flask, *, style: str) -> None:
    """`style` is the one inline style of participant pages; workspaces load theirs from here."""
    inline = f"{NOWHERE}; style-src {hash_of(style)}"
    linked = f"{NOWHERE}; style-src 'self'"

    @app.after_request
    def answer(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = inline if g.get("inline_style") else linked
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["X-Robots-Tag"] = "noindex"
        if request.endpoint == "static" and response.status_code in (200, 304):
            headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        else:
            headers["Cache-Control"] = "no-store"
        if parts().settings.secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        return response
