"""The stop cards and keep cards of a community as rows of its ledger: those that everyone may know of.

Of one that is held only its mark stands: neither its office nor what it asks.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.close.ledger_lines import CardRow
from consult.loop.respond.stop_states import Said, Seen, Stands, cards_for, seen
from consult.people.records import Community


def cards_of(session: Session, community: Community, *, now: datetime) -> tuple[CardRow, ...]:
    """Whoever made them, they are the community's: each of its consultations shows the same ones."""
    found = seen(session, cards_for(session, viewer="everyone", community=community), now=now)
    return tuple(_row(community, each, now) for each in found)


def _row(community: Community, each: Seen, now: datetime) -> CardRow:
    held = each.stands is Stands.HELD
    answer = answer_that_stands(each)
    return CardRow(
        community=community.slug,
        number=each.card.number,
        office=None if held else each.card.office.slug,
        wish=None if held else str(each.card.wish),
        stands=str(each.stands),
        since=None if held else each.since,
        answered=answer.answer.published_at.date() if answer and answer.answer.published_at else None,
        late=answer is not None and answer.late,
        refused=0 if held else each.refused,
        held=each.card.held_at.date() if held and each.card.held_at else None,
        counted=_counted(each, now),
    )


def _counted(each: Seen, now: datetime) -> str | None:
    """By its 72 hours: what they told when it was held or taken back stays, and what runs then ends."""
    card, standing = each.card, _standing(each)
    if standing is not None:
        return "cards_late" if standing.late else "cards_in_time"
    marked = min((at for at in (card.held_at, card.withdrawn_at) if at is not None), default=None)
    if card.due_at is not None and card.due_at <= (marked or now):
        return "cards_ignored"
    return None if marked else "cards_waiting"


def answer_that_stands(each: Seen) -> Said | None:
    """The first answer that no representative called none, of those after the last that one did: what an
    office says later beside it makes it neither earlier nor later."""
    return _standing(each) if each.stands is Stands.ANSWERED else None


def _standing(each: Seen) -> Said | None:
    if not each.said or each.said[-1].refused:
        return None
    standing = each.said[-1]
    for said in reversed(each.said):
        if said.refused:
            break
        standing = said
    return standing
