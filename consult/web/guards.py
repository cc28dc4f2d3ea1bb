"""Who may open a page. Every route carries exactly one guard; without one it does not open.

A route's address says where: `<slug>` is a consultation (and so its community), `<community>`
a community, `<office>` an office. The guard finds it, finds the seat, and leaves them in `g`:
`g.account`, `g.seat`, `g.consultation`, `g.community`, `g.office`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from consult.loop.collect.reading import WORDS, reading_seat
from consult.loop.collect.records import Consultation
from consult.people.permissions import Action, seat_for
from consult.people.records import Community, Office, Seat
from consult.web.account.session import account_here
from consult.web.mistakes import not_done
from consult.web.parts import now
from consult.web.typed import typed_here

View = Callable[..., ResponseReturnValue]


def everyone(view: View) -> View:
    """Open to all, on purpose."""

    @wraps(view)
    def guarded(**where: Any) -> ResponseReturnValue:
        return view(**where)

    guarded.guard = "everyone"  # type: ignore[attr-defined]  # read by the house test and the matrix
    return guarded


def signed_in(view: View) -> View:
    """Open to whoever has an account, whatever their seats."""

    @wraps(view)
    def guarded(**where: Any) -> ResponseReturnValue:
        g.account = account_here()
        if g.account is None:
            return to_sign_in()
        return view(**where)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def needs(action: Action) -> Callable[[View], View]:
    """Open to accounts with a seat that allows `action` in the place that the address names."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**where: Any) -> ResponseReturnValue:
            g.account = account_here()
            if g.account is None:
                return to_sign_in()
            _find_place(where)
            g.seat = _seat(action)
            if g.seat is None:
                g.not_named = "consultation" in g and _seat_here(action) is not None
                abort(403)
            return view(**where)

        guarded.guard = action  # type: ignore[attr-defined]
        return guarded

    return guard


def _seat(action: Action) -> Seat | None:
    """The seat that lets the account in; people's words open to those who read in this consultation."""
    if action in WORDS and "consultation" in g:
        return reading_seat(
            g.session, account=g.account, consultation=g.consultation, action=action, now=now()
        )
    return _seat_here(action)


def _seat_here(action: Action) -> Seat | None:
    """Of the place that the address names, whoever is named to read there."""
    return seat_for(
        g.session,
        account=g.account,
        action=action,
        now=now(),
        community=g.get("community"),
        office=g.get("office"),
    )


def _find_place(where: dict[str, Any]) -> None:
    if "slug" in where:
        g.consultation = _one(Consultation, where["slug"])
        g.community = g.consultation.community
    if "community" in where:
        g.community = _one(Community, where["community"])
    if "office" in where:
        g.office = _one(Office, where["office"])


def _one(kind: type[Any], slug: str) -> Any:
    found = g.session.scalar(select(kind).where(kind.slug == slug))
    if found is None:
        abort(404)
    return found


def to_sign_in() -> ResponseReturnValue:
    """Ask to sign in first and come back. A form that was sent is not repeated: what was written in it
    is shown."""
    back = request.path if request.method == "GET" else ""
    way = url_for("account.sign_in", back=back or None)
    if typed_here():
        return not_done(_("You were away for a while. Please sign in again."), sign_in=way), 403
    return redirect(way)
