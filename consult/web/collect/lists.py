"""Two lists of who should be heard: the community's own, and who others say is never asked here."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from consult.common.errors import Refused, mark
from consult.people import lists as room
from consult.people.communities import places_of
from consult.people.permissions import Action
from consult.people.records import Estimate, Group, Place, Role, WhoseList
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now

WHOSE = {
    WhoseList.OWN: _l("Our own list"),
    WhoseList.OUTSIDE: _l("What others say: who is never asked here?"),
}


class Line(Form):
    whose = RadioField(_l("On which list?"), validate_choice=False)
    about = SelectField(_l("Who"), validate_choice=False)
    name = StringField(_l("Or a group that is not on a list yet"))
    people = StringField(_l("About how many people?"), render_kw={"inputmode": "numeric"})
    source = TextAreaField(_l("Where does this come from, or who named them?"), render_kw={"rows": 2})


def _form() -> Line:
    form = Line()
    mine = [WhoseList.OWN] if g.seat.role is Role.REPRESENTATIVE else []
    form.whose.choices = [(str(each), WHOSE[each]) for each in [*mine, WhoseList.OUTSIDE]]
    if form.whose.data is None:
        form.whose.data = form.whose.choices[0][0]
    known = _all_known()
    form.about.choices = [("", _("Somebody new")), *((str(each.id), each.name) for each in known)]
    return form


def _page(form: Line, status: int = 200) -> ResponseReturnValue:
    listed = room.lists_of(g.session, g.community)
    page = render_template(
        "collect/lists.html", form=form, community=g.community, listed=listed, whose=WHOSE, own=g.seat.role
    )
    return page, status


@blueprint.get("/lists/<community>")
@needs(Action.SAY_WHO_IS_MISSING)
def lists(community: str) -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/lists/<community>")
@needs(Action.SAY_WHO_IS_MISSING)
def write_line(community: str) -> ResponseReturnValue:
    form = _form()
    try:
        room.estimate(g.session, community=g.community, by=g.account, now=now(), **_asked(form))
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("The line is kept. What stood there before stays readable."))
    return redirect(url_for("collect.lists", community=community), 303)


def _asked(form: Line) -> dict[str, Any]:
    """A new name goes before what is chosen from the list: it was typed."""
    if form.whose.data not in list(WhoseList):
        raise Refused(mark("Choose one of the two lists."), field="whose")
    typed, chosen = (form.name.data or "").strip(), form.about.data or ""
    about: Group | Place | str = typed or (_known(chosen) if chosen else "")
    return {
        "whose": WhoseList(form.whose.data),
        "about": about,
        "people": _number(form.people.data or ""),
        "source": form.source.data or "",
    }


def _all_known() -> list[Group | Place]:
    return [*room.groups_of(g.session, g.community), *places_of(g.session, g.community)]


def _known(chosen: str) -> Group | Place:
    found = next((each for each in _all_known() if str(each.id) == chosen), None)
    if found is None:
        raise Refused(mark("Choose a group or a place of this community."), field="about")
    return found


def _number(typed: str) -> int | None:
    """About how many, in the digits of any script; nothing typed: nobody knows."""
    typed = "".join(typed.split())
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 9:
        raise Refused(
            mark("Write about how many people they are, in digits, or leave it empty."), field="people"
        )
    return int(typed)


@blueprint.post("/lists/<community>/<uuid:which>/off")
@needs(Action.SAY_WHO_IS_MISSING)
def strike_line(community: str, which: UUID) -> ResponseReturnValue:
    line = g.session.get(Estimate, which)
    if line is None or line.community_id != g.community.id:
        abort(404)
    room.strike(g.session, line=line, by=g.account, now=now())
    flash(_("The line is off the list. It stays among the earlier ones."))
    return redirect(url_for("collect.lists", community=community), 303)
