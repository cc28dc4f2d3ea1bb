"""Pages for what went otherwise: a refusal, an unknown address, a fault. In the person's language."""

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from consult.common.errors import NotAllowed, Refused
from consult.web.i18n import translated
from consult.web.typed import typed_here


def show_mistakes(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(CSRFError, not_from_here)
    app.register_error_handler(HTTPException, other)


def refused(no: Refused) -> ResponseReturnValue:
    """A room said no: nothing was changed."""
    return not_done(translated(no.sentence, **no.values)), 422


def not_allowed(_no: NotAllowed) -> ResponseReturnValue:
    return page(403)


def not_from_here(_no: CSRFError) -> ResponseReturnValue:
    """A form whose token is missing, old, or of another browser."""
    return not_done(_("This page was open for too long. Go back and send it again.")), 400


def not_done(sentence: str, *, sign_in: str = "") -> str:
    """A page that says why, with what was typed. `sign_in`: where to, if that is what is wanted."""
    return render_template("refused.html", sentence=sentence, typed=typed_here(), sign_in=sign_in)


def other(no: HTTPException) -> ResponseReturnValue:
    """Also a mistake of ours: Flask puts its trace in the log, and the page tells nothing of it."""
    if no.response is not None or no.code is None or no.code < 400:
        return no.get_response()
    return page(no.code)


def page(code: int) -> ResponseReturnValue:
    said = sentences(code)
    return render_template("error.html", what=said[0], then=said[1]), code


def sentences(code: int) -> tuple[str, str]:
    """What happened, and what to do."""
    match code:
        case 403 if g.get("not_named"):
            return (
                _("This page is not open to you."),
                _("Here only those read and sort who were named for it. One of them can name you too."),
            )
        case 403:
            return (
                _("This page is not open to you."),
                _("If you need it, ask the person who keeps this house to give you a seat."),
            )
        case 404 | 410:
            return (
                _("There is no page at this address."),
                _("Look at the address again, or begin at the start."),
            )
        case 405:
            return (_("This address only takes what a form sends."), _("Go back and use the page before."))
        case 413:
            return (
                _("This is longer than we can take at once."),
                _("Go back and send a part first."),
            )
        case 429:
            return (_("Too many tries."), _("Wait a little and try again."))
        case _ if code < 500:
            return (_("We could not understand what was sent."), _("Go back and send it again."))
        case _:
            return (
                _("Something went wrong on our side."),
                _("Nothing that you sent before is lost. Try again in a moment."),
            )
