"""The Flask application: one request is one transaction; what raises is rolled back."""

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from consult.web.parts import parts


class Site(Flask):
    """A Flask whose views find `g.session` open: writing for POST, reading otherwise.

    Returning commits, raising (also a refusal) rolls back; error pages read afresh. Signed webhooks
    open a unit of work of their own and find none.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        view = self.view_functions.get(request.endpoint or "")
        if getattr(view, "guard", "") == "signed":
            return super().dispatch_request()
        database = parts().database
        reading = request.method in ("GET", "HEAD", "OPTIONS")
        with database.reading() if reading else database.work() as session:
            g.session = session
            try:
                return super().dispatch_request()
            finally:
                g.pop("session", None)
