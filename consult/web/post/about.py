"""What something set aside is about: which consultation, and which step of it. Reads, changes nothing."""

from uuid import UUID

from flask import g
from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.loop.close.records import Telling
from consult.loop.collect.records import Answer, Consultation, Conversation
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Findings
from consult.people.records import ContactPoint
from consult.post.records import Inbound, Message
from consult.post.set_aside import Kind, SetAside
from consult.web.post.words import ERRANDS, STEPS, TEXTS, network


def said_of(seen: SetAside) -> str:
    """What it is, in a few words."""
    match seen.kind:
        case Kind.LETTER_IN:
            return network(seen.what)
        case Kind.ERRAND:
            return str(ERRANDS.get(seen.what, seen.what))
    return str(TEXTS.get(seen.what, seen.what))


def step_of(seen: SetAside) -> str:
    """Where the conversation stood in which a text came; nothing for what is no text that came."""
    talk = _talk(seen.id) if seen.kind is Kind.LETTER_IN else None
    return str(STEPS[talk.state]) if talk else ""


def consultation_of(seen: SetAside) -> Consultation | None:
    """The consultation that it belongs to, where that can be told."""
    match seen.kind:
        case Kind.LETTER_IN:
            talk = _talk(seen.id)
            return talk.round.consultation if talk and talk.round else None
        case Kind.ERRAND:
            return _of_errand(g.session.get_one(OutboxItem, seen.id).payload)
    return _of_message(seen.id)


def community_of(seen: SetAside) -> str:
    """The name of the community of the person to whom a text should go."""
    if seen.kind not in (Kind.DOUBT, Kind.UNWORDED):
        return ""
    reach = g.session.get_one(Message, seen.id).reach
    return reach.participant.community.name if reach else ""


def _talk(letter: UUID) -> Conversation | None:
    found: Conversation | None = g.session.scalar(
        select(Conversation)
        .join(Conversation.contact_point)
        .join(Inbound, Inbound.sender_lookup == ContactPoint.lookup)
        .where(Inbound.id == letter)
    )
    return found


def _of_errand(payload: dict[str, str]) -> Consultation | None:
    for name, value in payload.items():
        match name:
            case "consultation_id":
                return g.session.get(Consultation, UUID(value))  # type: ignore[no-any-return]
            case "findings_id":
                findings = g.session.get(Findings, UUID(value))
                return findings.consultation if findings else None
            case "answer_id":
                answer = g.session.get(Answer, UUID(value))
                return answer.given.round.consultation if answer else None
            case "version_id":
                version = g.session.get(ResponseVersion, UUID(value))
                return version.response.themes[0].findings.consultation if version else None
            case "message_id":
                return _of_message(UUID(value))
    return None


def _of_message(message: UUID) -> Consultation | None:
    telling = g.session.scalar(select(Telling).where(Telling.message_id == message).limit(1))
    return telling.obligation.round.consultation if telling else None
