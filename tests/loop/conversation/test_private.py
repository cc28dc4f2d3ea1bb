"""A private matter by text: line 7 of the menu, then one text, which no reader ever sees."""

from consult.loop.collect import protected
from consult.loop.collect.records import Door
from consult.loop.collect.talk import Talk
from consult.people.records import Role, Seat
from tests.loop.conversation.answering import sort_to
from tests.loop.conversation.phones import Town


def test_the_next_text_goes_to_the_officer_alone_and_the_prompt_waits_on(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    assert "7 abuse or danger" in phone.says("MENU")
    assert phone.send("7")[:2] == ["private_wait", "danger"]
    assert phone.send("3") == ["private_again"]
    assert phone.send("The guard hurts girls.") == ["private_told", "prompt"]
    assert town.answers() == []
    phone.receive()
    town.later(minutes=6)
    assert len(phone.receive()) == 1  # the prompt, when what was told is over
    phone.says("The well is far.")
    assert town.answers() == ["1: The well is far."]
    (told,) = protected.reports_of(town.session, community=town.cast.community)
    assert (told.door, told.language, told.flagged) == (Door.SMS, "en", False)
    hari = town.cast.hari
    seat = Seat(account=hari, role=Role.PROTECTION_OFFICER, community=town.cast.community, since=town.now)
    town.session.add(seat)
    town.session.flush()
    opened = protected.open_report(town.session, vault=town.vault, report=told, by=hari, now=town.now)
    assert opened == "The guard hurts girls."
    phone.says("MENU")
    assert phone.send("7")[0] == "private_ask"
    assert phone.send("MENU")[0] == "menu"
    assert phone.talk.state is Talk.MENU


def test_what_follows_before_our_reply_is_on_the_phone_is_private_too(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    for text in ("MENU", "7"):
        phone.says(text)
    assert phone.send("riveren school: the guard hurts girls.") == ["private_told", "prompt"]
    assert phone.send("His name is Bo.") == ["private_told", "prompt"]
    assert phone.send("riveren guard, every night.") == ["private_told", "prompt"]
    assert town.answers() == []
    assert len(protected.reports_of(town.session, community=town.cast.community)) == 3
    phone.receive()
    town.later(minutes=6)
    phone.says("The well is far.")
    phone.send("and dry")
    assert town.answers() == ["1: The well is far.", "2: and dry"]


def test_where_a_prompt_waits_what_comes_soon_after_our_reply_is_private_too(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    for text in ("MENU", "7"):
        phone.says(text)
    for text in ("The guard hurts girls.", "His name is Bo.", "riveren guard, every night."):
        phone.send(text)
        assert len(phone.receive()) == 1
        town.later(minutes=1)
    assert town.answers() == []
    assert len(protected.reports_of(town.session, community=town.cast.community)) == 3
    town.later(minutes=5)
    (prompt,) = phone.receive()
    assert prompt == "What is life here like now?"
    phone.says("The well is far.")
    assert town.answers() == ["1: The well is far."]


def test_who_asks_for_the_question_after_a_private_matter_can_answer_it_at_once(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    for text in ("MENU", "7"):
        phone.says(text)
    phone.send("The guard hurts girls.")
    phone.receive()
    phone.send("MENU")
    phone.receive()
    phone.send("His name is Bo.")
    assert town.answers() == []
    phone.receive()
    for text in ("MENU", "2"):
        phone.send(text)
    phone.send("Every night.")
    assert town.answers() == []  # the question is still on its way
    phone.receive()
    phone.send("MENU")
    phone.send("2")
    phone.receive()
    phone.send("The well is far.")
    assert town.answers() == ["1: The well is far."]
    town.later(minutes=6)
    assert [
        text for text in phone.receive() if "What is life here" in text
    ] == []  # it was said, and answered


def test_words_that_wrong_asks_for_are_not_locked_away(town: Town) -> None:
    phone = town.phone(1)
    sort_to(town, 3, phone.speaks())
    for text in ("MENU", "7"):
        phone.says(text)
    phone.send("The guard hurts girls.")
    assert phone.send("WRONG 3") == ["say_again"]
    assert phone.send("His name is Bo.") == ["private_told"]  # before our question was on the phone
    phone.receive()
    phone.send("WRONG 3")
    phone.receive()
    assert phone.send("I meant the pump.") == ["later"]
    assert "2 (later): I meant the pump." in town.answers()


def test_where_no_question_waits_what_comes_soon_after_our_reply_is_private_too(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    for text in ("The well is far.", "Nothing else.", "1", "MENU", "7"):
        phone.says(text)
    assert phone.talk.state is Talk.PRIVATE
    before = town.answers()
    for text in ("The guard hurts girls.", "His name is Bo."):
        assert phone.send(text) == ["private_told"]
        phone.receive()
        town.later(minutes=1)
    assert town.answers() == before
    assert len(protected.reports_of(town.session, community=town.cast.community)) == 2
    town.later(minutes=6)
    phone.says("The road is bad.")
    assert len(town.answers()) == len(before) + 1


def test_somebody_else_who_begins_on_the_phone_says_nothing_private(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    for text in ("MENU", "7"):
        phone.says(text)
    for text in ("The guard hurts girls.", "riveren", "2", "1", "Our well is far."):
        phone.send(text)
    assert town.answers(phone.people[1].participant) == ["1: Our well is far."]
