"""Saying more, or saying it anew, with a receipt: beside, in place of, and after closing."""

import pytest

from consult.common.errors import Refused
from consult.loop.collect import rounds
from consult.loop.collect.answers import answers_of, original_text, parts_of
from consult.loop.collect.more_words import asked_of, say_more
from consult.loop.collect.records import Answer


class Person:
    """Somebody who spoke to the first prompt of the consultation, and comes back."""

    def __init__(self, session, cast, now):
        self.session, self.now = session, now
        self.consultation = cast.consultation()
        self.who = cast.participant(language="fr")
        self.first = cast.answer(self.who, self.consultation, "The well is dry.")

    def asked(self):
        (found,) = asked_of(self.session, participant=self.who, chain=lambda code: (code, "en"), now=self.now)
        return found

    def says(self, text, *, prompt=0, instead=False):
        asked = self.asked()
        return say_more(
            self.session,
            participant=self.who,
            asked=asked,
            wording=asked.wordings[prompt],
            text=text,
            instead=instead,
            now=self.now,
        )

    def words(self):
        return sorted(
            original_text(self.session, each) for each in answers_of(self.session, participant=self.who)
        )


@pytest.fixture
def person(session, cast, now):
    return Person(session, cast, now)


def test_the_prompts_stand_in_the_persons_language_and_those_with_words_are_known(person):
    asked = person.asked()
    assert [each.language for each in asked.wordings] == ["fr", "fr"]
    assert asked.answered == {asked.wordings[0].id}
    assert asked.open


def test_more_words_stand_beside_the_first_and_the_same_twice_is_once(person):
    for _ in range(2):
        person.says("And far.")
    person.says("The road.", prompt=1)
    assert person.words() == ["And far.", "The road.", "The well is dry."]


def test_said_anew_the_words_before_are_gone_from_every_list_and_row(person):
    person.says("And far.")
    kept = person.says("The road.", prompt=1)
    new = person.says("The well gives again.", instead=True)
    assert new is not person.first
    assert person.first.withdrawn_on == person.now.date()
    assert [part.text for part in parts_of(person.session, person.first)] == [""]
    assert person.words() == ["The road.", "The well gives again."]
    assert kept.withdrawn_on is None
    assert person.says("The well gives again.", instead=True) is new


def test_after_closing_words_are_for_later_and_nothing_said_before_changes(person, cast):
    asked = person.asked().round
    rounds.close_round(person.session, round=asked, by=cast.amal.actor, now=person.now)
    with pytest.raises(Refused, match="closed"):
        person.says("Not so.", instead=True)
    assert person.says("And more.").later_words
    assert person.words() == ["And more.", "The well is dry."]


def test_in_a_later_round_the_words_belong_to_it(person, cast):
    asked = person.asked().round
    rounds.close_round(person.session, round=asked, by=cast.amal.actor, now=person.now)
    second = rounds.open_round(
        person.session,
        consultation=person.consultation,
        closes_on=asked.closes_on,
        review_by=asked.review_by,
        news_by=asked.news_by,
        by=cast.amal,
        now=person.now,
    )
    found = person.asked()
    assert (found.round, found.answered) == (second, frozenset())
    assert person.says("Now it flows.", instead=True).submission.round is second
    assert person.first.withdrawn_on is None


def test_nothing_at_all_is_refused_and_takes_nothing_back(person):
    with pytest.raises(Refused, match="no words"):
        person.says(" ", instead=True)
    assert person.words() == ["The well is dry."]
    assert person.session.query(Answer).count() == 1
