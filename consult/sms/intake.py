"""What a signed webhook says, written down: letters stored, reports noted. One path for all doors."""

import logging

from sqlalchemy.orm import Session

from consult.post.deliveries import note_event
from consult.post.inbound import store
from consult.providers.port import Letter, Provider, Report, Request, Unknown
from consult.sms.parts import SmsParts

log = logging.getLogger(__name__)


def is_signed(provider: Provider, request: Request) -> bool:
    """Whether the provider sent this itself. What cannot even be checked was not."""
    try:
        return provider.verify(request) is True
    except Exception:  # whatever a stranger sends must not become a fault of ours
        return False


def take_in(session: Session, parts: SmsParts, provider: Provider, request: Request) -> None:
    """Write down all that a signed request says, in the transaction of `session`."""
    now = parts.clock()
    for event in provider.parse(request):
        match event:
            case Letter(name, sender, text):
                store(
                    session,
                    vault=parts.vault,
                    provider=provider.name,
                    provider_message_id=name,
                    sender=sender,
                    text=text,
                    now=now,
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
                    log.info("A report of %s is about no text of ours.", provider.name)
            case Unknown():
                log.warning("A signed request of %s said nothing that we know.", provider.name)
