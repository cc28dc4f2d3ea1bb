"""A letter that came in is understood: taken, heard, noted; redone when a worker is killed."""

from datetime import datetime

from consult.common.errors import Refused
from consult.common.outbox import TakenOver
from consult.jobs.faults import report
from consult.jobs.parts import Parts
from consult.people import contacts
from consult.post import inbound
from consult.post.inbound import Letter

NO_COUNTRY = "ZZ"
"""Networks give numbers with their country code, so no country is assumed."""


def fetch_spooled(parts: Parts, now: datetime) -> bool:
    """Take in what waited at the door while the database was away; False when nothing did."""
    return parts.spooled()


def hear_next(parts: Parts, now: datetime) -> bool:
    """Hear the oldest letter that may be heard; False when there is none.

    A letter that a room refuses outright, or that fails five times, is set aside for a person to
    look at, and its number's next letter goes on.
    """
    with parts.database.work() as session:
        letter = inbound.claim(session, vault=parts.vault, now=now)
    if letter is None:
        return False
    try:
        _hear(parts, letter, now)
    except TakenOver:
        pass
    except Exception as fault:
        error, hopeless = report("hearing a letter", fault), isinstance(fault, Refused)
        with parts.database.work() as session:
            inbound.failed(session, letter, error=error, now=now, hopeless=hopeless)
    return True


def _hear(parts: Parts, letter: Letter, now: datetime) -> None:
    """What it means and that it was understood are one transaction."""
    with parts.database.work() as session:
        point = contacts.contact_point_for(
            session,
            vault=parts.vault,
            number=letter.sender,
            region=NO_COUNTRY,
            provider=letter.provider,
        )
        contacts.heard(session, point=point, now=now)
        network = parts.providers.get(letter.provider)
        parts.hear(
            session,
            point=point,
            text=letter.text,
            letter_id=str(letter.id),
            now=now,
            media=letter.media,
            keeps_stop=network is None or network.keeps_stop,
            choice=letter.choice,
        )
        inbound.understood(session, letter, now=now)
