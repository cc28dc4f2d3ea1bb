"""What waits in the reading room: each consultation of one's community, and one of them."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop import needs
from consult.loop.understand import cards, findings
from consult.people.permissions import Action, seats_held
from consult.people.records import Role
from consult.web.guards import needs as needs_seat
from consult.web.guards import signed_in
from consult.web.parts import now
from consult.web.understand import blueprint


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    here = {
        seat.community_id: seat.community
        for seat in seats_held(g.session, account=g.account, now=now())
        if seat.role is Role.REPRESENTATIVE and seat.community
    }
    listed = [
        (consultation, cards.progress(g.session, consultation))
        for community in here.values()
        for consultation in needs.consultations_of(g.session, community)
    ]
    return render_template("understand/home.html", listed=listed)


@blueprint.get("/<slug>/")
@needs_seat(Action.READ_ANSWERS)
def consultation(slug: str) -> ResponseReturnValue:
    return render_template(
        "understand/consultation.html",
        this=g.consultation,
        progress=cards.progress(g.session, g.consultation),
        flagged=cards.flagged(g.session, g.consultation),
        released=findings.all_findings(g.session, g.consultation),
    )
