import re
from datetime import timedelta

from sqlalchemy import select

from consult.common.history import HistoryEntry
from consult.loop.close import ask_happened
from consult.loop.close.records import Question, Says, Verdict
from consult.loop.close.tellings import note_delivered
from consult.loop.close.verdicts import reopened_themes
from consult.loop.respond.promise_states import due
from consult.loop.respond.records import Commitment
from consult.loop.understand.check_words import say_all
from consult.loop.understand.checks import open_check, tally
from consult.loop.understand.records import CheckDoor, CheckSays, CheckWord
from consult.post.records import Message
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import Town


def verdicts(town: Town) -> list[tuple[int, Says]]:
    return [
        (each.theme.number, each.says)
        for each in town.session.scalars(select(Verdict).order_by(Verdict.sequence))
    ]


def test_theme_number_and_key_are_a_verdict_once_its_answer_was_sent(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    theme = sort_to(town, 3, person)
    assert phone.send("33") == ["later"], "before that it is words"
    answer(town, theme)
    phone.receive()
    assert phone.says("33") == "Your word about No 3 is kept. If you change your mind, send it again."
    phone.says("٣١")
    assert verdicts(town) == [(3, Says.NO), (3, Says.YES)]
    assert phone.send("36") == ["later"], "no such key, so these are words"


def test_after_the_day_of_a_promise_whether_it_happened_has_keys_of_its_own(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    answer(town, sort_to(town, 3, person))
    phone.receive()
    phone.send("MORE")
    assert "The day of the promise" not in "".join(phone.receive())
    for message in town.session.scalars(select(Message)).all():
        note_delivered(town.session, message_id=message.id, now=town.now)
    assert phone.send("38") == ["later"], "its day is still to come"
    phone.receive()
    town.later(days=31)
    (promise,) = town.session.scalars(select(Commitment))
    ask_happened.ask(town.session, promise_id=promise.id, day=due(promise), now=town.now)
    assert "News at the meeting" in "".join(phone.receive()), "a knock, as the person chose"
    phone.send("MORE")
    assert "Did it happen? 38 no, 37 partly, 36 yes, 39 cannot say." in "".join(phone.receive())
    assert phone.send("38") == ["verdict_kept"]
    assert phone.send("33") == ["verdict_kept"]
    assert {(each.question, each.says) for each in town.session.scalars(select(Verdict))} == {
        (Question.HAPPENED, Says.NO),
        (Question.ANSWERED, Says.NO),
    }


def test_two_digits_of_a_theme_and_one_of_another(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    answer(town, sort_to(town, 12, person))
    phone.receive()
    assert phone.send("121") == ["verdict_kept"]
    assert phone.send("12") == ["later"], "number 1 has no answer here"
    assert verdicts(town) == [(12, Says.YES)]


def test_not_what_we_said_reopens_at_once_and_asks_for_the_words(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    theme = sort_to(town, 3, person)
    answer(town, theme)
    phone.receive()
    assert "send WRONG 3 and your words" in phone.says("35")
    assert theme.id in reopened_themes(town.session, [theme.id])


def test_on_a_shared_phone_the_person_is_named_where_it_is_not_clear(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.speaks("riverfr")
    answer(town, sort_to(town, 3, first, second))
    phone.receive()
    assert re.search(r"\b2 33$", phone.says("33")), "in the language of whoever spoke last"
    assert verdicts(town) == []
    assert phone.send("2 33") == ["verdict_kept"]
    (verdict,) = town.session.scalars(select(Verdict))
    assert verdict.participant_id == second.id


def test_where_only_one_of_them_spoke_to_it_the_person_need_not_be_named(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    second = phone.speaks("riverfr")
    answer(town, sort_to(town, 3, second))
    phone.receive()
    assert phone.send("32") == ["verdict_kept"]
    (verdict,) = town.session.scalars(select(Verdict))
    assert verdict.participant_id == second.id


def test_wrong_with_words_is_noted_and_the_words_are_kept(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    theme = sort_to(town, 3, person)
    assert phone.send("WRONG 3 I meant the PUMP") == ["later"]
    assert "2 (later): I meant the PUMP" in town.answers(person)
    noted = select(HistoryEntry).where(HistoryEntry.action == "words.wrongly_put")
    (entry,) = town.session.scalars(noted)
    assert (entry.about_id, entry.detail) == (theme.id, {})


def test_wrong_is_what_the_person_says_while_people_are_asked_whether_they_were_heard_right(
    town: Town,
) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    sort_to(town, 3, person)
    sort_to(town, 4)
    until = (town.now + timedelta(days=7)).date()
    check = open_check(
        town.session, consultation=town.consultation, until=until, by=town.cast.amal, now=town.now
    )
    phone.send("WRONG 4")
    assert tally(town.session, check) == {}, "their words do not lie there"
    phone.send("WRONG 3 I meant the PUMP")
    phone.send("WRONG 3")
    assert tally(town.session, check) == {3: {CheckSays.WRONG: 1}}
    (word,) = town.session.scalars(select(CheckWord).where(CheckWord.withdrawn_on.is_(None)))
    assert (word.door, word.text, word.participant_id) == (CheckDoor.PHONE, "", person.id)
    assert "2 (later): I meant the PUMP" in town.answers(person), "once, on a card of their own"


def test_wrong_by_text_takes_no_words_away_that_the_person_wrote_on_a_page(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    sort_to(town, 3, person)
    until = (town.now + timedelta(days=7)).date()
    check = open_check(
        town.session, consultation=town.consultation, until=until, by=town.cast.amal, now=town.now
    )
    said = {3: (CheckSays.WRONG, "It is the pump at the school.")}
    say_all(town.session, check=check, said=said, language="en", participant=person, now=town.now)
    phone.send("WRONG 3")
    (word,) = town.session.scalars(select(CheckWord).where(CheckWord.withdrawn_on.is_(None)))
    assert (word.door, word.text) == (CheckDoor.WEB, "It is the pump at the school.")


def test_wrong_alone_asks_for_the_words_which_are_never_taken_for_the_waiting_prompt(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    sort_to(town, 3, person)
    assert phone.send("WRONG 3") == ["say_again"]
    town.later(hours=2)
    assert phone.send("I meant the pump") == ["later"]
    assert phone.talk.memory.get("wrong") is None


def test_wrong_about_an_answer_is_not_what_we_said(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    theme = sort_to(town, 3, person)
    answer(town, theme)
    phone.receive()
    phone.says("WRONG 3 It was never about water")
    assert verdicts(town) == [(3, Says.NOT_WHAT_WE_SAID)]
    assert theme.id in reopened_themes(town.session, [theme.id])


def test_wrong_with_a_number_where_no_words_lie_says_where_they_are(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    sort_to(town, 3, person)
    assert phone.send("WRONG 8") == ["where_words_are"]
    assert phone.send("WRONG") == ["where_words_are"]
    assert phone.send("WRONG 8 men came") == ["later"], "these are words"


def test_a_verdict_in_the_middle_of_a_conversation_leaves_its_place(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    answer(town, sort_to(town, 3, first))
    phone.receive()
    phone.says("MENU")
    assert phone.send("33") == ["verdict_kept"]
    assert phone.send("2") == ["chosen_knock"]
