"""The meetings of which a helper told: named by day alone, without a word; and one of them goes back.

With a network alone, and never kept on the phone.
"""

from uuid import UUID

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.collect import meeting_back, meetings
from consult.loop.collect.records import MeetingReport
from consult.people.records import HelperLink
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.opening import speaks_own
from consult.web.helpers.who import fresh_key, helper_here, key_sent
from consult.web.parts import now


@blueprint.get("/h/told")
@everyone
def told() -> ResponseReturnValue:
    return _told(helper_here())


def _told(link: HelperLink, gone: bool = False) -> str:
    speaks_own(link)
    found = meetings.told_by(g.session, link=link)
    return render_template("helpers/told.html", link=link, found=found, gone=gone)


@blueprint.get("/h/told/<uuid:which>/back")
@everyone
def taking_back(which: UUID) -> ResponseReturnValue:
    link = helper_here()
    speaks_own(link)
    return _asks(link, met_here(link, which))


def _asks(link: HelperLink, met: MeetingReport) -> str:
    read = meeting_back.is_read(g.session, report=met)
    return render_template("helpers/back.html", link=link, met=met, read=read, key=fresh_key(link))


@blueprint.post("/h/told/<uuid:which>/back")
@everyone
def take_back(which: UUID) -> ResponseReturnValue:
    link = helper_here()
    key_sent(link)
    met = met_here(link, which)
    try:
        meeting_back.take_back_meeting(g.session, report=met, by=link, now=now())
    except Refused:
        g.session.rollback()
        speaks_own(link)
        return _asks(link, met), 422
    return _told(link, gone=True)


def met_here(link: HelperLink, which: UUID) -> MeetingReport:
    """A meeting of which this helper told; another's is not here."""
    found: MeetingReport | None = g.session.get(MeetingReport, which)
    if found is None or found.helper_link_id != link.id:
        abort(404)
    return found
