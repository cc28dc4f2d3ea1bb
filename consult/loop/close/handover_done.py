"""The successor has taken the pack: what is owed is passed on. From here only what waits still goes, to
those whose number stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.loop.close.handover_beans import unpacked
from consult.loop.close.handover_numbers import LESS_FIRST
from consult.loop.close.handover_pack import owed_anew, proof_of
from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.handover_rows import of_values, table_of
from consult.loop.close.records import Obligation, Reached, Telling
from consult.loop.collect.records import Consultation, Round, Successor
from consult.people import communities, passing_on
from consult.people.records import Community, Participant, Reach
from consult.people.ways import ways_to
from consult.post import deliveries
from consult.post.records import Delivery, Message

PERSON, REACH = table_of("participant").c.id, table_of("reach").c.id
OF_PERSON = table_of("reach").c.participant_id
NOTHING = str(LESS_FIRST[0])
ON_THEIR_WAY = (Delivery.CLAIMED, Delivery.AMBIGUOUS, Delivery.ACCEPTED, Delivery.SENT)


def done(session: Session, *, community: Community, receipt: str, now: datetime) -> Handover:
    """Note that the pack was taken, by the receipt that the successor read out. Twice is once.

    Refused while people left, were told, said STOP, chose anew, or said their yes or took it back since it
    was packed, and while somebody is owed something that is in no pack: the successor must know first.
    """
    packed = _of_receipt(session, community, receipt)
    if packed is None:
        raise Refused(mark("No pack of this community has this receipt. Ask the successor to read it again."))
    if packed.done_on is not None:
        return packed
    people = _people(session, packed)
    changed = len(
        _changed(session, packed, people) | _told_since(session, packed) | _in_no_pack(session, packed, now)
    )
    if changed:
        raise Refused(
            mark(
                "Since it was packed people left, spoke, were told, said STOP or chose anew: %(count)s. Pack"
                " again, so that the successor knows."
            ),
            count=changed,
        )
    if beans := unpacked(session, community=packed.community_id, pack=packed.id):
        raise Refused(
            mark(
                "Helpers brought beans since it was packed: %(count)s. Pack again, so that they wait at the"
                " successor."
            ),
            count=beans,
        )
    if on_their_way := _on_their_way(session, packed):
        raise Refused(
            mark(
                "Answers are on their way by text to people who go along: %(count)s. Wait until it is known"
                " what became of them, three days at most; else they are told twice."
            ),
            count=on_their_way,
        )
    packed.done_on = now.date()
    # Who speaks from now on is answered there, and told so here: see conversation.handed_on.
    communities.disable(session, community=packed.community, by=history.OPERATOR, now=now)
    _text_nothing_more(session, packed, now)
    history.note(
        session,
        by=history.OPERATOR,
        action="handover.done",
        about=packed,
        now=now,
        owed=packed.owed,
        with_number=packed.with_number,
    )
    session.flush()
    return packed


def handovers_of(session: Session, community: Community) -> list[Handover]:
    """What everybody may know: to which house, and from which, packs went that were taken. Of several with
    one house the newest; the oldest house first."""
    taken = session.scalars(
        select(Handover)
        .where(
            Handover.community_id == community.id,
            Handover.done_on.is_not(None),
            Handover.way != Way.REHEARSED,
        )
        .order_by(Handover.done_on, Handover.at, Handover.id)
    )
    return list({(each.way, each.house): each for each in taken}.values())


def found_at(session: Session, handover: Handover) -> str:
    """Where the house is found to which it went, as its name stood on a list; empty: nobody wrote it."""
    named = session.execute(
        select(Successor.name, Successor.address)
        .join(Consultation, Successor.consultation_id == Consultation.id)
        .where(Consultation.community_id == handover.community_id, Successor.address != "")
        .order_by(Successor.at.desc(), Successor.id)
    )
    return next((at for name, at in named if folded(name) == folded(handover.house)), "")


def packs_of(session: Session, community: Community) -> list[Handover]:
    """Every pack that was made or taken here, oldest first."""
    real = select(Handover).where(Handover.community_id == community.id, Handover.way != Way.REHEARSED)
    return list(session.scalars(real.order_by(Handover.at, Handover.id)))


def rehearsed(session: Session, community: Community) -> Handover | None:
    """The newest rehearsal."""
    return session.scalar(
        select(Handover)
        .where(Handover.community_id == community.id, Handover.way == Way.REHEARSED)
        .order_by(Handover.at.desc(), Handover.id.desc())
        .limit(1)
    )


def _of_receipt(session: Session, community: Community, receipt: str) -> Handover | None:
    return session.scalar(
        select(Handover).where(
            Handover.community_id == community.id,
            Handover.way == Way.OUT,
            Handover.proof == proof_of(receipt),
        )
    )


def _people(session: Session, packed: Handover) -> set[UUID]:
    """Who went along."""
    rows = session.scalars(
        select(Obligation.participant_id)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .where(HandedOver.handover_id == packed.id)
    )
    return set(rows)


def changed_since(session: Session, packed: Handover, *, now: datetime) -> int:
    """Of how many people the successor must hear by a newer pack."""
    people = _people(session, packed)
    changed = _changed(session, packed, people)
    return len(changed | _told_since(session, packed) | _in_no_pack(session, packed, now))


def _changed(session: Session, packed: Handover, people: set[UUID]) -> set[UUID]:
    """Whom the pack no longer fits: who left, whose number in it, each by itself, may go on no more or hears
    less than then, and whose number may go on since."""
    may = passing_on.may_go(session, people)
    hears = {
        way.reach.id: str(way.reach.hear_back)
        for ways in ways_to(session, people).values()
        for way in ways
        if way.wanted
    }
    gone = select(Participant.id).where(Participant.left_on.is_not(None))
    left = {row.id for row in of_values(session, gone, PERSON, people)}
    numbers = passing_on.packed(session, people, pack=packed.id)
    less = {who for who, way, heard in numbers if way not in may or hears.get(way, NOTHING) != heard}
    new = (may & set(hears)) - {way for _, way, _ in numbers}
    more = {row.participant_id for row in of_values(session, select(Reach.participant_id), REACH, new)}
    return left | less | more


def _told_since(session: Session, packed: Handover) -> set[UUID]:
    """Whom a text reached since: the successor would tell them the same again."""
    reached = (
        select(Obligation.participant_id)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Reached, Reached.obligation_id == Obligation.id)
        .join(Message, Message.id == Reached.message_id)
        .where(HandedOver.handover_id == packed.id, HandedOver.number.is_(True))
        .where((Message.ended_at > packed.at) | (Reached.on > packed.at.date()))
    )
    return set(session.scalars(reached))


def _on_their_way(session: Session, packed: Handover) -> int:
    """To how many of those who can be met there an answer has left and is not known to have come."""
    people = (
        select(func.count(Obligation.participant_id.distinct()))
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Telling, Telling.obligation_id == Obligation.id)
        .join(Message, Message.id == Telling.message_id)
        .where(HandedOver.handover_id == packed.id, HandedOver.number.is_(True), Telling.whole.is_(True))
        .where(Message.state.in_(ON_THEIR_WAY), Message.ended_at.is_(None))
    )
    return session.scalar(people) or 0


def _in_no_pack(session: Session, packed: Handover, now: datetime) -> set[UUID]:
    """Who is owed something here that is neither in this pack nor in one that was taken before."""
    taken = exists().where(
        HandedOver.obligation_id == Obligation.id,
        Handover.id == HandedOver.handover_id,
        (Handover.id == packed.id) | and_(Handover.way == Way.OUT, Handover.done_on.is_not(None)),
    )
    noted = session.scalars(
        select(Obligation.participant_id)
        .join(Round, Obligation.round_id == Round.id)
        .join(Consultation, Round.consultation_id == Consultation.id)
        .join(Participant, Obligation.participant_id == Participant.id)
        .where(Consultation.community_id == packed.community_id, Participant.left_on.is_(None), ~taken)
    )
    anew = owed_anew(session, packed.community, now=now)
    return {*noted, *(row["participant_id"] for row in anew)}


def _text_nothing_more(session: Session, packed: Handover, now: datetime) -> None:
    """Nothing is added from here unasked. What waits still goes to whom the successor cannot text, and to
    nobody else. Each may still ask here, and leave."""
    people = _people(session, packed)
    for (person,) in of_values(session, select(Participant), PERSON, people):
        if person.quiet_since is None:
            person.quiet_since = now.date()
            history.note(session, by=history.OPERATOR, action="participant.quiet", about=person, now=now)
    numbers = passing_on.packed(session, people, pack=packed.id)
    met = {who for who, _, heard in numbers if heard != NOTHING}
    mine = select(Reach).where(Reach.until.is_(None))
    for (reach,) in of_values(session, mine, OF_PERSON, met):
        waiting = select(Message).where(Message.reach_id == reach.id, Message.state == Delivery.PENDING)
        for message in session.scalars(waiting.with_for_update(key_share=True)):
            deliveries.end(session, message, Delivery.CANCELLED, now=now)
