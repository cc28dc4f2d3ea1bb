"""Letters that never reached our door: each hour every network is asked what came to us."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from consult.common.heartbeat import WORKER, Heartbeat, beat
from consult.jobs.faults import report
from consult.jobs.parts import Parts
from consult.post import inbound
from consult.providers.port import Letter, Provider

OVERLAP = timedelta(hours=2)
"""A network's list may lag behind, and its clock may differ from ours."""


def look_for_missed(parts: Parts, now: datetime) -> None:
    """Ask each network what came since it last answered, and keep what is new.

    No transaction is open while a network is asked. One that fails is asked again next hour, from
    the same moment on; it holds up no other.
    """
    for provider in parts.providers.values():
        try:
            _ask(parts, provider, now)
        except Exception as fault:
            report(f"asking {provider.name} what came", fault)


def _ask(parts: Parts, provider: Provider, now: datetime) -> None:
    asked = f"asked {provider.name}"
    with parts.database.reading() as session:
        last = session.scalar(select(Heartbeat.at).where(Heartbeat.name == asked))
    came = provider.came_since((last or now) - OVERLAP)
    if came is None:
        return
    _keep(parts, provider, came, now)
    with parts.database.work() as session:
        beat(session, asked, now=now)


def _keep(parts: Parts, provider: Provider, came: Sequence[Letter], now: datetime) -> None:
    """Each letter is a transaction of its own, so that no webhook waits long. A known one stays as it is.

    Each is a sign of life too: after days without a network there may be thousands."""
    for letter in came:
        with parts.database.work() as session:
            beat(session, WORKER, now=parts.clock())
            inbound.store(
                session,
                vault=parts.vault,
                provider=provider.name,
                provider_message_id=letter.provider_message_id,
                sender=letter.sender,
                text=letter.text,
                now=now,
                media=letter.media,
                choice=letter.choice,
            )
