"""What every answer of the house says to the browser: nothing from elsewhere, nothing kept."""

from flask import Flask, Response, g, request

from consult.web.parts import parts

NOWHERE = (
    "default-src 'none'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SELF = "'self'"
HERE, NOBODY, NOTHING_ELSE = "(self)", "()", "camera=(), geolocation=()"
YEAR = 365 * 24 * 3600


def set_headers(app: Flask) -> None:
    @app.after_request
    def answer(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = _policy()
        headers["Permissions-Policy"] = f"microphone={HERE if g.get('recorder') else NOBODY}, {NOTHING_ELSE}"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["X-Robots-Tag"] = "noindex"
        if request.endpoint == "static" and response.status_code in (200, 304):
            headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        elif response.status_code in (200, 304) and "asks_again" in g:
            headers["Cache-Control"] = "no-cache"
        else:
            headers["Cache-Control"] = "no-store"
        if parts().settings.secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        return response


def _policy() -> str:
    """A page that plays a voice may fetch it from us; one that records has our one script, by its hash."""
    policy, scripts = f"{NOWHERE}; style-src {g.get('inline_style', SELF)}", g.get("scripts", "")
    if g.get("recorder"):
        ours = scripts.replace("script-src", f"script-src {g.recorder}") or f"; script-src {g.recorder}"
        sends = "" if "connect-src" in ours else "; connect-src 'self'"
        return f"{policy}{ours}{sends}; media-src 'self' blob:"
    return f"{policy}{scripts}; media-src 'self'" if g.get("plays") else policy + scripts
