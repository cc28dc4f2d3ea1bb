"""What stop cards and keep cards ask of representatives and of the office that each of them names."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.respond.stop_answers import to_judge, to_look_over
from consult.loop.respond.stop_cards import cards_open_to, sends_from
from consult.loop.respond.stop_states import Stands, first_asked, owed_cards, seen
from consult.loop.work import Need, Work
from consult.people.records import Community, Office, Seat


def of_community(session: Session, *, seat: Seat, community: Community, now: datetime) -> Iterator[Need]:
    """Offices that let their 72 hours pass, cards to read before they are sent, and answers to cards."""
    here = (community.slug, community.name)
    found = seen(session, cards_open_to(session, by=seat.account, community=community, now=now), now=now)
    silent = [each for each in found if each.stands is Stands.SILENT and each.card.known_at is None]
    if silent:
        yield Need(Work.CARD_SILENT, *here, count=len(silent), since=first_asked(silent))
    written = [each.card for each in found if each.stands is Stands.WRITTEN]
    if looks := [each for each in written if sends_from(each, by=seat.account) <= now]:
        since = min(each.named_at for each in looks).date()
        yield Need(Work.CARD_LOOK, *here, count=len(looks), since=since)
    if said := to_judge(session, community=community, now=now):
        yield Need(Work.CARD_ANSWERED, *here, count=len(said))


def of_office(session: Session, *, seat: Seat, office: Office, now: datetime) -> Iterator[Need]:
    """Cards that ask for an answer, the nearest end of 72 hours, and drafts for a second look."""
    here = (office.slug, office.name)
    if cards := owed_cards(session, office=office, now=now):
        until = cards[0].until
        yield Need(Work.STOP_CARD, *here, count=len(cards), until=until.date() if until else None)
    if drafts := to_look_over(session, office=office, by=seat.account, now=now):
        yield Need(Work.CARD_DRAFT, *here, count=len(drafts))
