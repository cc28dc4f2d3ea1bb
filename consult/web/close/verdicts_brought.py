"""Beans that helpers counted at meetings: a representative writes the meeting down from them, or not."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.loop.close.records import BeansBrought, Says
from consult.loop.close.records import Form as HowTold
from consult.loop.close.returns import themes_in, told_on
from consult.loop.close.verdicts_beans import brought, brought_by_id, check_waits, settle
from consult.loop.understand.records import Theme
from consult.people.permissions import Action
from consult.web.close import blueprint
from consult.web.close.verdicts_asked import field_for
from consult.web.guards import needs
from consult.web.parts import now


@blueprint.get("/<slug>/brought/")
@needs(Action.LOG_RETURN)
def beans_brought(slug: str) -> ResponseReturnValue:
    found = brought(g.session, g.consultation)
    return render_template("close/brought.html", this=g.consultation, found=found)


@blueprint.post("/<slug>/brought/<uuid:which>/aside")
@needs(Action.LOG_RETURN)
def set_beans_aside(slug: str, which: UUID) -> ResponseReturnValue:
    beans = brought_by_id(g.session, g.consultation, which)
    if beans is None:
        abort(404)
    settle(g.session, beans=beans, returned=None, by=g.account, now=now())
    flash(_("It is set aside and counts nowhere."))
    return redirect(url_for("close.beans_brought", slug=slug), 303)


def brought_here() -> BeansBrought | None:
    """What the page was asked to begin from. Refused once it is settled: a meeting counts once."""
    wanted = request.values.get("brought", "")
    if not wanted:
        return None
    try:
        return check_waits(brought_by_id(g.session, g.consultation, UUID(wanted)))
    except ValueError:
        abort(404)


def as_brought(beans: BeansBrought) -> dict[str, Any]:
    """The form as the helper would have filled it in. Of two answers of that day, the earlier is proposed:
    nobody counts as reached by the newer one by mistake."""
    told: dict[UUID, str] = {}
    for each in told_on(g.session, g.consultation, beans.held_on):
        if any(
            str(theme.id) in beans.beans or f"{theme.id}:{each.response_id}" in (beans.happened or {})
            for theme in themes_in([each], g.consultation)
        ):
            told.setdefault(each.response_id, str(each.id))
    return {
        "form": HowTold.MEETING.value,
        "place": str(beans.place_id or ""),
        "on": beans.held_on,
        "people": str(beans.people),
        "versions": list(told.values()),
    }


def beans_typed(beans: BeansBrought) -> dict[str, str]:
    """By the names of the fields of the form."""
    numbers = {theme: g.session.get_one(Theme, UUID(theme)).number for theme in beans.beans}
    promises = {
        field_for((UUID(theme), UUID(response)), Says(says)): str(count)
        for named, said in (beans.happened or {}).items()
        for theme, _, response in [named.partition(":")]
        for says, count in said.items()
    }
    return promises | {
        f"beans-{numbers[theme]}-{says}": str(count)
        for theme, said in beans.beans.items()
        for says, count in said.items()
    }
