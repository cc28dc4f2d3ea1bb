"""Cards: numbered from 101, in an order that tells nothing."""

import random

from consult.loop.collect.answers import withdraw
from consult.loop.understand import cards
from consult.loop.understand.records import Control


def test_cards_are_numbered_from_101_and_only_once(scene, session):
    scene.speak("one", "two", "three")
    numbers = [card.number for card in session.scalars(cards.standing_cards(scene.consultation))]
    assert numbers == [101, 102, 103]
    assert cards.number_cards(session, consultation=scene.consultation, shuffle=random.shuffle) == []


def test_answers_that_come_one_by_one_do_not_tell_their_order(scene, session, cast):
    shuffle = random.Random(7).shuffle
    numbers = []
    for _ in range(12):
        cast.answer(cast.participant(), scene.consultation, "words")
        new = cards.number_cards(session, consultation=scene.consultation, shuffle=shuffle)
        numbers += [card.number for card in new]
    assert numbers != sorted(numbers)
    assert len(set(numbers)) == 12
    assert all(101 <= number <= 200 for number in numbers)


def test_the_range_doubles_when_it_is_full():
    assert cards.free_numbers(set(), 100) == list(range(101, 201))
    assert cards.free_numbers(set(range(101, 201)), 1)[0] == 201
    assert len(cards.free_numbers(set(), 250)) == 400


def test_words_that_were_taken_back_get_no_card_and_lose_it(scene, session, cast, now):
    person = cast.participant()
    gone = scene.read("I said this", person=person)[0]
    stays = scene.read("I stay")[0]
    withdraw(session, participant=person, now=now)
    found = cards.read_cards(session, consultation=scene.consultation)
    assert [read.card for read in found] == [stays]
    assert cards.card_numbered(session, consultation=scene.consultation, number=gone.number) is None
    assert cards.progress(session, scene.consultation) == cards.Progress(1, 1, 0)
    cast.answer(person, scene.consultation, "again").submission.withdrawn_on = now.date()
    session.flush()
    assert cards.number_cards(session, consultation=scene.consultation, shuffle=random.shuffle) == []


def test_progress_counts_cards_read_and_sorted(scene, session):
    scene.speak("unread")
    water = scene.code("Water")
    read = scene.read("a", "b", "c")
    scene.sort(read[:2], water)
    scene.sort(read[:1], Control.UNCLEAR)
    progress = cards.progress(session, scene.consultation)
    assert progress == cards.Progress(cards=4, read=3, sorted=2)
    assert (progress.to_read, progress.to_sort) == (1, 1)


def test_the_next_card_to_sort_is_read_unsorted_and_can_be_skipped(scene, session):
    scene.speak("unread")
    one, two = scene.read("one", "two")
    assert cards.next_to_sort(session, consultation=scene.consultation) == one
    assert cards.next_to_sort(session, consultation=scene.consultation, after=one.number) == two
    assert cards.next_to_sort(session, consultation=scene.consultation, after=two.number) == one
    scene.sort([one, two], scene.code("Water"))
    assert cards.next_to_sort(session, consultation=scene.consultation) is None


def test_read_cards_carry_only_the_masked_text_and_come_in_pages(scene, session):
    scene.read("a")
    scene.speak("unread")
    scene.read("b", "c")
    first = cards.read_cards(session, consultation=scene.consultation, most=2)
    rest = cards.read_cards(session, consultation=scene.consultation, after=first[-1].card.number, most=2)
    assert [read.text for read in first + rest] == ["a", "b", "c"]
