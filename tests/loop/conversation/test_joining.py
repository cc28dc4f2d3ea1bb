import pytest
from sqlalchemy import func, select

from consult.loop.collect.records import Answer, Conversation, Submission
from consult.loop.collect.rounds import close_round
from consult.loop.collect.talk import Talk
from consult.people.records import Consent, HearBack, Participant
from tests.loop.conversation.phones import Town


def count(town: Town, record: type) -> int:
    return town.session.scalar(select(func.count()).select_from(record))


def test_a_join_word_is_answered_by_who_asks_and_nobody_is_made_before_the_choice(town: Town) -> None:
    phone = town.phone(1)
    text = phone.says("RiverEN")
    assert text.startswith("People of this place ask")
    assert count(town, Participant) == 0
    assert phone.talk.state is Talk.CHOICE


def test_choosing_one_makes_a_person_on_this_phone_and_asks_the_first_prompt(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren")
    assert phone.says("1") == "What is life here like now?"
    (reach,) = phone.people
    assert (reach.suffix, reach.hear_back) == (1, HearBack.KNOCK)
    consents = town.session.scalars(select(Consent).where(Consent.participant_id == reach.participant_id))
    assert {(each.purpose, each.given) for each in consents} == {("speak", True), ("phone", True)}


def test_choosing_two_keeps_nothing(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren")
    phone.says("I am afraid of the soldiers")
    assert phone.says("2") == "Thank you. Nothing was kept."
    assert count(town, Participant) == count(town, Submission) == count(town, Conversation) == 0
    assert "how to join" not in phone.says("2")


@pytest.mark.parametrize(
    ("word", "first"),
    [("riveren", "en"), ("riverfr", "fr"), ("riverar", "ar"), ("riversw", "sw"), ("riveres", "es")],
)
def test_the_join_word_chooses_the_language(town: Town, word: str, first: str) -> None:
    phone = town.phone(1)
    phone.send(word)
    (message,) = phone._messages()
    assert message.language == first
    phone.send("1")
    assert phone.people[0].participant.language == first
    assert phone.talk.language == first


def test_words_before_the_choice_are_held_sealed_and_become_words_with_the_first_prompt(
    town: Town,
) -> None:
    phone = town.phone(1)
    assert phone.send("riveren the pump broke") == ["who_asks"]
    assert "pump" not in str(phone.talk.memory)
    assert phone.send("and nobody comes") == ["choice"]
    assert "pump" not in str(phone.talk.memory)
    assert town.answers() == []
    phone.receive()
    assert phone.says("1") == "What is life here like now?"
    assert town.answers() == ["1: the pump broke\nand nobody comes"]
    assert phone.says("We carry water") == "What else matters that nobody asks about?"
    assert town.answers() == ["1: We carry water", "1: the pump broke\nand nobody comes"]


def test_another_join_word_before_the_choice_changes_the_language(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren the pump")
    phone.send("riverfr")
    assert phone._messages()[-1].language == "fr"
    phone.send("1")
    assert phone.people[0].participant.language == "fr"
    assert town.answers() == ["1: the pump"]


def test_a_second_person_on_the_phone_gets_a_number_of_their_own(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    assert phone.send("riverar") == ["who_writes"]
    phone.receive()
    assert phone.send("2") == ["who_asks"]
    assert phone.send("1") == ["your_number", "prompt"]
    assert [reach.suffix for reach in phone.people] == [1, 2]
    phone.receive()
    phone.says("Water")
    phone.says("Nothing")
    second = phone.people[1].participant
    assert town.answers(first) == ["1: The well is far.", "2: The road is dark."]
    assert town.answers(second) == ["1: Water", "2: Nothing"]
    assert second.language == "ar"
    assert first.language == "en"


def test_who_spoke_before_goes_on_at_their_own_prompt(town: Town) -> None:
    phone = town.phone(1)
    first = phone.joins()
    phone.says("Far well")
    phone.speaks("riverfr", "eau", "route")
    assert len(phone.people) == 2
    phone.says("riveren")
    assert "1, 2" in phone.says("1")
    assert phone.says("1") == "What else matters that nobody asks about?"
    phone.says("The road")
    assert town.answers(first) == ["1: Far well", "2: The road"]


def test_refusing_for_a_new_person_leaves_the_first_one_where_they_were(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    phone.says("riveren")
    phone.says("2")
    assert phone.says("2") == "Thank you. Nothing was kept."
    assert len(phone.people) == 1
    phone.says("The well is far")
    assert town.answers(person) == ["1: The well is far"]


def test_an_answer_that_begins_with_the_join_word_is_not_lost(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    assert phone.send("riveren is dry since May") == ["who_writes"]
    phone.receive()
    assert phone.says("1") == "What else matters that nobody asks about?"
    assert town.answers(person) == ["1: riveren is dry since May"]


def test_a_tenth_person_is_told_to_use_another_phone(town: Town) -> None:
    phone = town.phone(1)
    for _ in range(9):
        phone.joins()
    phone.says("riveren")
    phone.says("2")
    assert "another phone" in phone.says("1")
    assert count(town, Participant) == 9


def test_one_person_with_two_phones_is_two_reaches_of_one(town: Town) -> None:
    from consult.people.reaches import give_reach

    one, two = town.phone(1), town.phone(2)
    person = one.speaks()
    give_reach(town.session, participant=person, point=two.point, now=town.now)
    two.says("One more thing")
    assert town.answers(person)[-1] == "2: The road is dark."
    assert "2: One more thing" in town.answers(person)
    two.says("riveren")
    assert "Your words are here" in two.says("1")


def test_joining_after_closing_says_that_it_is_over(town: Town) -> None:
    from consult.loop.collect.rounds import current_round

    close_round(
        town.session,
        round=current_round(town.session, town.consultation),
        by=town.cast.amal.actor,
        now=town.now,
    )
    assert town.phone(1).send("riveren") == ["over"]
    assert "انتهى" in town.phone(2).says("riverar")  # in the language of the word
    assert count(town, Conversation) == 0


def test_while_it_is_paused_nobody_is_asked_and_words_stay_with_their_prompt(town: Town) -> None:
    from consult.loop.collect import rounds

    phone, asked = town.phone(1), rounds.current_round(town.session, town.consultation)
    phone.says("riveren")
    phone.says("1")
    rounds.pause(town.session, round=asked, reasons={"en": "Rain"}, by=town.cast.amal, now=town.now)
    assert phone.send("the pump broke") == ["kept_meanwhile"]
    assert town.phone(2).send("riveren") == ["paused"]
    rounds.resume(town.session, round=asked, by=town.cast.amal, now=town.now)
    assert phone.send("and so did the other") == ["prompt"]
    answers = town.session.scalars(select(Answer)).all()
    assert {each.wording.version.prompt.number for each in answers} == {1}
    assert not any(each.later_words for each in answers)


def test_who_spoke_in_an_earlier_round_goes_straight_to_the_prompts_of_the_next(town: Town) -> None:
    from datetime import timedelta

    from consult.loop.collect.rounds import current_round, open_round

    phone = town.phone(1)
    person = phone.speaks()
    first = current_round(town.session, town.consultation)
    close_round(town.session, round=first, by=town.cast.amal.actor, now=town.now)
    day = town.now.date()
    open_round(
        town.session,
        consultation=town.consultation,
        closes_on=day + timedelta(days=9),
        review_by=day + timedelta(days=20),
        news_by=day + timedelta(days=30),
        by=town.cast.amal,
        now=town.now,
    )
    phone.says("riveren")
    assert phone.says("1") == "What is life here like now?"
    phone.says("Better")
    assert town.answers(person)[:2] == ["1: Better", "1: The well is far."]


def test_held_words_stay_when_the_question_is_answered_by_something_else(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    second = phone.speaks()
    town.later(hours=2)
    assert phone.send("The river is high.") == ["which"]
    assert phone.send("MENU 2")[-1] == "which", "the question waits on, and the words with it"
    assert phone.send("riveren") == ["who_writes"]
    phone.send("1")
    phone.send("2")
    assert "2: The river is high." in town.answers(second)
