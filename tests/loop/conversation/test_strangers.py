from sqlalchemy import func, select

from consult.loop.collect.records import Answer, Conversation
from consult.people import danger
from tests.loop.conversation.phones import Town


def test_a_text_from_nobody_is_answered_once_with_how_to_join_and_not_kept(town: Town) -> None:
    phone = town.phone(1)
    assert phone.says("Who are you?").endswith("send: RIVEREN")
    assert phone.send("Hello?") == []
    assert phone.send("33") == []
    assert town.session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert town.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_where_several_consultations_are_open_a_stranger_learns_of_none(town: Town) -> None:
    town.cast.consultation("hill")
    phone = town.phone(1)
    assert phone.send("Who are you?") == ["ask_for_the_word"]
    assert phone.send("Who are you?") == []


def test_a_community_that_is_not_public_is_not_named(town: Town) -> None:
    town.cast.community.public = False
    assert town.phone(1).send("Who are you?") == ["not_now"]


def test_a_stranger_who_asks_for_the_menu_learns_where_to_go_in_danger(town: Town) -> None:
    text = town.phone(1).says("MENU")
    assert "STOP 7: to person 7 alone" in text
    assert "go to the health post or call 112" in text
    given = {"community": town.cast.community, "by": town.cast.amal, "now": town.now}
    danger.say_place(town.session, language="ar", text="المركز الصحي", **given)
    town.session.flush()
    text = town.phone(2).says("قائمة")
    assert "المركز الصحي" in text
    assert "the health post" not in text
    danger.say_place(town.session, language="ar", text=" ", **given)
    assert "the health post" in town.phone(3).says("قائمة")


def test_an_empty_text_is_left_alone(town: Town) -> None:
    assert town.phone(1).send("  ") == []


def test_a_stranger_can_stop_this_phone_for_good(town: Town) -> None:
    phone = town.phone(1)
    assert phone.send("STOP") == []
    assert phone.point.stopped_at is not None
    assert phone.send("riveren") == []
