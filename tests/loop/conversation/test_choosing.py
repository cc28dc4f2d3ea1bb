from sqlalchemy import select

from consult.loop.collect.talk import Talk
from consult.loop.departure import leave
from consult.people import passing_on
from consult.people.records import Consent, HearBack
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import Town


def test_the_menu_offers_choices_explains_the_words_and_says_where_to_go_in_danger(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    text = phone.says("menu")
    assert "1 whole answers on this phone. 2 only a knock" in text
    assert "STOP: no more texts to this phone, for anyone." in text
    assert "STOP 7: to person 7 alone" in text
    assert "START: texts again. ERASE: removes your words." in text
    assert "Nobody watches this number." in text
    assert "the health post" in text


def test_one_two_and_three_choose_how_to_hear_back(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    for digit, hear_back in (("1", HearBack.WHOLE), ("2", HearBack.KNOCK), ("٣", HearBack.NOTHING)):
        phone.says("MENU")
        assert phone.send(digit) == [f"chosen_{hear_back}"]
        assert phone.people[0].hear_back is hear_back
        assert phone.talk.state is Talk.DONE
        phone.receive()


def test_the_menu_in_the_middle_of_a_prompt_leads_back_to_it(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("MENU")
    assert phone.send("1") == ["chosen_whole", "prompt"]
    phone.receive()
    phone.says("The well")
    assert town.answers() == ["1: The well"]


def test_words_instead_of_a_choice_are_the_answer_that_they_are(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("MENU")
    assert phone.send("The well is far") == ["prompt"]
    assert town.answers() == ["1: The well is far"]


def test_a_digit_that_is_no_choice_brings_the_menu_again(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.says("MENU")
    assert phone.send("9")[0] == "menu"
    assert phone.send("0")[0] == "menu"


def test_a_digit_after_the_end_brings_the_menu(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    assert phone.send("4") == ["speaks_kept"], "the question that came with the receipt"
    assert phone.send("4")[0] == "menu"


def test_where_my_words_are_by_number(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    phone.says("MENU")
    assert phone.send("4") == ["words_not_read_yet"]
    sort_to(town, 3, person)
    phone.says("MENU")
    assert phone.says("4") == "Your words are on 3. Wrong? Send WRONG 3 and say it again."


def test_on_a_shared_phone_each_person_has_a_menu_of_their_own(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.speaks("riverfr")
    assert phone.send("MENU") == ["menu_which", "menu_words", "danger"]
    assert phone.send("MENU 5") == ["no_such_person"]
    phone.send("MENU 1")
    phone.send("1")
    assert [reach.hear_back for reach in phone.people] == [HearBack.WHOLE, HearBack.KNOCK]


def test_the_menu_before_choosing_to_speak_explains_and_asks_again(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren")
    assert phone.send("MENU") == ["menu_words", "danger", "choice"]
    phone.receive()
    assert phone.says("1") == "What is life here like now?"


def test_choosing_whole_answers_brings_those_that_stand(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    answer(town, sort_to(town, 3, person))
    assert "We mend it." not in "\n".join(phone.receive())
    phone.says("MENU")
    phone.send("1")
    town.later(days=8)
    assert "We mend it." in "\n".join(phone.receive())


def test_more_brings_the_whole_answer_at_once_to_who_asked(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    assert phone.send("MORE") == ["no_answer_yet"]
    answer(town, sort_to(town, 3, person))
    phone.receive()
    text = phone.says("more 3")
    assert "We mend it." in text
    assert "33 no, 32 partly, 31 yes" in text
    assert phone.people[0].hear_back is HearBack.KNOCK, "asking once chooses nothing"
    assert phone.send("more 4") == ["no_answer_yet"]


def test_six_offers_the_languages_and_the_conversation_goes_on_in_the_one_chosen(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("MENU")
    assert "1 en, 2 ar, 3 fr" in phone.says("6")
    assert phone.send("9") == ["which_language"]
    phone.receive()
    assert phone.send("3") == ["language_chosen", "prompt"]
    assert (phone.people[0].participant.language, phone.talk.language) == ("fr", "fr")
    phone.receive()
    phone.says("Le puits")
    assert town.answers() == ["1: Le puits"]
    phone.says("MENU")
    assert phone.send("1")[0] == "chosen_whole", "a digit means a line of the menu again"


def test_a_person_may_let_the_number_go_on_to_who_answers_later_and_take_it_back(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    reach, person = phone.people[0], phone.people[0].participant
    assert not passing_on.agreed(town.session, reach), "without a word it is no"
    for digit, given in (("1", True), ("2", False), ("1", True)):
        assert "8 may others who answer after us" in phone.says("MENU")
        assert phone.send("8") == ["pass_on"]
        assert phone.send("7") == ["pass_on"], "the question again"
        assert phone.send(digit) == ["pass_on_yes" if given else "pass_on_no"]
        assert passing_on.agreed(town.session, reach) is given
    words = town.session.scalars(select(Consent).where(Consent.purpose == passing_on.PURPOSE)).all()
    assert [(each.text_version, each.language) for each in words] == [(passing_on.TEXT_VERSION, "en")] * 3
    leave(town.session, vault=town.vault, participant=person, now=town.now)
    assert not passing_on.agreed(town.session, reach), "leaving ends it"
