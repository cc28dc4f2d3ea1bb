from sqlalchemy import func, select

from consult.loop.collect.records import AnswerPart, Conversation
from consult.people.tombstones import buried
from tests.cast import number
from tests.loop.conversation.phones import Town


def test_erase_is_asked_once_more_and_then_everything_is_gone(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    assert phone.says("ERASE").startswith("This removes your words")
    assert len(town.answers()) == 2, "not before they say so"
    assert phone.says("1") == "Your words and your number are removed. Thank you."
    assert town.answers() == []
    assert person.left_on is not None
    texts = town.session.scalars(select(AnswerPart.text).where(AnswerPart.text != ""))
    assert list(texts) == []
    assert town.session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert buried(town.session, vault=town.vault, what="phone", text=number(1))


def test_two_keeps_everything(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("ERASE")
    assert phone.send("2") == ["kept", "prompt"]
    phone.receive()
    phone.says("The well")
    assert town.answers() == ["1: The well"]


def test_words_instead_of_a_yes_are_an_answer_and_remove_nothing(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("ERASE")
    assert phone.send("1 was a bad year") == ["prompt"]
    assert town.answers() == ["1: 1 was a bad year"]


def test_another_digit_asks_again(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.says("ERASE")
    assert phone.send("3") == ["erase_sure"]


def test_erase_from_the_menu(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.says("MENU")
    assert phone.send("5") == ["erase_sure"]
    phone.send("1")
    assert phone.people == []


def test_on_a_shared_phone_each_person_removes_their_own(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.joins("riverfr")
    assert phone.send("ERASE") == ["erase_which"]
    assert phone.send("1") == ["prompt"], "a digit that was not asked for is no yes"
    phone.receive()
    assert phone.send("ERASE 4") == ["no_such_person"]
    assert phone.send("ERASE 1") == ["erase_sure"]
    assert phone.send("1") == ["removed"]
    assert first.left_on is not None
    assert second.left_on is None
    assert [reach.suffix for reach in phone.people] == [2]
    assert not buried(town.session, vault=town.vault, what="phone", text=number(1))
    town.later(minutes=10)
    phone.receive()
    phone.says("La route")
    assert "2: La route" in town.answers(second), "the other person goes on where they were"


def test_a_phone_without_words_is_told_so(town: Town) -> None:
    assert town.phone(1).send("ERASE") == ["nothing_here"]
    assert town.phone(1).send("ERASE 2") == ["no_such_person"]


def test_who_left_may_join_again_as_somebody_new(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    phone.says("ERASE")
    phone.says("1")
    other = phone.speaks()
    assert other.id != person.id
    assert phone.people[0].suffix == 2, "a number on a phone is never handed on"


def test_removal_reaches_a_persons_other_phone(town: Town) -> None:
    from consult.people.reaches import give_reach

    one, two = town.phone(1), town.phone(2)
    person = one.speaks()
    give_reach(town.session, participant=person, point=two.point, now=town.now)
    two.says("more words")
    one.says("ERASE")
    one.says("1")
    assert two.people == []
    assert two.talk is None
    assert town.answers() == []


def test_on_a_shared_phone_a_yes_of_hours_later_removes_nobody(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.speaks()
    phone.says("ERASE 1")
    town.later(hours=2)
    assert phone.send("1") == ["erase_which"]
    assert len(phone.people) == 2
