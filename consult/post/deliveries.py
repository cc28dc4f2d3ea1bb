"""What became of a letter: outcomes and reports, appended; the highest state shows.

The newest attempt is what its message shows, but delivered is delivered, whichever attempt it was.
Nobody's word lowers an attempt, so reports may come late, twice and in any order. A failure that
time may heal puts the message back once for each attempt, by the table of retries.py; one by the
set-up of our account rests the line, and its message waits with it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.days import day_of
from consult.common.once import add_once
from consult.people import contacts
from consult.post import lines
from consult.post.outcomes import Accepted, Ambiguous, Outcome, Rejected, Throttled, Why
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message
from consult.post.retries import AGAIN, GIVEN_UP, again
from consult.post.states import REPORTED, merge

SETTLE = timedelta(minutes=1)
"""How long a report may take before we ask the provider ourselves."""
LOOK_AGAIN = timedelta(minutes=10)
FULL_FOR = timedelta(minutes=30)
"""How long a line rests when a report says that its network takes no more of us."""
OVER = {why: f"failed: {why}" for why in (*AGAIN, Why.SETUP)}
"""What stands as the outcome of an attempt after which its message was put back."""


def note_outcome(session: Session, *, attempt_id: UUID, outcome: Outcome, now: datetime) -> None:
    """Note what the provider answered to one attempt, in the second transaction of sending."""
    attempt = session.get_one(Attempt, attempt_id)
    message = held(session, attempt)
    match outcome:
        case Accepted(name):
            taken(attempt, name)
            if message.state is Delivery.CLAIMED and is_newest(session, attempt):
                message.leased_until = now + LOOK_AGAIN
            note_state(session, attempt, message, Delivery.ACCEPTED, now=now)
            lines.note_taken(session, provider=attempt.provider, now=now)
        case Throttled(after):
            attempt.outcome = "throttled"
            wait(session, attempt, message)
            _be_patient(session, attempt, after, now)
        case Rejected(Why.SETUP, code):
            attempt.outcome = "setup"
            wait(session, attempt, message)
            _rest(session, attempt, code, now)
        case Rejected(why, code):
            attempt.outcome = attempt.outcome if over(attempt) else "rejected"
            note_state(session, attempt, message, Delivery.FAILED, code=code, why=why, now=now)
        case Ambiguous() if message.state is Delivery.CLAIMED and is_newest(session, attempt):
            attempt.outcome = "ambiguous"
            message.state = Delivery.AMBIGUOUS
            message.leased_until = now + SETTLE
        case Ambiguous():
            pass  # a report came first, or the doubt is with somebody already


def taken(attempt: Attempt, name: str | None) -> None:
    """Note that the provider has this attempt and calls it `name`. That it failed since then stays."""
    attempt.provider_message_id = attempt.provider_message_id or name
    if not over(attempt):
        attempt.outcome = "accepted"


def over(attempt: Attempt) -> bool:
    """Whether this attempt failed and its message was put back for another one."""
    return attempt.outcome in OVER.values()


def is_newest(session: Session, attempt: Attempt) -> bool:
    """Whether no later attempt carries the same message: the word of an older one plans nothing."""
    session.flush()
    newest = session.scalar(select(func.max(Attempt.number)).where(Attempt.message_id == attempt.message_id))
    return attempt.number == newest


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
    """The message of `attempt`, both as they are now, and held for this transaction: a report may have
    come between our look and our hold, and what it planned must not be overwritten."""
    message = session.get_one(
        Message, attempt.message_id, with_for_update={"key_share": True}, populate_existing=True
    )
    session.refresh(attempt)
    return message


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
    if _append(session, attempt, message, state, code=code, now=now):
        _heed(session, attempt, message, state, code=code, why=why, now=now)
    _show(session, attempt, message, state, why=why, now=now)


def _append(
    session: Session, attempt: Attempt, message: Message, state: Delivery, *, code: str, now: datetime
) -> bool:
    """Whether this was not said of `attempt` before."""
    session.flush()
    return add_once(
        session,
        DeliveryEvent,
        unique=["attempt_id", "state", "code"],
        attempt_id=attempt.id,
        state=state,
        code=code[:40],
        at=day_of(now) if message.coarse else now,
    )


def _heed(
    session: Session,
    attempt: Attempt,
    message: Message,
    state: Delivery,
    *,
    code: str,
    why: Why | None,
    now: datetime,
) -> None:
    """What a report says of the phone or the line, whatever has become of its message meanwhile.

    Only when it is new: one that is brought again years later must not silence who has come back.
    """
    if why is Why.NUMBER:
        contacts.mark_dead(session, point=message.contact_point, now=now)
    elif why is Why.STOPPED:
        contacts.stop(session, point=message.contact_point, now=now)
    elif why is Why.SETUP:
        _rest(session, attempt, code, now)
    elif why is Why.FULL:
        _be_patient(session, attempt, FULL_FOR, now)
    elif state in (Delivery.SENT, Delivery.DELIVERED):
        lines.note_sent(session, provider=attempt.provider, began=attempt.started_at)


def _rest(session: Session, attempt: Attempt, code: str, now: datetime) -> None:
    lines.rest_for_setup(session, provider=attempt.provider, code=code, began=attempt.started_at, now=now)


def _be_patient(session: Session, attempt: Attempt, after: timedelta, now: datetime) -> None:
    part = int(attempt.token[:4], 16) / 0xFFFF
    lines.be_patient(session, provider=attempt.provider, after=after, part=part, now=now)


def _show(
    session: Session,
    attempt: Attempt,
    message: Message,
    state: Delivery,
    *,
    why: Why | None,
    now: datetime,
) -> None:
    """Raise `message` to what was said of `attempt`, where that still counts."""
    raised = merge(message.state, state)
    if raised is message.state or state not in REPORTED:
        return
    if state is Delivery.DELIVERED:
        end(session, message, state, now=now)
    elif not is_newest(session, attempt):
        return
    elif state is Delivery.FAILED:
        _fail(session, attempt, message, why=why, now=now)
    elif not over(attempt):
        message.state = raised
        message.leased_until = message.leased_until or now + LOOK_AGAIN


def _fail(session: Session, attempt: Attempt, message: Message, *, why: Why | None, now: datetime) -> None:
    """Put the message back, if time may heal what was said of its newest attempt; else it has failed.

    A second such word of the same attempt plans nothing more, and one that allows no retry ends it.
    """
    if why is None or why not in OVER:
        end(session, message, Delivery.FAILED, now=now)
        return
    at = message.not_before if why is Why.SETUP else _again(session, attempt, message, why, now)
    if at is None or message.ended_at is not None:  # the last try, or its words are gone
        _append(session, attempt, message, Delivery.FAILED, code=GIVEN_UP.get(why, why), now=now)
        end(session, message, Delivery.FAILED, now=now)
    elif not over(attempt):
        attempt.outcome = OVER[why]
        message.state = Delivery.PENDING
        message.leased_until = None
        message.not_before = at


def _again(session: Session, attempt: Attempt, message: Message, why: Why, now: datetime) -> datetime | None:
    failed = (
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.message_id == message.id,
            Attempt.number < attempt.number,
            Attempt.outcome == OVER[why],
        )
    )
    person = message.reach.participant if message.reach else None
    return again(
        why,
        before=session.scalar(failed) or 0,
        asked=message.asked,
        timezone=person.community.timezone if person else "UTC",
        now=now,
    )


def end(session: Session, message: Message, state: Delivery, *, now: datetime) -> None:
    """The message has come to `state` for good. Of a delivered one the rooms above hear by the outbox;
    what did not arrive is a debt, and debts are looked up, never told."""
    message.state = state
    close(message, now=now)
    if state is Delivery.DELIVERED:
        name = str(message.id)
        outbox.ask_for(session, "delivered", key=name, now=now, message_id=name)


def kept_words(message: Message) -> list[Any]:
    """The words of a letter that failed and that a person may have sent again (set_aside.py), so that
    they outlive its end for a while; none where its person has left meanwhile."""
    left = message.reach is not None and message.reach.until is not None
    return [] if left else message.sentences


def close(message: Message, *, now: datetime) -> None:
    """Nothing more is done about this message, so its words are not needed any more."""
    message.leased_until = None
    message.ended_at = message.ended_at or now
    message.sentences = []


def wait(session: Session, attempt: Attempt, message: Message) -> None:
    """Nothing was sent by `attempt`: its message waits again in its old place, before what was written
    later, unless somebody knows better by now."""
    if is_newest(session, attempt) and message.state in (Delivery.CLAIMED, Delivery.AMBIGUOUS):
        message.state = Delivery.PENDING
        message.leased_until = None
