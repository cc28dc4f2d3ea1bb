"""A person changes the phone on which they hear back, or gives one for the first time.

Nothing goes to the earlier phone for them any more, and texts that still waited for it go to the new one.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.close.catching_up import catch_up
from consult.loop.departure import cancel_texts, leave_conversation
from consult.people import consents, contacts, reaches
from consult.people.records import HearBack, Participant, Reach

AGREED = "new-phone-1"
"""The version of the sentences beside the box for the number, to which people agree. Raise it when
they say more or less."""


def change_phone(
    session: Session,
    *,
    vault: Vault,
    participant: Participant,
    before: Reach | None,
    number: str,
    hear_back: HearBack,
    provider: str,
    chain: Callable[[str], Sequence[str]],
    now: datetime,
) -> Reach:
    """Let `participant` be reached on `number` instead of `before`; None: besides what there is.

    Raises Refused for an impossible number and for a phone that nine people used.
    """
    if not number.strip():
        raise Refused(mark("Write the number of the phone."), field="number")
    point = contacts.contact_point_for(
        session,
        vault=vault,
        number=number,
        region=participant.community.region,
        provider=provider,
    )
    if before is not None and before.contact_point_id == point.id:
        raise Refused(mark("This is the number that you have here already."), field="number")
    reach = reaches.give_reach(session, participant=participant, point=point, hear_back=hear_back, now=now)
    if before is not None:
        leave_phone(session, reach=before, now=now)
    consents.record(
        session,
        participant=participant,
        purpose="phone",
        given=True,
        text_version=AGREED,
        language=participant.language,
        now=now,
    )
    history.note(session, by=participant.actor, action="phone.changed", about=reach, now=now)
    session.flush()
    catch_up(session, participant=participant, chain=chain, now=now)
    return reach


def leave_phone(session: Session, *, reach: Reach, now: datetime) -> None:
    """No more texts to this person on this phone; others on it go on. Their words stay."""
    cancel_texts(session, reach, now)
    reaches.end(session, reach=reach, now=now)
    session.flush()
    others = reaches.on_phone(session, point=reach.contact_point)
    leave_conversation(session, reach, last=not others)
