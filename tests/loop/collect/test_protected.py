"""Protected reports: out of the open flow at once, opened by the protection officer alone, on record."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import NotAllowed, Refused
from consult.common.history import HistoryEntry
from consult.common.vault import Vault
from consult.loop import departure, needs
from consult.loop.collect import protected
from consult.loop.collect.answers import add_part, original_text, parts_of, spoke
from consult.loop.collect.records import Answer, Consultation, Door, ProtectedReport, Round
from consult.loop.collect.rounds import spoke_by_door
from consult.loop.needs import Work
from consult.loop.understand import cards, coding, first_reading, where_words_lie
from consult.loop.understand.records import Control
from consult.people.records import Account, Role, Seat
from tests.cast import Cast

WORDS = "The guard at the gate hurts girls."


@pytest.fixture
def consultation(cast: Cast) -> Consultation:
    return cast.consultation()


def officer(cast: Cast, now: datetime) -> Account:
    """Hari, with the seat of a protection officer of Tesfa."""
    cast.session.add(
        Seat(account=cast.hari, role=Role.PROTECTION_OFFICER, community=cast.community, since=now)
    )
    cast.session.flush()
    return cast.hari


def test_a_private_matter_is_sealed_and_comes_once_however_often_it_is_sent(
    session: Session, vault: Vault, now: datetime, consultation: Consultation
) -> None:
    told = {"vault": vault, "consultation": consultation, "language": "fr", "now": now}
    first = protected.report(session, text=WORDS, key="k1", **told)
    assert protected.report(session, text=WORDS, key="k1", **told) is first
    other = protected.report(session, text="A threat.", key="k2", **told)
    assert (first.number, other.number) == (1, 2)
    assert WORDS.encode() not in (first.sealed or b"")
    assert (first.participant_id, first.door, first.received_on) == (None, Door.WEB, now.date())
    with pytest.raises(Refused, match="no words"):
        protected.report(session, text="  ", **told)


def test_only_an_officer_of_the_community_opens_a_report_and_each_opening_is_on_record(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    told = protected.report(
        session, vault=vault, consultation=consultation, text=WORDS, language="en", now=now
    )
    for nobody in (cast.amal, cast.chol, cast.dana, cast.gita, cast.hari):
        with pytest.raises(NotAllowed):
            protected.open_report(session, vault=vault, report=told, by=nobody, now=now)
    hari = officer(cast, now)
    for _again in range(2):
        assert protected.open_report(session, vault=vault, report=told, by=hari, now=now) == WORDS
    opened = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "report.opened")).all()
    assert [(each.actor_id, each.about_id) for each in opened] == [(hari.id, told.id)] * 2
    assert WORDS not in str([each.detail for each in opened])


def test_flagged_words_leave_every_list_and_count_at_once(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    answer, asked = _read_and_sorted(session, consultation, cast, now)
    person = answer.submission.participant
    protected.flag(session, vault=vault, answer=answer, by=cast.amal, now=now)
    assert [part.text for part in parts_of(session, answer)] == ["", ""]
    assert cards.read_cards(session, consultation=consultation) == []
    assert cards.progress(session, consultation).cards == 0
    assert cards.flagged(session, consultation) == []
    assert (spoke(session, asked), spoke_by_door(session, round=asked)) == (0, {})
    assert needs.people_heard(session, consultation=consultation) == 0
    assert where_words_lie.lie_of(session, participant_id=person.id, asked=asked) is None
    card = session.scalars(select(cards.Card)).one()
    with pytest.raises(Refused, match="protection officer"):
        coding.sort_answer(session, card=card, codes=[Control.UNCLEAR], by=cast.amal, now=now)
    later = add_part(session, answer=answer, text="And more words.", now=now)
    assert later is not answer  # an answer of its own: nothing joins what is locked away


def test_words_that_are_given_back_stand_where_they_stood(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    answer, _asked = _read_and_sorted(session, consultation, cast, now)
    told = protected.flag(session, vault=vault, answer=answer, by=cast.amal, now=now)
    hari = officer(cast, now)
    with pytest.raises(Refused, match="Open the report first"):
        protected.give_back(session, vault=vault, report=told, by=hari, now=now)
    assert protected.open_report(session, vault=vault, report=told, by=hari, now=now) == WORDS
    protected.give_back(session, vault=vault, report=told, by=hari, now=now)
    assert original_text(session, answer) == WORDS
    (read,) = cards.read_cards(session, consultation=consultation)
    assert read.text == "[name] hurts girls."
    assert protected.open_report(session, vault=vault, report=told, by=hari, now=now) == ""
    with pytest.raises(Refused, match="over"):
        protected.end_report(session, report=told, by=hari, now=now)


def test_a_general_line_stands_only_if_its_speaker_agreed(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    told = protected.report(
        session, vault=vault, consultation=consultation, text=WORDS, language="en", now=now
    )
    hari = officer(cast, now)
    said = {"report": told, "by": hari, "now": now}
    protected.open_report(session, vault=vault, report=told, by=hari, now=now)
    with pytest.raises(Refused, match="agreed"):
        protected.general_line(session, agreed=False, line="Guards hurt people.", **said)
    protected.general_line(session, agreed=True, line="Guards hurt people.", **said)
    assert protected.general_lines(session, consultation=consultation) == ["Guards hurt people."]
    protected.general_line(session, agreed=False, line="", **said)
    assert protected.general_lines(session, consultation=consultation) == []
    with pytest.raises(Refused, match="alone"):
        protected.give_back(session, vault=vault, report=told, by=hari, now=now)


def test_who_leaves_takes_also_protected_words_along(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    answer, _asked = _read_and_sorted(session, consultation, cast, now)
    told = protected.flag(session, vault=vault, answer=answer, by=cast.amal, now=now)
    departure.leave(session, vault=vault, participant=answer.submission.participant, now=now)
    assert told.sealed is None
    assert protected.open_report(session, vault=vault, report=told, by=officer(cast, now), now=now) == ""


def test_the_officer_is_told_that_reports_wait_and_the_administrator_that_nobody_would_open_them(
    session: Session, vault: Vault, now: datetime, consultation: Consultation, cast: Cast
) -> None:
    asked = [need.work for need in needs.needs_of(session, account=cast.gita, now=now)]
    assert Work.NO_OFFICER in asked
    assert not protected.has_officer(session, community=cast.community, now=now)
    hari = officer(cast, now)
    assert protected.has_officer(session, community=cast.community, now=now)
    assert Work.NO_OFFICER not in [need.work for need in needs.needs_of(session, account=cast.gita, now=now)]
    protected.report(session, vault=vault, consultation=consultation, text=WORDS, language="en", now=now)
    (need,) = needs.needs_of(session, account=hari, now=now)
    assert (need.work, need.where, need.count) == (Work.PROTECTED, "tesfa", 1)
    (listed,) = protected.reports_of(session, community=cast.community)
    assert isinstance(listed, ProtectedReport)


def _read_and_sorted(
    session: Session, consultation: Consultation, cast: Cast, now: datetime
) -> tuple[Answer, Round]:
    """One answer, masked by its first reader, under *could identify someone*."""
    answer = cast.answer(cast.participant(), consultation, WORDS)
    (card,) = cards.number_cards(session, consultation=consultation, shuffle=lambda numbers: None)
    first_reading.pass_on(session, card=card, text="[name] hurts girls.", by=cast.amal, now=now)
    coding.sort_answer(session, card=card, codes=[Control.COULD_IDENTIFY], by=cast.amal, now=now)
    return answer, answer.submission.round
