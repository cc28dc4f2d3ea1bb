"""One pace for each line however many workers, and a line that rests when its network says so."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import cycle

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.db.unit import Database
from consult.post import lines
from consult.post.lines import (
    FARTHEST,
    LONGEST_PATIENCE,
    LONGEST_SETUP,
    SETUP_REST,
    TRIED_FOR,
    TRY,
    Resting,
    open_lines,
)
from consult.post.records import Line

QUARTER = timedelta(minutes=15)


def slot(session: Session, now: datetime, segments: int = 1, rate: float | None = 10.0) -> bool:
    return lines.may_go(session, provider="net", segments=segments, rate=rate, now=now)


def is_open(session: Session, now: datetime) -> bool:
    session.flush()
    return open_lines(session, ["net"], now=now) == ["net"]


def refuse(session: Session, now: datetime, began: datetime | None = None) -> None:
    """The network does not work with our account, it says of a text of now or of `began`."""
    lines.rest_for_setup(session, provider="net", code="20003", began=began or now, now=now)


def all_that_may(session: Session, now: datetime, sizes: Iterator[int], rate: float) -> int:
    """The segments that go at this moment."""
    gone = 0
    while slot(session, now, size := next(sizes), rate):
        gone += size
    return gone


@pytest.mark.parametrize("rate", [10.0, 30.0, 100.0])
@pytest.mark.parametrize("look", [0.05, 0.7], ids=["often", "seldom"])
def test_the_pace_is_kept_within_one_in_twenty(
    session: Session, now: datetime, rate: float, look: float
) -> None:
    """Texts of one to four segments, asked for every so often for twenty seconds of a made-up clock."""
    sizes = cycle([1, 3, 1, 4, 2])
    all_that_may(session, now, sizes, rate)  # the burst
    turns = round(20 / look)
    moments = [now + timedelta(seconds=look) * turn for turn in range(1, turns + 1)]
    gone = sum(all_that_may(session, moment, sizes, rate) for moment in moments)
    assert gone == pytest.approx(rate * look * turns, rel=0.05)


def test_a_burst_is_one_second_and_one_text(session: Session, now: datetime) -> None:
    assert all_that_may(session, now, cycle([1]), 10.0) == 11
    assert not is_open(session, now)
    assert is_open(session, now + timedelta(seconds=0.11))
    later = now + timedelta(days=1)
    assert all_that_may(session, later, cycle([1]), 10.0) == 11, "a quiet day saves nothing up"


def test_a_long_text_goes_and_the_next_waits_for_all_of_it(session: Session, now: datetime) -> None:
    assert slot(session, now, segments=10, rate=1.0)
    assert not slot(session, now + timedelta(seconds=8.9), rate=1.0)
    assert slot(session, now + timedelta(seconds=9.1), rate=1.0)


def test_without_a_pace_nothing_is_slowed_or_written(session: Session, now: datetime) -> None:
    assert all(slot(session, now, rate=None) for _ in range(1000))
    assert session.scalars(select(Line)).all() == []


def test_a_clock_that_ran_ahead_shuts_no_line_for_ever(session: Session, now: datetime) -> None:
    slot(session, now + timedelta(days=300))
    assert is_open(session, now)
    assert slot(session, now)
    assert session.scalars(select(Line)).one().free_at < now + FARTHEST


def test_many_workers_share_one_pace(database: Database, now: datetime) -> None:
    others = [Database.at(database.engine.url.render_as_string(hide_password=False)) for _ in range(4)]

    def work(own: Database) -> int:
        gone = 0
        for _ in range(15):
            with own.work() as session:
                gone += slot(session, now)
        return gone

    with ThreadPoolExecutor(4) as pool:
        gone = sum(pool.map(work, others))
    for own in others:
        own.close()
    assert gone == 11


def test_a_line_that_rests_takes_nothing_and_others_go_on(session: Session, now: datetime) -> None:
    refuse(session, now)
    session.flush()
    assert open_lines(session, ["net", "other"], now=now) == ["other"]
    assert not slot(session, now)
    line = session.scalars(select(Line)).one()
    assert (line.paused_until, line.pause_code) == (now + SETUP_REST, "20003")
    assert is_open(session, now + SETUP_REST)
    assert slot(session, now + SETUP_REST)


def test_each_rest_in_a_row_is_twice_as_long_until_a_text_has_gone(session: Session, now: datetime) -> None:
    rests = []
    for _ in range(6):
        refuse(session, now)
        session.flush()
        line = session.scalars(select(Line)).one()
        assert line.paused_until is not None
        rests.append(line.paused_until - now)
        now = line.paused_until
    assert rests == [QUARTER, QUARTER * 2, QUARTER * 4, QUARTER * 8, LONGEST_SETUP, LONGEST_SETUP]
    lines.note_taken(session, provider="net", now=now)
    lines.note_sent(session, provider="net", began=now - timedelta(seconds=1))
    session.expire_all()
    assert line.pauses == 6, "to be taken is no proof, nor is what went before the rest"
    lines.note_sent(session, provider="net", began=now)
    session.expire_all()
    assert (line.pause_code, line.pauses) == ("", 0)
    refuse(session, now)
    assert line.paused_until == now + QUARTER


def test_after_a_rest_texts_try_the_line_one_by_one_until_one_has_gone(
    session: Session, now: datetime
) -> None:
    refuse(session, now)
    now += SETUP_REST
    assert slot(session, now)
    assert not is_open(session, now + timedelta(seconds=20))
    assert not slot(session, now + timedelta(seconds=20))
    assert slot(session, now + TRY)
    lines.note_sent(session, provider="net", began=now)
    session.expire_all()
    assert all_that_may(session, now + TRY, cycle([1]), 10.0) == 11


def test_a_network_that_never_says_what_became_of_a_text_is_not_tried_for_ever(
    session: Session, now: datetime
) -> None:
    refuse(session, now)
    assert all_that_may(session, now + SETUP_REST + TRIED_FOR, cycle([1]), 10.0) == 11


def test_the_late_word_of_a_text_from_before_the_rest_says_nothing_new(
    session: Session, now: datetime
) -> None:
    refuse(session, now)
    later = now + SETUP_REST + timedelta(minutes=1)
    refuse(session, later, began=now)
    assert is_open(session, later)
    lines.note_sent(session, provider="net", began=later)
    refuse(session, later, began=now)
    assert is_open(session, later)
    refuse(session, later)
    assert not is_open(session, later)


def test_a_busy_network_hides_no_refusal(session: Session, now: datetime) -> None:
    lines.be_patient(session, provider="net", after=timedelta(seconds=8), part=0, now=now)
    refuse(session, now)
    assert [each.code for each in lines.resting(session)] == ["20003"]
    assert not is_open(session, now + timedelta(seconds=9))


def test_an_operator_sees_which_line_is_refused_until_one_text_has_gone(
    session: Session, now: datetime
) -> None:
    assert lines.resting(session) == []
    lines.be_patient(session, provider="other", after=timedelta(seconds=8), part=0, now=now)
    refuse(session, now)
    assert lines.resting(session) == [Resting("net", now + SETUP_REST, "20003")]
    lines.note_sent(session, provider="net", began=now + SETUP_REST)
    session.expire_all()
    assert lines.resting(session) == []


def test_what_was_under_way_neither_lengthens_a_rest_nor_ends_it(session: Session, now: datetime) -> None:
    for _ in range(3):
        refuse(session, now)
        lines.be_patient(session, provider="net", after=timedelta(hours=1), part=0, now=now)
    lines.note_taken(session, provider="net", now=now)
    session.flush()
    assert not is_open(session, now + QUARTER - timedelta(seconds=1))
    assert is_open(session, now + QUARTER)


def test_patience_grows_and_comes_back_at_different_moments(session: Session, now: datetime) -> None:
    rests = []
    for part in (0.0, 1.0, 0.0):
        lines.be_patient(session, provider="net", after=timedelta(seconds=8), part=part, now=now)
        session.flush()
        line = session.scalars(select(Line)).one()
        assert line.paused_until is not None
        rests.append((line.paused_until - now).total_seconds())
        now = line.paused_until
    assert rests == [8, 20, 32]
    for _ in range(9):
        lines.be_patient(session, provider="net", after=timedelta(seconds=8), part=0, now=now)
        session.flush()
        before, now = now, line.paused_until
    assert now - before == LONGEST_PATIENCE
    lines.be_patient(session, provider="net", after=timedelta(hours=1), part=0, now=now)
    assert line.paused_until == now + timedelta(hours=1), "what a network asks for is kept"
