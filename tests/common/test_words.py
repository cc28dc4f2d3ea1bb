"""Small words that every room uses: records, refusals, wordings, signs of life."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from consult.common import heartbeat, translation
from consult.common.errors import Refused, mark
from consult.people.records import Community, HearBack, Reach
from tests.cast import Cast


def test_a_record_has_its_id_before_it_has_a_row_and_tells_nothing_else() -> None:
    place = Community(slug="tesfa", name="Tesfa")
    assert place.id is not None
    assert repr(place) == f"<Community {place.id}>"
    with pytest.raises(TypeError, match="Community has no colour"):
        Community(colour="blue")


def test_a_time_without_a_zone_never_reaches_the_database(session: Session) -> None:
    heartbeat.beat(session, "worker", now=datetime(2027, 6, 4))
    with pytest.raises(StatementError, match="without a zone"):
        session.flush()


def test_a_time_comes_back_in_utc_from_any_zone(session: Session) -> None:
    east = timezone(timedelta(hours=3))
    heartbeat.beat(session, "worker", now=datetime(2027, 6, 4, 13, tzinfo=east))
    session.flush()
    session.expire_all()
    (beat,) = session.query(heartbeat.Heartbeat)
    assert (beat.at.hour, beat.at.utcoffset()) == (10, timedelta(0))


def test_a_word_outside_its_list_is_refused(session: Session, cast: Cast) -> None:
    session.query(Reach).filter_by(hear_back=HearBack.WHOLE).all()
    with pytest.raises(StatementError, match="shout"):
        session.query(Reach).filter_by(hear_back="shout").all()


def test_a_part_that_was_never_seen_has_no_age_and_one_that_was_is_as_old_as_its_last_beat(
    session: Session, now: datetime
) -> None:
    assert heartbeat.age(session, "worker", now=now) is None
    heartbeat.beat(session, "worker", now=now)
    session.flush()
    heartbeat.beat(session, "worker", now=now + timedelta(seconds=5))
    session.flush()
    assert heartbeat.age(session, "worker", now=now + timedelta(seconds=9)) == timedelta(seconds=4)


def test_a_refusal_reads_as_its_sentence() -> None:
    refused = Refused(mark("There is no card %(number)s."), field="piles", number=104)
    assert (str(refused), refused.field) == ("There is no card 104.", "piles")


def test_a_text_is_given_in_the_first_language_wanted_that_has_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    place = cast.community
    for text in ("Tesfaa", "تسفا"):
        translation.write(session, place, "name", language="ar", text=text, by_id=None, now=now)
        session.flush()
    assert translation.worded(session, place, "name", source="en", wanted=("sw", "ar", "en")).text == "تسفا"
    as_written = translation.worded(session, place, "name", source="en", wanted=("en", "ar"))
    assert (as_written.text, as_written.language) == ("Tesfa", "en")
    assert translation.worded(session, place, "name", source="en", wanted=("fr",)).language == "en"
    assert translation.languages_of(session, place, "name") == {"ar"}


def test_the_newest_wording_of_each_field_and_language_is_read_and_one_that_waits_for_a_yes_by_nobody(
    session: Session, cast: Cast, now: datetime
) -> None:
    place = cast.community
    for field, language, text, waits in (
        ("name", "ar", "Tesfaa", False),
        ("danger_place", "ar", "العيادة", False),
        ("name", "ar", "تسفا", False),
        ("name", "fr", "Tesfa-ville", True),
        ("name", "ar", "تسفه", True),
    ):
        translation.write(
            session, place, field, language=language, text=text, by_id=None, now=now, waits=waits
        )
        session.flush()
    read = {key: each.text for key, each in translation.newest(session, place).items()}
    assert read == {("ar", "danger_place"): "العيادة", ("ar", "name"): "تسفا"}
    whole = {key: each.text for key, each in translation.newest(session, place, waiting=True).items()}
    assert whole == {**read, ("ar", "name"): "تسفه", ("fr", "name"): "Tesfa-ville"}
    assert [each.text for each in translation.that_wait(session, place)] == ["تسفه", "Tesfa-ville"]
    assert translation.in_every_language(session, place, "name", source="en") == {"en": "Tesfa", "ar": "تسفا"}
