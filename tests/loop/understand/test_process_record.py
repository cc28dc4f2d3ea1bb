"""The process record: anybody can check it offline, one letter shows, and no person is in it."""

import json

import pytest

from consult.loop.departure import leave
from consult.loop.understand import quotes
from consult.loop.understand.findings import verify
from consult.loop.understand.holds import hold
from consult.loop.understand.how_made import parts_shown
from consult.loop.understand.process_record import process_record
from consult.loop.understand.record_check import check_record
from consult.loop.understand.records import Audience
from tests.loop.understand.test_findings import go

WORDS = "The pump broke in May."


@pytest.fixture
def told(scene, cast):
    """Findings: theme 1 for everyone with a quote for the web, theme 2 for the water office alone."""
    scene.person = cast.participant()
    cards = scene.read(WORDS, person=scene.person)
    cards[0].answer.submission.quote_where = ["web"]
    water = scene.code("Water")
    scene.sort(cards, water)
    scene.named = scene.theme("Water", water)
    scene.theme("Secret", audience=Audience.ONE_OFFICE, offices=(cast.water,))
    quote = quotes.offer(
        scene.session, theme=scene.named, card=cards[0], sentences=[0], where=["web"], **scene.by
    )
    quotes.agree(scene.session, quote=quote, by=cast.bahati, now=cast.now)
    scene.findings = go(scene)
    return scene


def taken(scene):
    """The record as it comes out of its file."""
    return json.loads(json.dumps(process_record(scene.session, consultation=scene.consultation)))


def test_before_a_release_there_is_none(scene):
    assert process_record(scene.session, consultation=scene.consultation) is None


def test_it_fits_and_tells_what_everyone_may_read(told):
    record = taken(told)
    found = check_record(record)
    assert (found.wrong, found.open, found.closed) == ([], 2, 1)
    assert found.numbers == {1: told.findings.hash}
    text = json.dumps(record)
    assert "People speak of Water." in text
    assert WORDS in text
    for hidden in ("Secret", "amal", str(told.cast.amal.id), str(told.person.id), told.person.id.hex):
        assert hidden not in text
    assert {"day": told.cast.now.date().isoformat(), "what": "theme.named", "times": 2} in record["steps"]
    assert not [step for step in record["steps"] if step["what"] == "answer.given"]


def letters(value, path=()):
    """Where a text or a number stands in the record."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from letters(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from letters(each, (*path, at))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield path, value


def test_one_letter_anywhere_shows(told):
    record = taken(told)
    places = list(letters(record))
    assert len(places) > 40
    for path, value in places:
        changed = json.loads(json.dumps(record))
        spot = changed
        for each in path[:-1]:
            spot = spot[each]
        spot[path[-1]] = value + 1 if isinstance(value, int) else f"{value[:-1]}~"
        found = check_record(changed)
        assert found is None or found.wrong, path


def test_what_was_hashed_again_by_a_forger_does_not_bear_the_published_number(told):
    record = taken(told)
    item = next(each for each in record["findings"][0]["items"] if "content" in each)
    item["content"]["statement"] = "Nobody said this."
    assert check_record(record).wrong[0] == "findings 1, theme 1"


def test_words_taken_back_are_gone_from_it_and_it_still_fits(told, session, vault, now):
    before = taken(told)
    leave(session, vault=vault, participant=told.person, now=now)
    session.expire_all()
    after = taken(told)
    assert WORDS not in json.dumps(after)
    assert check_record(after).wrong == []
    assert before["findings"][0]["hash"] == after["findings"][0]["hash"]
    assert verify(session, told.findings)


def test_a_held_theme_goes_out_as_its_hash_alone(told, session):
    hold(session, theme=told.named, **told.by)
    record = taken(told)
    assert (check_record(record).wrong, check_record(record).open) == ([], 0)
    assert "Water" not in json.dumps(record["findings"][0]["items"])


def test_findings_of_before_it_was_kept_stand_by_their_number(told, session):
    told.findings.made = None
    record = taken(told)
    assert (record["findings"][0]["kept"], check_record(record).wrong) == (False, [])


def test_how_it_was_made_is_hashed_with_it(told, session):
    assert told.findings.made["coders"] == 1
    assert told.findings.made["doors"] == {"web": None}
    assert [each["text"] for each in told.findings.made["prompts"]] == []
    told.findings.made = {**told.findings.made, "coders": 7}
    session.flush()
    assert not verify(session, told.findings)


@pytest.mark.parametrize(
    "other", [None, [], {}, {"what": "x"}, {"what": "consult process record", "version": 1}]
)
def test_what_is_no_record_does_not_pass(other):
    found = check_record(other)
    assert found is None or found.wrong


def test_counts_of_a_whole_are_shown_all_or_not_at_all():
    assert parts_shown({"web": 30, "sms": 12, "helper": 0}, 10) == {"web": 30, "sms": 12}
    assert parts_shown({"web": 30, "sms": 3}, 10) == {"web": None, "sms": None}
    before = [{"web": 30, "sms": 12}]
    assert parts_shown({"web": 31, "sms": 12}, 10, before) == {"web": None, "sms": None}
    assert parts_shown({"web": 40, "sms": 12}, 10, before) == {"web": 40, "sms": 12}
    assert parts_shown({"web": 40, "sms": 12}, 10, [{"web": None}]) == {"web": 40, "sms": 12}
