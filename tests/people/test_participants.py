"""A participant is a pseudonym in one community."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.people import communities
from consult.people.consents import record
from consult.people.participants import newcomer, tell_where
from tests.cast import Cast


def test_a_newcomer_has_a_community_and_a_language_and_their_act_only_a_day(
    session: Session, cast: Cast, now: datetime
) -> None:
    person = newcomer(session, community=cast.community, language="ar", now=now)
    session.flush()
    assert (person.community, person.language, person.left_on) == (cast.community, "ar", None)
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.about_id == person.id)).one()
    assert (entry.at.date(), entry.at.hour) == (now.date(), 0)


def test_people_tell_where_they_come_from_and_where_they_stay(
    session: Session, cast: Cast, now: datetime
) -> None:
    person = newcomer(session, community=cast.community, language="ar", now=now)
    tell_where(session, participant=person, comes_from=cast.upper)
    tell_where(session, participant=person, stays_in=cast.lower)
    assert (person.comes_from, person.stays_in) == (cast.upper, cast.lower)


def test_a_place_of_another_community_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    other = communities.make(
        session,
        slug="marra",
        name="Marra",
        language="ar",
        region="SD",
        timezone="Africa/Khartoum",
        by=cast.gita.actor,
        now=now,
    )
    far = communities.add_place(session, community=other, name="Hill", by=cast.gita.actor, now=now)
    person = newcomer(session, community=cast.community, language="ar", now=now)
    with pytest.raises(Refused):
        tell_where(session, participant=person, comes_from=far)
    assert person.comes_from is None


def test_a_consent_keeps_what_was_said_in_which_language(session: Session, cast: Cast, now: datetime) -> None:
    person = newcomer(session, community=cast.community, language="ar", now=now)
    consent = record(
        session, participant=person, purpose="quote", given=False, text_version="1", language="ar", now=now
    )
    session.flush()
    assert (consent.given, consent.language, consent.on) == (False, "ar", now.date())
