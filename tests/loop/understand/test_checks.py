"""Did we hear you right? Who may answer, who reads it first, what counts, and how it goes."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.departure import leave
from consult.loop.understand import check_reading, checks
from consult.loop.understand.check_sheets import type_in
from consult.loop.understand.check_words import checks_for, say_all
from consult.loop.understand.records import Audience, CheckSays, CheckWord
from tests.loop.understand.test_findings import go

RIGHT, WRONG, MISSING = CheckSays.RIGHT, CheckSays.WRONG, CheckSays.MISSING


@pytest.fixture
def asked(scene, cast, now):
    """Theme 1 is for everyone, theme 2 for the committee; one person's words lie on 1; the check is open."""
    scene.person = cast.participant()
    water = scene.code("Water")
    scene.sort(scene.read("The pump broke", person=scene.person), water)
    scene.theme("Water", water)
    scene.theme("Secret", audience=Audience.COMMITTEE_AND_OFFICES)
    scene.check = opened(scene, now)
    return scene


def opened(scene, now, days=7):
    until = (now + timedelta(days=days)).date()
    return checks.open_check(scene.session, consultation=scene.consultation, until=until, **scene.by)


def say(asked, said, **other):
    given = {"check": asked.check, "said": said, "language": "en", "now": asked.cast.now, **other}
    return say_all(asked.session, **given)


def test_only_themes_for_everyone_go_back(asked):
    assert [theme.number for theme in checks.themes_to_check(asked.session, asked.consultation)] == [1]
    with pytest.raises(Refused):
        say(asked, {2: (RIGHT, "")})


def test_it_ends_by_its_date_or_earlier_and_then_takes_nothing(asked, session, now):
    assert checks.running(session, asked.consultation, now=now + timedelta(days=7)) == asked.check
    for later in (8, 30):
        assert checks.running(session, asked.consultation, now=now + timedelta(days=later)) is None
    with pytest.raises(Refused):
        say(asked, {1: (RIGHT, "")}, now=now + timedelta(days=8))
    with pytest.raises(Refused):
        opened(asked, now)
    checks.end(session, check=asked.check, **asked.by)
    with pytest.raises(Refused):
        say(asked, {1: (RIGHT, "")})


def test_it_needs_a_theme_for_everyone_and_a_day_to_come(scene, now):
    with pytest.raises(Refused):
        opened(scene, now)
    scene.theme("Water")
    for days in (0, 61):
        with pytest.raises(Refused) as refused:
            opened(scene, now, days)
        assert refused.value.field == "until"


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_else_opens_reads_or_types_in(asked, session, cast, now, who):
    say(asked, {1: (WRONG, "Ask Amina")})
    by = {"by": getattr(cast, who), "now": now}
    for act in (
        lambda: checks.end(session, check=asked.check, **by),
        lambda: checks.write_changed(session, check=asked.check, text="x", **by),
        lambda: check_reading.take(session, check=asked.check, left_lying=True, **by),
        lambda: type_in(session, check=asked.check, counted={1: {RIGHT: 1}}, words="", key="k", **by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_of_a_person_the_last_word_counts_and_twice_sent_is_once(asked, session):
    say(asked, {1: (RIGHT, "")}, participant=asked.person)
    say(asked, {1: (WRONG, "Not May, June")}, participant=asked.person)
    assert checks.tally(session, asked.check) == {1: {WRONG: 1}}
    for _ in range(2):
        say(asked, {1: (MISSING, ""), 0: (None, "The school")}, key="page")
    assert checks.tally(session, asked.check) == {1: {WRONG: 1}}
    assert checks.tally(session, asked.check, known=False) == {0: {MISSING: 1}, 1: {MISSING: 1}}


def test_nobody_reads_what_was_said_before_its_first_reader_masked_it(asked, session, cast, now):
    say(asked, {1: (WRONG, "Amina says June")})
    word = check_reading.take(session, check=asked.check, **asked.by)
    assert word.text == "Amina says June"
    other = {"check": asked.check, "by": cast.bahati}
    assert check_reading.in_hand(session, **other) is None
    assert check_reading.take(session, **other, now=now) is None
    with pytest.raises(Refused):
        check_reading.pass_on(session, **other, text="[name] says June", now=now)
    assert not check_reading.read_words(session, asked.check)
    assert check_reading.take(session, **other, now=now, left_lying=True) == word
    check_reading.pass_on(session, **other, text="[name] says June", now=now)
    assert [each.masked for each in check_reading.read_words(session, asked.check)] == ["[name] says June"]
    assert check_reading.waiting(session, asked.check) == 0


def test_a_sheet_is_typed_in_by_number_and_once(asked, session):
    sheet = {"check": asked.check, "counted": {1: {RIGHT: 12, WRONG: 2, MISSING: 0}}, "words": "The school."}
    for _ in range(2):
        type_in(session, **sheet, key="k", **asked.by)
    assert checks.tally(session, asked.check) == {1: {RIGHT: 12, WRONG: 2}}
    assert [each.masked for each in check_reading.read_words(session, asked.check)] == ["The school."]
    for counted in ({1: {RIGHT: -1}}, {2: {RIGHT: 1}}, {1: {RIGHT: 0}}):
        with pytest.raises(Refused):
            type_in(session, **{**sheet, "counted": counted, "words": ""}, key="other", **asked.by)


def test_a_person_sees_the_numbers_on_which_their_words_lie(asked, session, cast, now):
    (mine,) = checks_for(session, participant=asked.person, now=now)
    assert (mine.check, mine.numbers, mine.on) == (asked.check, [1], [1])
    assert not checks_for(session, participant=cast.participant(), now=now)


def test_who_leaves_takes_what_they_said_along(asked, session, vault, now):
    say(asked, {1: (WRONG, "Not May, June")}, participant=asked.person)
    leave(session, vault=vault, participant=asked.person, now=now)
    session.expire_all()
    word = session.query(CheckWord).one()
    assert (word.text, word.masked, word.participant_id) == ("", "", None)
    assert checks.tally(session, asked.check) == {}


def test_a_release_ends_the_check_and_says_what_it_was(asked, session, now):
    type_in(session, check=asked.check, counted={1: {RIGHT: 12, WRONG: 2}}, words="", key="k", **asked.by)
    say(asked, {1: (WRONG, "")})
    checks.write_changed(session, check=asked.check, text="June, not May.", **asked.by)
    made = go(asked).made["check"]
    assert made["said"] == {"right": 12, "wrong": 2, "missing": 0}
    assert (made["page"], made["doors"], made["changed"]) == (1, ["sheet", "web"], "June, not May.")
    assert made["themes"] == {}, "not even that somebody said wrong of it"
    assert made["until"] == now.date().isoformat(), "nobody could answer after the release"
    assert checks.running(session, asked.consultation, now=now) is None
    with pytest.raises(Refused):
        checks.write_changed(session, check=asked.check, text="x", by=asked.cast.amal, now=now)


def test_people_were_asked_until_it_ended_whatever_its_date_was(asked, session, now):
    until = asked.check.until
    assert checks.ended_on(asked.check) == until
    checks.end(session, check=asked.check, by=asked.cast.amal, now=now + timedelta(days=2))
    assert checks.ended_on(asked.check) == (now + timedelta(days=2)).date()
    asked.check.closed_at = now + timedelta(days=20)
    assert checks.ended_on(asked.check) == until


def test_a_check_in_which_nobody_spoke_is_none(asked):
    assert go(asked).made["check"] is None
