"""A helper says who is never asked here: a line on the list of those who are not of the community's own.

With a network alone, and never kept on the phone.
"""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.people import lists
from consult.people.communities import places_of
from consult.people.records import HelperLink, WhoseList
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import count_in
from consult.web.helpers.opening import asked_now, speaks_own
from consult.web.helpers.who import fresh_key, helper_here, key_sent
from consult.web.parts import now


@blueprint.get("/h/never-asked")
@everyone
def never_asked() -> ResponseReturnValue:
    return _page(helper_here())


@blueprint.post("/h/never-asked")
@everyone
def say_who() -> ResponseReturnValue:
    link = helper_here()
    key_sent(link)
    speaks_own(link)
    try:
        _keep(link)
    except Refused as refused:
        return _page(link, {refused.field or "name": undone(refused)})
    return _page(link, kept=True)


def _keep(link: HelperLink) -> None:
    """A name that a place of this community has means the place; any other is a group."""
    name, people = (" ".join(request.form.get(each, "").split()) for each in ("name", "people"))
    places = {each.name.casefold(): each for each in places_of(g.session, link.community)}
    lists.estimate(
        g.session,
        community=link.community,
        whose=WhoseList.OUTSIDE,
        about=places.get(name.casefold(), name),
        people=count_in(people) if people else None,
        source=request.form.get("source", ""),
        by=link,
        now=now(),
    )


def _page(
    link: HelperLink, problems: dict[str, str] | None = None, kept: bool = False
) -> ResponseReturnValue:
    speaks_own(link)
    g.mistake = bool(problems)
    page = render_template(
        "helpers/never_asked.html",
        link=link,
        open_now=asked_now(link),
        kept=kept,
        key=fresh_key(link),
        typed={} if kept else request.form,
        problems=problems or {},
    )
    return page, 422 if problems else 200
