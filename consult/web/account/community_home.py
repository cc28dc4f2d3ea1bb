"""The home of a community's people: what offices owe it and since when, and what comes by its date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.loop.close.community_desk import Ahead, Owes, Silence, Viewer, community_desk
from consult.loop.close.debts import Reason
from consult.loop.close.ledger_kept import debts_of
from consult.loop.collect.records import Consultation
from consult.loop.respond.stop_cards import cards_open_to
from consult.loop.respond.stop_states import cards_for, seen
from consult.loop.work import Need, Work
from consult.people.records import Community, Role, Seat
from consult.web.i18n import day
from consult.web.parts import now, parts
from consult.web.public.ledger import REASONS

SILENCES = {
    Silence.CLOSES: _l("It closes. What people say later is kept for the next round."),
    Silence.NEWS: _l("News is promised until then. After that day everybody reads that it is late."),
    Silence.CHECK: _l(
        "Until then people say whether they were heard right. Then it goes on, with what they say or without."
    ),
    Silence.REVIEW: _l(
        "The committee reads until then. Then it goes on; themes without its word are marked."
    ),
    Silence.FAITHFUL: _l(
        "Answers that representatives read go out: %(count)s. Without their word that is said beside them."
    ),
    Silence.CARD: _l("The 72 hours of cards are over: %(count)s. From then on silence is public."),
    Silence.PROMISE: _l("Promises come due: %(count)s. After that day the clock says overdue."),
}
"""What a day brings when nobody does anything until then."""

SAME = {
    Silence.NEWS: Work.RELEASE,
    Silence.CHECK: Work.CHECK_RUNS,
    Silence.REVIEW: Work.REVIEW,
    Silence.FAITHFUL: Work.FAITHFUL,
}
"""The same day stands with the work that is asked of who reads: then it is not said twice."""

MOST = 10
Known = set[tuple[Work, str, date | None]]


@dataclass(frozen=True)
class Coming:
    """One line: on which day, about what, what happens then, and the page to look at it."""

    day: str
    name: str
    sentence: str
    address: str | None


@dataclass(frozen=True)
class CommunityHome:
    community: Community
    owes: list[Owes]
    ahead: list[Coming]
    released: bool


@dataclass(frozen=True)
class StillOwed:
    """Why answers have not reached people, on which day it was counted. `words`: a line each."""

    words: list[str]
    day: str


def community_homes(seats: Iterable[Seat], needs: Iterable[Need]) -> list[CommunityHome]:
    """One for each community for which the person sits as a representative or in the committee."""
    known = {(need.work, need.where, need.until) for need in needs}
    viewers: dict[Community, Viewer] = {}
    for seat in seats:
        if seat.role is Role.REPRESENTATIVE and seat.community:
            viewers[seat.community] = "representatives"
        elif seat.role is Role.COMMITTEE_MEMBER and seat.committee:
            viewers.setdefault(seat.committee.community, "committee")
    return [_home(community, viewer, known) for community, viewer in viewers.items()]


def _home(community: Community, viewer: Viewer, known: Known) -> CommunityHome:
    if viewer == "representatives":
        cards = cards_open_to(g.session, by=g.account, community=community, now=now())
    else:
        cards = cards_for(g.session, viewer="committee", community=community)
    found = community_desk(
        g.session,
        community=community,
        viewer=viewer,
        cards=seen(g.session, cards, now=now()),
        now=now(),
    )
    ahead = [each for each in found.ahead if not _is_known(each, known)]
    return CommunityHome(
        community, found.owes, [_coming(each, viewer, community) for each in ahead[:MOST]], found.released
    )


def _is_known(each: Ahead, known: Known) -> bool:
    """Later days of the same work stand for themselves: the work says the first one."""
    work = SAME.get(each.what)
    return work is not None and not known.isdisjoint({(work, each.slug, each.day), (work, each.slug, None)})


def _coming(each: Ahead, viewer: Viewer, community: Community) -> Coming:
    sentence = str(SILENCES[each.what]) % {"count": each.count}
    return Coming(day(each.day), each.name, sentence, _address(each, viewer, community))


def _address(each: Ahead, viewer: Viewer, community: Community) -> str | None:
    """The page on which whoever reads this can look at it, or do something."""
    match each.what:
        case Silence.CARD:
            return url_for("respond.cards", community=community.slug)
        case Silence.PROMISE:
            return url_for("public.office_ledger", office=each.slug, lang=community.language)
        case Silence.REVIEW if viewer == "committee":
            return url_for("review.home")
        case Silence.FAITHFUL if viewer == "representatives":
            return url_for("respond.faithful", community=community.slug)
        case Silence.CLOSES if viewer == "representatives":
            return url_for("collect.consultation", slug=each.slug)
        case Silence.CHECK if viewer == "representatives":
            return url_for("understand.check", slug=each.slug)
        case Silence.NEWS if viewer == "representatives":
            return url_for("understand.consultation", slug=each.slug)
        case Silence.FAITHFUL:
            return None
        case _:
            return url_for("public.languages", slug=each.slug)


def still_owed(consultation: Consultation) -> StillOwed:
    """What people still wait for, the most first; a small number is not said."""
    lines, counted = debts_of(
        g.session,
        consultation=consultation,
        chain=parts().languages.reads,
        k=parts().settings.small_cell,
        now=now(),
    )
    words = [
        _("%(why)s Answers: %(count)s.", why=_why(line.key), count=line.value)
        if line.value is not None
        else _("%(why)s How many is not shown.", why=_why(line.key))
        for line in lines
        if line.key != f"debts.{Reason.LEFT}"
    ]
    return StillOwed(words, day(counted))


def _why(key: str) -> str:
    return str(REASONS[Reason(key.partition(".")[2])])
