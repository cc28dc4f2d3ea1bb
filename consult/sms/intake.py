"""What a signed webhook says, written down: letters stored, reports noted. One path for all doors."""

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from consult.post.deliveries import note_event
from consult.post.inbound import store
from consult.post.unreadable import note_unreadable
from consult.providers.port import Event, Letter, Provider, Report, Request, Unknown
from consult.sms.parts import SmsParts

MOST_NAME = 120
MOST_CODE = 40
log = logging.getLogger(__name__)


def is_signed(provider: Provider, request: Request) -> bool:
    """Whether the provider sent this itself. What cannot even be checked was not."""
    try:
        return provider.verify(request) is True
    except Exception:  # whatever a stranger sends must not become a fault of ours
        return False


def take_in(
    session: Session,
    parts: SmsParts,
    provider: Provider,
    request: Request,
    *,
    came_at: datetime | None = None,
) -> None:
    """Write down all that a signed request says, in the transaction of `session`.

    `came_at`: when it came, if that was not just now.
    """
    now = came_at or parts.clock()
    for event in events(provider, request):
        match event:
            case Letter(name, sender, text, media, choice):
                store(
                    session,
                    vault=parts.vault,
                    provider=provider.name,
                    provider_message_id=name,
                    sender=sender,
                    text=text,
                    now=now,
                    media=media,
                    choice=choice,
                )
            case Report(state, token, name, code, why):
                known = note_event(
                    session,
                    provider=provider.name,
                    state=state,
                    now=now,
                    token=token,
                    provider_message_id=name,
                    code=code,
                    why=why,
                )
                if not known:
                    _count(session, parts, provider, request, now)
                    log.info("A report of %s is about no text of ours.", provider.name)
            case Unknown():
                _count(session, parts, provider, request, now)
                log.warning("A signed request of %s said nothing that we know.", provider.name)


def _count(session: Session, parts: SmsParts, provider: Provider, request: Request, now: datetime) -> None:
    """Note that this very request came, once however often it does, and nothing of what it says."""
    said = f"{request.method} {request.url}\n".encode() + request.body
    note_unreadable(session, vault=parts.vault, provider=provider.name, said=said, now=now)


def events(provider: Provider, request: Request) -> Iterator[Event]:
    """What the request says; Unknown where it cannot be read or no database would keep it."""
    try:
        said = provider.parse(request)
    except Exception as fault:  # a signed oddity would be sent again and again, and fail each time
        log.warning("A signed request of %s could not be read: %s", provider.name, type(fault).__name__)
        said = [Unknown()]
    return (event if _can_be_kept(event) else Unknown() for event in said)


def _can_be_kept(event: Event) -> bool:
    match event:
        case Letter(name, sender):
            return bool(name and sender) and _plain(name, MOST_NAME) and _plain(sender, MOST_NAME)
        case Report(_, token, name, code):
            return (
                _plain(token or "", MOST_NAME) and _plain(name or "", MOST_NAME) and _plain(code, MOST_CODE)
            )
        case Unknown():
            return True


def _plain(text: str, most: int) -> bool:
    """Short, without NUL and without broken halves of signs."""
    return len(text) <= most and "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
