"""The administrator's first page, and what all of these pages need: finding, the link once."""

from typing import Any
from uuid import UUID

from flask import abort, g, render_template, session
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.people.permissions import Action
from consult.web.account import blueprint
from consult.web.addresses import whole
from consult.web.guards import needs

LINK = "link"


def by_slug(kind: type[Any], slug: str) -> Any:
    return g.session.scalar(select(kind).where(kind.slug == slug)) or abort(404)


def by_id(kind: type[Any], which: UUID) -> Any:
    return g.session.get(kind, which) or abort(404)


def keep_link(which: UUID, token: str) -> None:
    """Hand the token of a one-time link to the next page, which shows it once."""
    session[LINK] = [str(which), token]


def link_once(which: UUID) -> str | None:
    """The address to hand on, on the first page after it was made; then never again."""
    kept = session.get(LINK)
    if not kept or kept[0] != str(which):
        return None
    session.pop(LINK)
    return whole("account.welcome", token=kept[1])


@blueprint.get("/people/")
@needs(Action.ADMINISTER)
def people() -> ResponseReturnValue:
    return render_template("account/people.html")
