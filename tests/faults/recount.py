"""What is in the house, beside what the network really did: whatever does not fit is counted."""

from collections import Counter
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.outbox import OutboxItem
from consult.db.unit import Database
from consult.post.records import Delivery, Inbound, Message
from tests.faults.truth import Truth


@dataclass(frozen=True)
class Count:
    """The first five must be 0. The others say how hard it was."""

    lost: int
    """Texts that our door acknowledged and that are not in the house."""
    stored_twice: int
    without: int
    """Phones that never got what answers their text, and nobody is told so."""
    doubled: int
    """Texts carried again beyond those that the network hid from us."""
    unfinished: int
    """Letters, texts and errands still open, or set aside."""
    unheard: int
    """Texts that the network gave up bringing and that nobody fetched."""
    for_a_person: int
    """Phones without their answer that the house shows as failed: nobody knew, twice."""
    hidden: int
    doubled_by_hiding: int
    spoken: int
    acknowledged: int
    carried: int
    lied_about: int

    @property
    def whole(self) -> bool:
        """Whether everything holds that was promised."""
        return not (self.lost or self.stored_twice or self.without or self.doubled or self.unfinished)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


GOING = (Delivery.PENDING, Delivery.CLAIMED, Delivery.AMBIGUOUS, Delivery.ACCEPTED, Delivery.SENT)


def open_work(session: Session, *, aside: bool = False) -> int:
    """How much the house still has to do; with what it set aside, if asked."""
    letters, errands = [Inbound.understood_at.is_(None)], [OutboxItem.done_at.is_(None)]
    if not aside:
        letters.append(Inbound.set_aside_at.is_(None))
        errands.append(OutboxItem.set_aside_at.is_(None))
    questions = (
        select(func.count(Inbound.id)).where(*letters),
        select(func.count(OutboxItem.id)).where(*errands),
        select(func.count(Message.id)).where(Message.state.in_(GOING), Message.ended_at.is_(None)),
    )
    return sum(session.scalar(each) or 0 for each in questions)


def reports_awaited(session: Session) -> int:
    """How many texts were taken for certain and not yet reported on."""
    sure = (Delivery.ACCEPTED, Delivery.SENT)
    taken = select(func.count(Message.id)).where(Message.state.in_(sure), Message.ended_at.is_(None))
    return session.scalar(taken) or 0


def recount(database: Database, truth: Truth) -> Count:
    """Compare, phone by phone. Each phone spoke once, so each is owed one text."""
    with database.reading() as session:
        stored = Counter(session.scalars(select(Inbound.provider_message_id)))
        failed = session.scalar(select(func.count(Message.id)).where(Message.state == Delivery.FAILED)) or 0
        unfinished = open_work(session, aside=True)
    spoken = truth.spoken()
    acknowledged = [each for each in spoken if each.answered == 200]
    heard = {each.sender for each in spoken if each.sid in stored} | {each.sender for each in acknowledged}
    without = len(heard - {each.to for each in truth.taken()})
    beyond, extra = truth.doubled()
    report = truth.report()
    return Count(
        lost=sum(each.sid not in stored for each in acknowledged),
        stored_twice=sum(count > 1 for count in stored.values()),
        without=max(0, without - failed),
        doubled=beyond,
        unfinished=unfinished,
        unheard=sum(each.sid not in stored for each in spoken),
        for_a_person=min(without, failed),
        hidden=int(str(report["hidden"])),
        doubled_by_hiding=extra - beyond,
        spoken=len(spoken),
        acknowledged=len(acknowledged),
        carried=len(truth.taken()),
        lied_about=int(str(report["lied_about"])),
    )
