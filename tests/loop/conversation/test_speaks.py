"""Do these speak for you? Once in each round, after the receipt, by a digit that no reader sees."""

from datetime import timedelta

from sqlalchemy import select

from consult.loop.collect.records import Speaks, SpeaksForYou
from consult.loop.collect.rounds import close_round, current_round, pause, resume
from consult.loop.collect.speaks import say_speaks
from consult.loop.collect.talk import Talk
from consult.people.records import Role, Seat
from tests.loop.conversation.phones import Phone, Town


def said(town: Town) -> list[Speaks]:
    return list(town.session.scalars(select(SpeaksForYou.says)))


def last_words(phone: Phone, text: str = "The road is dark.") -> list[str]:
    """Answer the second prompt, the last one."""
    phone.joins()
    phone.says("The well is far.")
    replies = phone.send(text)
    phone.receive()
    return replies


def test_a_digit_after_the_receipt_says_it_and_the_conversation_rests(town: Town) -> None:
    keys = {"1": Speaks.YES, "2": Speaks.PARTLY, "٣": Speaks.NO, "4": Speaks.CANNOT_SAY}
    for n, (digit, says) in enumerate(keys.items(), start=1):
        phone = town.phone(n)
        assert last_words(phone) == ["receipt", "speaks_ask"]
        assert phone.send(digit) == ["speaks_kept"]
        assert phone.talk.state is Talk.DONE
        assert said(town)[-1] is says or says in said(town)
    assert sorted(said(town)) == sorted(keys.values())
    assert len(town.answers()) == 8, "no digit became words"


def test_a_digit_that_is_none_of_ours_brings_the_question_again(town: Town) -> None:
    phone = town.phone(1)
    last_words(phone)
    assert phone.send("7") == ["speaks_ask"]
    assert phone.send("3") == ["speaks_kept"]
    assert phone.send("3")[0] == "menu", "afterwards a digit means what it always meant"
    assert said(town) == [Speaks.NO]


def test_words_instead_are_kept_as_words_and_the_question_waits_on(town: Town) -> None:
    phone = town.phone(1)
    last_words(phone)
    assert phone.send("and stones lie on it") == [], "of the same answer, as ever"
    town.later(minutes=20)
    assert phone.send("The school too") == ["added"]
    assert phone.send("2") == ["speaks_kept"]
    assert town.answers() == [
        "1: The well is far.",
        "2: The road is dark. + and stones lie on it",
        "2: The school too",
    ]


def test_who_says_nothing_or_has_said_it_elsewhere_is_not_asked_again(town: Town) -> None:
    phone = town.phone(1)
    last_words(phone)
    phone.says("MENU")
    assert phone.send("2") == ["chosen_knock"], "the menu that was opened after it counts"
    assert phone.send("riveren") != ["speaks_ask"]
    other = town.phone(2)
    person = other.joins()
    other.says("The well is far.")
    asked = current_round(town.session, town.consultation)
    say_speaks(town.session, participant=person, round=asked, says=Speaks.YES, now=town.now)
    assert other.send("The road") == ["receipt"]
    assert said(town) == [Speaks.YES]


def test_on_a_shared_phone_a_digit_of_hours_later_is_nobodys(town: Town) -> None:
    phone = town.phone(1)
    last_words(phone)
    phone.says("1")
    last_words(phone)
    town.later(hours=2)
    assert phone.send("3") == ["menu_which"]
    assert said(town) == [Speaks.YES]


def test_after_the_end_nothing_is_counted_and_while_paused_it_waits(town: Town) -> None:
    phone = town.phone(1)
    last_words(phone)
    asked, by = current_round(town.session, town.consultation), town.cast.amal
    pause(town.session, round=asked, reasons={"en": "Rain"}, by=by, now=town.now)
    assert phone.send("3") == ["paused"]
    resume(town.session, round=asked, by=by, now=town.now)
    close_round(town.session, round=asked, by=by.actor, now=town.now)
    assert phone.send("3") == ["over"]
    assert phone.talk.state is Talk.DONE
    assert said(town) == []


def test_where_nobody_speaks_for_a_community_nobody_is_asked(town: Town) -> None:
    for seat in town.session.scalars(select(Seat).where(Seat.role == Role.REPRESENTATIVE)):
        seat.ended_at = town.now - timedelta(days=1)
    assert last_words(town.phone(1)) == ["receipt"]
