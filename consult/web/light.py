"""Participants' pages go out compressed: on a slow network each kilobyte is a wait, and costs money.

Only theirs. They carry no cookie, so nobody elsewhere can make a browser fetch one with a secret in
it and learn that from its compressed size.
"""

import gzip

from flask import Flask, Response, request

SMALL = 500
"""Bytes under which it is not worth it."""
BLUEPRINT = "public"


def lighten(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if request.blueprint != BLUEPRINT or response.mimetype != "text/html":
            return response
        response.vary.add("Accept-Encoding")
        wanted = request.accept_encodings.best_match(["gzip"]) and "Content-Encoding" not in response.headers
        if wanted and not response.direct_passthrough and len(response.get_data()) >= SMALL:
            response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
