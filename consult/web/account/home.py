"""Home: what the loop needs from you next, what is owed to your communities and what comes by its date, then
the rings of your consultations."""

from dataclasses import dataclass

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop import needs
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.reading import may_read
from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import current_round
from consult.loop.understand.findings import latest
from consult.people import terms
from consult.people.permissions import seats_held
from consult.people.records import Community, Role, Seat
from consult.post.set_aside import piles
from consult.web.account import blueprint
from consult.web.account.asked import asked
from consult.web.account.community_home import StillOwed, community_homes, still_owed
from consult.web.guards import signed_in
from consult.web.parts import now, parts
from consult.web.respond.weekly import place_named
from consult.web.titles import title

MOST = 3


@dataclass(frozen=True)
class Ringed:
    """A consultation with how many of its ring's steps are done in its present round, and by which
    seats the person works on it."""

    consultation: Consultation
    done: int
    people: int
    round: int
    unreviewed: bool
    opened: bool
    """Before that it is a draft: it has no page for others yet, and only those who write it know of it."""
    designs: bool
    reads: bool
    weighs: bool
    owed: StillOwed | None
    """Only once something is released is anything owed, and only to those of the community is it told."""


@blueprint.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    waiting = needs.needs_of(g.session, account=g.account, now=now())
    seats = seats_held(g.session, account=g.account, now=now())
    return render_template(
        "account/home.html",
        asked=[asked(need, today=now().date()) for need in waiting[:MOST]],
        more=[asked(need, today=now().date()) for need in waiting[MOST:]],
        homes=community_homes(seats, waiting),
        place_named=place_named,
        account=g.account,
        seats=seats,
        run_out=[] if seats else terms.run_out(g.session, of=g.account, now=now()),
        title=title,
        aside=_set_aside(seats),
        ringed=[
            each
            for community in _communities(seats)
            for each in (_ringed(one, seats) for one in consultations_of(g.session, community=community))
            if each.opened or each.designs
        ],
    )


def _set_aside(seats: list[Seat]) -> int:
    """How much of the post waits for a person to look at: an administrator's work alone."""
    if not any(seat.role is Role.ADMINISTRATOR for seat in seats):
        return 0
    return sum(pile.count for pile in piles(g.session)) + len(parts().spool.aside())


def _ringed(consultation: Consultation, seats: list[Seat]) -> Ringed:
    current = current_round(g.session, consultation)
    here = consultation.community_id
    designs = any(seat.role is Role.REPRESENTATIVE and seat.community_id == here for seat in seats)
    weighs = any(seat.committee and seat.committee.community_id == here for seat in seats)
    of_here = (designs or weighs) and latest(g.session, consultation) is not None
    return Ringed(
        consultation,
        done=needs.steps_done(g.session, consultation=consultation, now=now()),
        people=needs.people_heard(g.session, consultation=consultation),
        round=current.number if current else 1,
        unreviewed=needs.went_unreviewed(g.session, consultation=consultation, now=now()),
        opened=current is not None and current.opened_at is not None,
        designs=designs,
        reads=any(may_read(g.session, seat=seat, consultation=consultation) for seat in seats),
        weighs=weighs,
        owed=still_owed(consultation) if of_here else None,
    )


def _communities(seats: list[Seat]) -> list[Community]:
    found: dict[object, Community] = {}
    for seat in seats:
        if seat.role in (Role.REPRESENTATIVE, Role.READER) and seat.community:
            found[seat.community_id] = seat.community
        if seat.committee:
            found[seat.committee.community_id] = seat.committee.community
    return list(found.values())
