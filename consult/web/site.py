"""The Flask application: one request is one transaction; what raises is rolled back."""

from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from consult.web.parts import parts


class WhereOneCame(SecureCookieSessionInterface):
    """Opens a cookie only where one came: participants and networks bring none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class Site(Flask):
    """A Flask whose views find `g.session` open: writing for POST, reading otherwise.

    Returning commits, raising (also a refusal) rolls back; error pages read afresh. Signed webhooks
    open a unit of work of their own and find none; what answers them is for no browser.
    """

    session_interface = WhereOneCame()

    def process_response(self, response: Response) -> Response:
        return response if self._signed() else super().process_response(response)

    def dispatch_request(self) -> ResponseReturnValue:
        if self._signed():
            return super().dispatch_request()
        database = parts().database
        reading = request.method in ("GET", "HEAD", "OPTIONS")
        with database.reading() if reading else database.work() as session:
            g.session = session
            try:
                return super().dispatch_request()
            finally:
                g.pop("session", None)

    def _signed(self) -> bool:
        return getattr(self.view_functions.get(request.endpoint or ""), "guard", "") == "signed"
