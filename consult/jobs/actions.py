"""What each name in the outbox does: one call into a room, in the transaction that marks it done."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from consult.jobs.parts import Parts
from consult.jobs.pointing import look_over, seek_cards
from consult.loop.close import alone, ask_happened, fanout, happened, obligations, tellings
from consult.loop.close.catching_up import catch_up
from consult.loop.collect import round_news
from consult.loop.collect.records import Answer, Consultation
from consult.loop.understand import cards
from consult.loop.understand.records import Findings
from consult.people.records import Reach

Action = Callable[..., None]


def number_card(session: Session, parts: Parts, now: datetime, *, consultation_id: str) -> None:
    consultation = session.get_one(Consultation, UUID(consultation_id))
    cards.number_cards(session, consultation=consultation, shuffle=parts.shuffle)


def owe(session: Session, parts: Parts, now: datetime, *, findings_id: str) -> None:
    findings = session.get_one(Findings, UUID(findings_id))
    obligations.owe(session, findings=findings, now=now)
    happened.count_all(session, consultation_id=findings.consultation_id, on=now.date())


def owe_late(session: Session, parts: Parts, now: datetime, *, answer_id: str) -> None:
    obligations.owe_late(session, answer=session.get_one(Answer, UUID(answer_id)), now=now)


def fan_out(
    session: Session, parts: Parts, now: datetime, *, version_id: str, after: str | None = None
) -> None:
    fanout.fan_out(
        session,
        version_id=UUID(version_id),
        after=UUID(after) if after else None,
        chain=parts.languages.reads,
        now=now,
    )


def tell_alone(
    session: Session, parts: Parts, now: datetime, *, findings_id: str, after: str | None = None
) -> None:
    alone.tell_alone(
        session,
        findings=session.get_one(Findings, UUID(findings_id)),
        after=UUID(after) if after else None,
        chain=parts.languages.reads,
        now=now,
    )


def tell_less(session: Session, parts: Parts, now: datetime, *, reach_id: str) -> None:
    """A whole answer did not go, as its person wants a knock by now: then that."""
    person = session.get_one(Reach, UUID(reach_id)).participant
    catch_up(session, participant=person, chain=parts.languages.reads, now=now)


def delivered(session: Session, parts: Parts, now: datetime, *, message_id: str) -> None:
    tellings.note_delivered(session, message_id=UUID(message_id), now=now)


def ask_whether_it_happened(
    session: Session, parts: Parts, now: datetime, *, promise_id: str, day: str, after: str | None = None
) -> None:
    ask_happened.ask(
        session,
        promise_id=UUID(promise_id),
        day=date.fromisoformat(day),
        after=UUID(after) if after else None,
        now=now,
    )


def count_happened(session: Session, parts: Parts, now: datetime, *, promise_id: str, day: str) -> None:
    ask_happened.count_due(session, promise_id=UUID(promise_id), day=date.fromisoformat(day), now=now)


def tell_round(
    session: Session, parts: Parts, now: datetime, *, round_id: str, what: str, news: str, after: str = ""
) -> None:
    told, chain = UUID(after) if after else None, parts.languages.reads
    round_news.tell_round(
        session, round_id=UUID(round_id), what=what, news=news, after=told, chain=chain, now=now
    )


def mailed(session: Session, parts: Parts, now: datetime, *, account_id: str, **about: str) -> None:
    """The mail itself went before this, with no transaction open: see mailing.py."""


def break_down(session: Session, parts: Parts, now: datetime, *, findings_id: str, small_cell: int) -> None:
    """The counting itself was done before this, with no transaction open: see counting.py."""


def find_phrases(session: Session, parts: Parts, now: datetime, *, run_id: str) -> None:
    """They were found before this, with no transaction open: see pointing.py."""


ACTIONS: dict[str, Action] = {
    "number_card": number_card,
    "owe": owe,
    "owe_late": owe_late,
    "fan_out": fan_out,
    "tell_alone": tell_alone,
    "tell_less": tell_less,
    "break_down": break_down,
    "ask_happened": ask_whether_it_happened,
    "count_happened": count_happened,
    "delivered": delivered,
    "mail_link": mailed,
    "mail_work": mailed,
    "mail_promise": mailed,
    "tell_round": tell_round,
    "look_over": look_over,
    "seek_cards": seek_cards,
    "find_phrases": find_phrases,
}
