"""What became of a letter: outcomes and reports, appended; the highest state shows.

Nobody's word lowers a state, so reports may come late, twice and in any order. An outcome that
nobody knows is asked about before anything is sent again, and sent again at most once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.ids import new_id
from consult.people import contacts
from consult.post.outcomes import Accepted, Ambiguous, Outcome, Rejected, Throttled, Why
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message
from consult.post.states import ENDED, merge

SETTLE = timedelta(minutes=1)
"""How long a report may take before we ask the provider ourselves."""
SETUP_PAUSE = timedelta(minutes=15)
LOOK_AGAIN = timedelta(minutes=10)


def note_outcome(session: Session, *, attempt_id: UUID, outcome: Outcome, now: datetime) -> None:
    """Note what the provider answered to one attempt, in the second transaction of sending."""
    attempt = session.get_one(Attempt, attempt_id)
    message = held(session, attempt)
    match outcome:
        case Accepted(name):
            attempt.outcome = "accepted"
            attempt.provider_message_id = attempt.provider_message_id or name
            message.leased_until = now + LOOK_AGAIN
            note_state(session, attempt, message, Delivery.ACCEPTED, now=now)
        case Throttled(after):
            attempt.outcome = "throttled"
            wait(session, attempt, message, until=now + after)
        case Rejected(Why.SETUP):
            attempt.outcome = "setup"
            wait(session, attempt, message, until=now + SETUP_PAUSE)
        case Rejected(why, code):
            attempt.outcome = "rejected"
            note_state(session, attempt, message, Delivery.FAILED, code=code, why=why, now=now)
        case Ambiguous():
            attempt.outcome = "ambiguous"
            message.state = merge(message.state, Delivery.AMBIGUOUS)
            message.leased_until = now + SETTLE


def note_event(
    session: Session,
    *,
    provider: str,
    state: Delivery,
    now: datetime,
    token: str | None = None,
    provider_message_id: str | None = None,
    code: str = "",
    why: Why | None = None,
) -> bool:
    """Note a delivery report, found by our token or by the provider's name of the text.

    False: nobody here knows such an attempt. The same report twice adds nothing. A report proves
    that the provider took the text, so it also ends a doubt.
    """
    names = []
    if token:
        names.append(Attempt.token == token)
    if provider_message_id:
        names.append(Attempt.provider_message_id == provider_message_id)
    if not names:
        return False
    attempt = session.scalar(select(Attempt).where(Attempt.provider == provider, or_(*names)).limit(1))
    if attempt is None:
        return False
    message = held(session, attempt)
    attempt.provider_message_id = attempt.provider_message_id or provider_message_id
    note_state(session, attempt, message, state, code=code, why=why, now=now)
    return True


def held(session: Session, attempt: Attempt) -> Message:
    """The message of `attempt`, as it is now and held for this transaction."""
    return session.get_one(
        Message, attempt.message_id, with_for_update={"key_share": True}, populate_existing=True
    )


def note_state(
    session: Session,
    attempt: Attempt,
    message: Message,
    state: Delivery,
    *,
    now: datetime,
    code: str = "",
    why: Why | None = None,
) -> None:
    """Append what was said of `attempt` and raise its message to it."""
    session.flush()
    values = {
        "id": new_id(),
        "attempt_id": attempt.id,
        "state": state,
        "code": code[:40],
        "at": _day(now) if message.coarse else now,
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(DeliveryEvent)
        .values(values)
        .on_conflict_do_nothing(index_elements=["attempt_id", "state", "code"])
    )
    if why is Why.NUMBER:
        contacts.mark_dead(session, point=message.contact_point, now=now)
    if why is Why.STOPPED:
        contacts.stop(session, point=message.contact_point, now=now)
    raised = merge(message.state, state)
    if raised is message.state:
        return
    if raised in ENDED:
        end(session, message, raised, now=now)
    else:
        message.state = raised


def end(session: Session, message: Message, state: Delivery, *, now: datetime) -> None:
    """The message has come to `state` for good. Of a delivered one the rooms above hear by the outbox;
    what did not arrive is a debt, and debts are looked up, never told."""
    message.state = state
    close(message, now=now)
    if state is Delivery.DELIVERED:
        name = str(message.id)
        outbox.ask_for(session, "delivered", key=name, now=now, message_id=name)


def close(message: Message, *, now: datetime) -> None:
    """Nothing more is done about this message, so its words are not needed any more."""
    message.leased_until = None
    message.ended_at = message.ended_at or now
    message.sentences = []


def wait(session: Session, attempt: Attempt, message: Message, *, until: datetime) -> None:
    """Nothing was sent by `attempt`: its message waits again, unless somebody knows better by now."""
    newest = session.scalar(select(func.max(Attempt.number)).where(Attempt.message_id == message.id))
    if attempt.number == newest and message.state in (Delivery.CLAIMED, Delivery.AMBIGUOUS):
        message.state = Delivery.PENDING
        message.leased_until = None
        message.not_before = until


def _day(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
