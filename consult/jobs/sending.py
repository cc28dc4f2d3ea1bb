"""Letters out: claimed, put into words, handed over with no transaction open, noted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from consult.jobs.faults import report
from consult.jobs.parts import Parts
from consult.post import claims, deliveries, doubts, lines
from consult.post.claims import Claimed
from consult.post.outcomes import Ambiguous, CannotTell, Looked, Outcome
from consult.post.segments import as_it_goes
from consult.providers.port import Outbound, Provider, Sought


class Ahead(Exception):  # noqa: N818 - not a fault: another worker took the last slot of this moment
    """The line is ahead of its pace. Roll back: the letter goes in a moment."""


def send_next(parts: Parts, now: datetime) -> bool:
    """Hand the next letter to its provider; False when none may go.

    Killed after the claim, nobody knows whether the provider was reached: `ask_next` finds out.
    """
    ready = _prepare(parts, now)
    if ready is None:
        return False
    attempt_id, provider, letter = ready
    outcome = _hand_over(provider, letter)
    with parts.database.work() as session:
        deliveries.note_outcome(session, attempt_id=attempt_id, outcome=outcome, now=now)
    return True


def _prepare(parts: Parts, now: datetime) -> tuple[UUID, Provider, Outbound] | None:
    """Claim a letter, word it and note the attempt, all on disk before the provider hears of it."""
    claimed: Claimed | None = None
    try:
        with parts.database.work() as session:
            claimed = claims.claim_next(session, vault=parts.vault, providers=list(parts.providers), now=now)
            return _worded(parts, session, claimed, now) if claimed else None
    except Ahead:  # nothing of this happened: the letter waits where it was
        return None
    except Exception as fault:
        if claimed is None:
            raise
        report("putting a letter into words", fault)
        with parts.database.work() as session:
            claims.spoiled(session, message_id=claimed.message_id, now=now)
        return None


def _worded(
    parts: Parts, session: Session, claimed: Claimed, now: datetime
) -> tuple[UUID, Provider, Outbound]:
    said = [parts.languages.phrase(each.key, claimed.language, **each.values) for each in claimed.sentences]
    body = as_it_goes(" ".join(said))
    trying = claims.attempt(session, vault=parts.vault, claimed=claimed, body=body, now=now)
    rate = parts.paces.get(claimed.provider)
    if not lines.may_go(session, provider=claimed.provider, segments=trying.segments, rate=rate, now=now):
        raise Ahead
    return trying.attempt_id, parts.providers[claimed.provider], Outbound(trying.token, claimed.to, body)


def _hand_over(provider: Provider, letter: Outbound) -> Outcome:
    try:
        return provider.send(letter)
    except Exception as fault:  # it may have been taken before it failed
        report("handing a letter over", fault)
        return Ambiguous()


def ask_next(parts: Parts, now: datetime) -> bool:
    """Ask a provider what became of a letter of which nobody knows enough; False when all is known."""
    with parts.database.work() as session:
        doubt = doubts.claim_doubt(session, vault=parts.vault, now=now)
    if doubt is None:
        return False
    sought = Sought(
        doubt.token, doubt.provider_message_id, doubt.body_hash, doubt.started_at, doubt.to, doubt.others
    )
    looked = _look(parts.providers.get(doubt.provider), sought)
    with parts.database.work() as session:
        doubts.note_looked(session, attempt_id=doubt.attempt_id, looked=looked, now=now)
    return True


def _look(provider: Provider | None, sought: Sought) -> Looked:
    if provider is None:
        return CannotTell()
    try:
        return provider.look(sought)
    except Exception as fault:
        report("asking after a letter", fault)
        return CannotTell()
