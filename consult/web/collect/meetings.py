"""What was said at meetings, as its first readers passed it on; and a meeting told of by mistake goes."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.loop.collect import meeting_back, meetings
from consult.loop.collect.records import MeetingReport
from consult.people.lists import groups_of
from consult.people.permissions import Action
from consult.people.records import Role
from consult.web.collect import blueprint
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.leaves import cut, page_number
from consult.web.parts import now
from consult.web.voice import played


@blueprint.get("/<slug>/meetings")
@needs(Action.READ_ANSWERS)
def told_at_meetings(slug: str) -> ResponseReturnValue:
    """For readers from here."""
    held = cut(meetings.meetings_of(g.session, consultation=g.consultation), page_number())
    here = g.seat.role is not Role.READER
    found = [(each, meetings.points_of(g.session, report=each) if here else []) for each in held.rows]
    groups = {str(each.id): each.name for each in groups_of(g.session, g.community)}
    return render_template(
        "collect/meetings.html",
        leaf=held,
        this=g.consultation,
        found=found,
        groups=groups,
        here=here,
        gone=meeting_back.taken_back_by(g.session, reports=held.rows),
    )


@blueprint.get("/<slug>/meetings/<uuid:which>/back")
@needs(Action.NAME_THEMES)
def taking_back(slug: str, which: UUID) -> ResponseReturnValue:
    return render_template("collect/meeting_back.html", this=g.consultation, met=_met(which), form=Form())


@blueprint.post("/<slug>/meetings/<uuid:which>/back")
@needs(Action.NAME_THEMES)
def take_back(slug: str, which: UUID) -> ResponseReturnValue:
    meeting_back.take_back_meeting(g.session, report=_met(which), by=g.account, now=now())
    flash(_("This meeting is taken back. It counts nowhere, and its words are gone."))
    return redirect(url_for("collect.told_at_meetings", slug=slug), 303)


@blueprint.get("/<slug>/meetings/<uuid:which>/voice/<uuid:voice>")
@needs(Action.READ_ANSWERS)
def meeting_voice(slug: str, which: UUID, voice: UUID) -> ResponseReturnValue:
    """A voice that its first reader passed on; for readers from here."""
    said = [] if g.seat.role is Role.READER else meetings.points_of(g.session, report=_met(which))
    heard = [each for points in said for point in points.said for each in point.voices if each.id == voice]
    if not heard:
        abort(404)
    return played(heard[0])


def _met(which: UUID) -> MeetingReport:
    """A meeting of this consultation; another's is not here."""
    found: MeetingReport | None = g.session.get(MeetingReport, which)
    if found is None or found.round.consultation_id != g.consultation.id:
        abort(404)
    return found
