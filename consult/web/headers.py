"""What every answer of the house says to the browser: nothing from elsewhere, nothing kept."""

from flask import Flask, Response, g, request

from consult.web.parts import parts

NOWHERE = (
    "default-src 'none'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SELF = "'self'"
YEAR = 365 * 24 * 3600


def set_headers(app: Flask) -> None:
    @app.after_request
    def answer(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = f"{NOWHERE}; style-src {g.get('inline_style', SELF)}"
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
