from consult.loop.collect.talk import Talk
from consult.people.records import HearBack
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import Town


def test_stop_silences_the_phone_without_a_word_and_words_stay(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    assert phone.send("STOP") == []
    assert phone.point.stopped_at is not None
    assert len(town.answers(person)) == 2
    answer(town, sort_to(town, 3, person))
    assert phone.receive() == []


def test_after_stop_a_text_is_kept_but_starts_nothing_again(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    phone.send("STOP")
    assert phone.send("The well is far") == []
    town.later(minutes=10)
    assert phone.send("And the road is dark") == []
    assert phone.point.stopped_at is not None
    assert town.answers(person) == ["1: And the road is dark", "1: The well is far"], "2 was never asked"
    assert phone.send("START") == ["started", "prompt"]
    assert phone.receive() == [
        "Texts come to this phone again. MENU = more.\nWhat else matters that nobody asks about?"
    ]


def test_stop_7_ends_texts_for_one_person_alone(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.speaks("riverfr")
    theme = sort_to(town, 3, first, second)
    assert phone.send("STOP 2") == ["stopped_one"]
    assert phone.receive() != [], "this one is confirmed, the network does not know of it"
    answer(town, theme)
    texts = "\n".join(phone.receive())
    assert "1" in texts
    assert [reach.hear_back for reach in phone.people] == [HearBack.KNOCK, HearBack.NOTHING]
    assert phone.point.stopped_at is None
    assert len(town.answers(second)) == 2
    assert phone.send("STOP 9") == ["no_such_person"]


def test_start_7_brings_texts_back_to_one_person(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.speaks("riverfr")
    theme = sort_to(town, 3, first, second)
    phone.send("STOP 2")
    phone.receive()
    answer(town, theme)
    phone.receive()
    assert "started_one" in phone.send("START 2")
    assert phone.people[1].hear_back is HearBack.KNOCK
    phone.receive()
    town.later(days=8)
    assert len(phone.receive()) <= 1


def test_start_brings_texts_back_to_the_whole_phone(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    theme = sort_to(town, 3, person)
    phone.send("STOP")
    answer(town, theme)
    assert phone.receive() == []
    assert "started" in phone.send("START")
    assert phone.point.stopped_at is None
    town.later(days=8)
    assert len(phone.receive()) == 2, "the reply, and the knock that was missed"


def test_start_of_one_who_wanted_nothing_is_a_knock_again(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.send("STOP 1")
    phone.send("START")
    assert phone.people[0].hear_back is HearBack.KNOCK


def test_stop_in_the_middle_keeps_the_place(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.send("STOP")
    assert phone.talk.state is Talk.PROMPT
