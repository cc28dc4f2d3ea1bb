from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.common.outbox import OutboxItem
from consult.loop.respond.records import Kind
from consult.loop.respond.responses import draft
from consult.loop.respond.second_look import hand_over, looks_from, publish, send_back
from consult.loop.understand.records import Hold
from tests.loop.speaking import speak


@pytest.fixture
def theme(released):
    return released.theme(3)


@pytest.fixture
def version(session, cast, theme, now):
    return draft(
        session,
        office=cast.water,
        themes=[theme],
        kind=Kind.CANNOT,
        words="We cannot mend the pump.",
        why="There is no money.",
        who="The head of the office",
        by_when=now.date() + timedelta(days=30),
        language="en",
        speak=speak,
        by=cast.dana,
        now=now,
    )


def asked(session):
    return [item.payload for item in session.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out"))]


def test_another_seat_of_the_office_lets_it_go_to_the_representatives(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    publish(session, version=version, by=cast.emil, now=now)
    assert (version.asked_at, version.checked_by_id, version.checked_by_one) == (now, cast.emil.id, False)
    assert (version.published_at, asked(session)) == (None, [])


def test_the_drafter_alone_waits_a_day_and_it_is_marked(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    almost = now + timedelta(hours=23, minutes=59)
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.dana, now=almost)
    assert (version.published_at, asked(session)) == (None, [])
    publish(session, version=version, by=cast.dana, now=now + timedelta(hours=24))
    assert version.checked_by_one


def test_staff_of_another_office_and_representatives_publish_nothing(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    for account in (cast.farah, cast.amal, cast.gita, cast.hari):
        with pytest.raises(NotAllowed):
            publish(session, version=version, by=account, now=now)


def test_what_is_still_written_is_not_published(session, cast, version, now):
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.emil, now=now)
    assert looks_from(version, by=cast.emil) is None


def test_it_can_go_back_with_a_note_and_come_again(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    with pytest.raises(Refused) as refused:
        send_back(session, version=version, note=" ", by=cast.emil, now=now)
    assert refused.value.field == "note"
    send_back(session, version=version, note="Say until when.", by=cast.emil, now=now)
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.emil, now=now)
    later = now + timedelta(hours=2)
    hand_over(session, version=version, by=cast.dana, now=later)
    assert looks_from(version, by=cast.dana) == later + timedelta(hours=24)
    publish(session, version=version, by=cast.emil, now=later)


def test_it_is_published_only_when_the_committee_is_done(session, cast, released, version, now):
    released.findings.review_by = now.date() + timedelta(days=5)
    session.flush()
    hand_over(session, version=version, by=cast.dana, now=now)
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.emil, now=now)
    publish(session, version=version, by=cast.emil, now=now + timedelta(days=6))


def test_a_held_theme_is_answered_when_the_hold_ends(session, cast, theme, version, now):
    hold = Hold(theme_id=theme.theme_id, by_id=cast.amal.id, since=now)
    session.add(hold)
    session.flush()
    hand_over(session, version=version, by=cast.dana, now=now)
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.emil, now=now)
    hold.lifted_at = now
    session.flush()
    publish(session, version=version, by=cast.emil, now=now)


def test_a_day_that_passed_while_it_waited_is_refused(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    with pytest.raises(Refused):
        publish(session, version=version, by=cast.emil, now=now + timedelta(days=31))


def test_published_is_for_good(session, cast, version, now):
    hand_over(session, version=version, by=cast.dana, now=now)
    publish(session, version=version, by=cast.emil, now=now)
    for again in (
        lambda: publish(session, version=version, by=cast.emil, now=now),
        lambda: hand_over(session, version=version, by=cast.dana, now=now),
        lambda: send_back(session, version=version, note="No.", by=cast.emil, now=now),
    ):
        with pytest.raises(Refused):
            again()


def test_a_mended_wording_is_published_and_sends_nothing(session, cast, version, now):
    version.only_wording = True
    hand_over(session, version=version, by=cast.dana, now=now)
    publish(session, version=version, by=cast.emil, now=now)
    assert (version.published_at, asked(session)) == (now, [])
