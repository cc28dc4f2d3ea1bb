from sqlalchemy import func, select

from consult.loop.collect.records import Answer, Conversation, Round
from consult.people import danger
from tests.loop.conversation.phones import LANGUAGES, Town


def test_a_text_from_nobody_is_answered_once_with_how_to_join_and_not_kept(town: Town) -> None:
    phone = town.phone(1)
    said = phone.says("Who are you?").split("\n\n")
    assert [text.split()[-1] for text in said] == ["RIVEREN", "RIVERAR", "RIVERFR"], (
        "who knows what they read?"
    )
    assert said[2].startswith("Nous ne savons pas")
    assert phone.send("Hello?") == []
    assert phone.send("33") == []
    assert town.session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert town.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_where_several_consultations_are_open_a_stranger_learns_of_none(town: Town) -> None:
    town.cast.consultation("hill")
    phone = town.phone(1)
    assert phone.send("Who are you?") == ["ask_for_the_word"] * 3
    assert phone.send("Who are you?") == []


def test_a_community_that_is_not_public_is_not_named(town: Town) -> None:
    town.cast.community.public = False
    assert town.phone(1).send("Who are you?") == ["not_now"]


def test_a_phone_that_is_nobodys_is_answered_in_the_languages_of_its_line(town: Town) -> None:
    town.consultation.language, town.consultation.languages = "sw", ["sw", "ar"]
    town.session.flush()
    assert [LANGUAGES.phrase("nothing_here", "sw")] == [town.phone(2).says("ERASE")]
    rounds = town.session.scalars(select(Round)).all()
    rounds[0].closed_at = town.now
    town.cast.community.language = "fr"
    town.session.flush()
    assert town.phone(1).says("Who are you?") == LANGUAGES.phrase("not_now", "fr")
    assert town.phone(3).says("ERASE") == LANGUAGES.phrase("nothing_here", "fr")


def test_who_left_is_answered_as_one_who_never_wrote(town: Town) -> None:
    phone, never = town.phone(1), town.phone(2)
    phone.joins("riversw")
    for text in ("ERASE", "1"):
        gone = phone.says(text)
    assert gone == LANGUAGES.phrase("removed", "sw")
    town.consultation.language = "fr"
    town.session.flush()
    assert phone.says("MENU") == never.says("MENU")
    asked = phone.says("Je, mpo?")
    assert asked == never.says("Je, mpo?")
    assert asked.startswith("Nous ne savons pas")


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
