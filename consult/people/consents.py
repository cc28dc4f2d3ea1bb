"""What a person agreed to or refused, with the text and language in which it was said to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.people.records import Consent, Participant


def record(
    session: Session,
    *,
    participant: Participant,
    purpose: str,
    given: bool,
    text_version: str,
    language: str,
    now: datetime,
) -> Consent:
    """Keep one answer about one purpose. A later one stands beside it; the last one holds."""
    consent = Consent(
        participant=participant,
        purpose=purpose,
        given=given,
        text_version=text_version,
        language=language,
        on=now.date(),
        detail={},
    )
    session.add(consent)
    return consent
