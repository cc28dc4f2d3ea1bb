"""Who is signed in on this request: the signed cookie holds a token, the database what it is worth."""

from flask import g, session

from consult.db.engine import READING
from consult.people import accounts, browsers
from consult.people.records import Account, AccountSession
from consult.web.parts import now, parts

KEY = "token"


def account_here() -> Account | None:
    """The account of this request's browser, or None. Asked often, looked up once a request."""
    if "session" not in g:
        return None  # an error page outside the request's transaction: it names nobody
    if g.get("browser_in") is not g.session:  # an error page reads afresh, in a session of its own
        g.browser, g.browser_in = _look_up(), g.session
    return g.browser.account if g.browser else None


def _look_up() -> AccountSession | None:
    token = session.get(KEY)
    if not isinstance(token, str):
        return None
    browser = browsers.find(g.session, token=token, now=now())
    if browser is None:
        session.pop(KEY, None)
    elif browsers.wants_touch(browser, now=now()):
        _touch(token)
    return browser


def _touch(token: str) -> None:
    """Note the visit: a reading request keeps nothing, so it gets a small transaction of its own."""
    if g.session.connection().get_execution_options().get(READING):
        with parts().database.work() as own:
            browsers.touch(own, token=token, now=now())
    else:
        browsers.touch(g.session, token=token, now=now())


def let_in(token: str) -> None:
    """Give this browser a fresh cookie that holds `token` and nothing from before."""
    session.clear()
    session[KEY] = token
    g.pop("browser_in", None)


def let_out() -> None:
    """Sign this browser out, here and in the database."""
    token = session.get(KEY)
    if isinstance(token, str):
        accounts.sign_out(g.session, token=token, now=now())
    session.clear()
    g.pop("browser_in", None)
