"""The offices of an account, and what each owes: how many, the oldest, where it waits."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.close.verdicts import owed_by, reopened_themes
from consult.loop.respond.owed import addressed_to, days_of_oldest
from consult.people.permissions import Action, seats_held
from consult.web.guards import needs, signed_in
from consult.web.parts import now
from consult.web.respond import blueprint
from consult.web.respond.labels import KINDS, WAITS


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    seats = seats_held(g.session, account=g.account, now=now())
    offices = {seat.office.id: seat.office for seat in seats if seat.office}
    listed = []
    for office in offices.values():
        owed = owed_by(g.session, office=office, now=now())
        listed.append((office, owed, days_of_oldest(owed, now=now())))
    return render_template("respond/home.html", listed=listed, waits=WAITS)


@blueprint.get("/<office>/")
@needs(Action.ANSWER)
def office(office: str) -> ResponseReturnValue:
    found = addressed_to(g.session, office=g.office, now=now())
    owed = owed_by(g.session, office=g.office, now=now())
    return render_template(
        "respond/office.html",
        office=g.office,
        found=found,
        owed=owed,
        days=days_of_oldest(owed, now=now()),
        reopened=reopened_themes(g.session, [each.theme.theme_id for each in found]),
        waits=WAITS,
        kinds=KINDS,
    )
