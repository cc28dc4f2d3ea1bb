"""Home: what the loop needs from you next, then the rings of your consultations."""

from dataclasses import dataclass

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.loop import needs
from consult.loop.collect.records import Consultation
from consult.loop.needs import Need, Work
from consult.people.permissions import seats_held
from consult.people.records import Community, Role, Seat
from consult.web.account import blueprint
from consult.web.guards import signed_in
from consult.web.i18n import day
from consult.web.parts import now

MOST = 3


@dataclass(frozen=True)
class Asked:
    """One card of the home page: a sentence, what to press, and where it leads."""

    name: str
    sentence: str
    action: str
    address: str


@dataclass(frozen=True)
class Ringed:
    """A consultation with how many of its ring's steps are done."""

    consultation: Consultation
    done: int
    people: int


@blueprint.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    asked = needs.needs_of(g.session, account=g.account, now=now())
    seats = seats_held(g.session, account=g.account, now=now())
    return render_template(
        "account/home.html",
        asked=[_asked(need) for need in asked[:MOST]],
        more=max(0, len(asked) - MOST),
        seats=seats,
        ringed=[
            Ringed(
                each,
                needs.steps_done(g.session, consultation=each, now=now()),
                needs.people_heard(g.session, consultation=each),
            )
            for community in _communities(seats)
            for each in needs.consultations_of(g.session, community)
        ],
    )


def _communities(seats: list[Seat]) -> list[Community]:
    found: dict[object, Community] = {}
    for seat in seats:
        if seat.role is Role.REPRESENTATIVE and seat.community:
            found[seat.community_id] = seat.community
        if seat.committee:
            found[seat.committee.community_id] = seat.committee.community
    return list(found.values())


def _asked(need: Need) -> Asked:
    """The need in words and with its address. Every kind of work stands here."""
    since, until = day(need.since), day(need.until)
    waited = (now().date() - need.since).days if need.since else 0
    values = {"count": need.count, "since": since, "until": until, "days": waited}
    match need.work:
        case Work.ANSWER_OWED:
            sentence = _(
                "Answers owed: %(count)s. The oldest has waited for %(days)s days. Silence is printed too. "
                "Say what you will do, or that you will not, and why, so that it can be read on the radio.",
                **values,
            )
            action, address = _("Answer"), url_for("respond.office", office=need.where)
        case Work.SECOND_LOOK:
            sentence = _("Answers that wait for your second look: %(count)s. Since %(since)s.", **values)
            action, address = _("Look"), url_for("respond.office", office=need.where)
        case Work.SENT_BACK:
            sentence = _("Answers that came back to you with a note: %(count)s.", **values)
            action, address = _("Read the note"), url_for("respond.office", office=need.where)
        case Work.REVIEW:
            sentence = _(
                "Themes without your word: %(count)s. On %(until)s they go on, also without it.", **values
            )
            action = _("Read them")
            address = url_for("review.findings", slug=need.where, number=need.number)
        case Work.READ_FIRST:
            sentence = _("Cards that nobody has read yet: %(count)s.", **values)
            action, address = _("Read the next one"), url_for("understand.first", slug=need.where)
        case Work.SORT:
            sentence = _("Cards that wait to be sorted: %(count)s.", **values)
            action, address = _("Sort the next one"), url_for("understand.sort", slug=need.where)
        case Work.RELEASE:
            sentence = _(
                "People were promised news by %(until)s. The findings are not released yet.", **values
            )
            action, address = _("Go to the findings"), url_for("understand.release", slug=need.where)
        case Work.TELL:
            sentence = _("People who got a knock and wait to hear the answer: %(count)s.", **values)
            action, address = _("Write down a meeting"), url_for("close.consultation", slug=need.where)
        case Work.OPEN:
            sentence = _("This consultation is a draft. Nobody can answer it yet.")
            action, address = _("Prepare it"), url_for("collect.consultation", slug=need.where)
        case Work.BEGIN:
            sentence = _("Your community has no consultation yet.")
            action, address = _("Make the first one"), url_for("collect.new", community=need.where)
        case Work.SEATS:
            sentence = _("Nobody sits for this community yet, so it cannot ask anything.")
            action, address = _("Give a seat"), url_for("account.seats")
    return Asked(need.name, sentence, action, address)
