"""The offices of an account, and the desk of each: what it owes, and with whom it waits since when."""

from datetime import timedelta

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.common.errors import mark
from consult.loop.close.desk import desk_of
from consult.loop.respond.owed import Addressed, Waits
from consult.loop.respond.stop_states import Seen
from consult.loop.review.reviews import positions_by_theme
from consult.people.permissions import Action, seats_held
from consult.web.guards import needs, signed_in
from consult.web.i18n import day, translated
from consult.web.parts import now
from consult.web.respond import blueprint
from consult.web.respond.labels import KINDS, WISHES
from consult.web.respond.weekly import place_named, weekly

WAITS = {
    # TRANSLATORS: "It" is an answer that an office owes.
    Waits.COMMITTEE: mark("It waits with the committee since %(since)s."),
    # TRANSLATORS: "It" is an answer that an office owes; "you" are the people of this office.
    Waits.NOBODY: mark("It waits with you since %(since)s: nobody has begun."),
    # TRANSLATORS: "It" is an answer that an office owes; its draft is not handed over yet.
    Waits.DRAFT: mark("It waits with its writer since %(since)s: a draft."),
    # TRANSLATORS: "It" is an answer that an office owes; somebody sent its draft back with a note.
    Waits.SENT_BACK: mark("It waits with its writer since %(since)s: it was sent back."),
    # TRANSLATORS: "It" is an answer that an office owes; somebody else of the office checks it.
    Waits.SECOND_LOOK: mark("It waits for the second look since %(since)s."),
    # TRANSLATORS: "It" is an answer that an office wrote; a level is a role whose yes it needs.
    Waits.PERMISSION: mark("It waits for permission at %(level)s since %(since)s."),
    # TRANSLATORS: "It" is an answer; faithful: it takes up what people said. It may still be a no.
    Waits.REPRESENTATIVES: mark("It is with the representatives until %(until)s: is it faithful?"),
    # TRANSLATORS: "It" is an answer: the office handed the matter over to somebody else, by name.
    Waits.HANDED_OVER: mark(
        "It was handed over to %(level)s on %(since)s. Your clock runs on until they take it on or answer."
    ),
    # TRANSLATORS: "It" is an answer that named a day on which people hear more, and said no more since.
    Waits.LOOK_AGAIN: mark("It waits with you to be looked at again since %(since)s."),
    # TRANSLATORS: "It" is an answer: the office had asked representatives a question.
    Waits.REPLIED: mark("It waits with you since %(since)s: representatives replied to your question."),
    # TRANSLATORS: "It" is an answer; people said that it is not about what they said.
    Waits.REOPENED: mark("It waits with you since %(since)s: it is open again."),
}
"""Where an answer waits that is still owed."""


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    seats = seats_held(g.session, account=g.account, now=now())
    offices = {seat.office.id: seat.office for seat in seats if seat.office}
    listed = [(each, desk_of(g.session, office=each, now=now())) for each in offices.values()]
    return render_template("respond/home.html", listed=listed, where_it_waits=where_it_waits)


@blueprint.get("/<office>/")
@needs(Action.ANSWER)
def office(office: str) -> ResponseReturnValue:
    desk = desk_of(g.session, office=g.office, now=now())
    oldest = where_it_waits(desk.owed[0]) if desk.owed else ""
    return render_template(
        "respond/office.html",
        office=g.office,
        desk=desk,
        positions=positions_by_theme(g.session, [each.theme for each in desk.found]),
        where_it_waits=where_it_waits,
        place_named=place_named,
        hours_left=hours_left,
        weekly=weekly(g.office, desk, oldest, now().date()),
        kinds=KINDS,
        wishes=WISHES,
    )


def where_it_waits(owed: Addressed) -> str:
    """A whole sentence: with whom an answer waits and since when."""
    until = day(owed.asked_until)
    return translated(WAITS[owed.waits], since=day(owed.waits_since), level=owed.level, until=until)


def hours_left(card: Seen) -> int:
    """Whole hours of the 72, the begun one counted; 0 when they are over."""
    return max(0, -((now() - card.until) // timedelta(hours=1))) if card.until else 0
