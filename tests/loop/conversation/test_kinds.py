import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common.fold import folded
from consult.languages.speak import Languages
from consult.loop.conversation.kinds import Heard, Kind, Known, classify

KEYWORDS = Languages().keyword_table()


def heard(text: str, **known: object) -> Heard:
    return classify(text, Known(keywords=KEYWORDS, fold=folded, **known))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MENU", Kind.MENU),
        ("menu.", Kind.MENU),
        (" Stop ", Kind.STOP),
        ("STOP 7", Kind.STOP_PERSON),
        ("stop7", Kind.STOP_PERSON),
        ("START", Kind.START),
        ("start 2", Kind.START_PERSON),
        ("Erase!", Kind.ERASE),
        ("ERASE 3", Kind.ERASE_PERSON),
        ("WRONG", Kind.WRONG),
        ("wrong 12", Kind.WRONG),
        ("more", Kind.MORE),
        ("MORE 3", Kind.MORE),
        ("menu 2", Kind.MENU_PERSON),
        ("1", Kind.ONE),
        ("(2)", Kind.TWO),
        ("7", Kind.DIGIT),
        ("0", Kind.DIGIT),
        ("", Kind.EMPTY),
        (" \n ", Kind.EMPTY),
        ("?!", Kind.WORDS),
        ("arrêter", Kind.STOP),
        ("ARRÊTER 2", Kind.STOP_PERSON),
        ("effacer", Kind.ERASE),
        ("توقف", Kind.STOP),
        ("تـوقّـف", Kind.STOP),
        ("توقف ٧", Kind.STOP_PERSON),
        ("قائمة", Kind.MENU),
        ("احذف", Kind.ERASE),
        ("خطأ ٣", Kind.WRONG),
        ("acha", Kind.STOP),
        ("futa 2", Kind.ERASE_PERSON),
        ("١", Kind.ONE),
        ("۲", Kind.TWO),
        ("߃", Kind.DIGIT),
    ],
)
def test_control_words_and_digits_count_as_the_whole_text_in_any_script(text: str, kind: Kind) -> None:
    assert heard(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "stop please",
        "They stop the water at noon",
        "menu is empty",
        "start with the well",
        "stop 77",
        "stop 0",
        "erase 10",
        "33",
        "121",
        "7 33",
        "1 2",
        "10",
        "1234",
        "1.5 litres",
        "wrong 3 men came",
        "the well is 3 hours away",
        "ok",
        "توقف الماء",
    ],
)
def test_everything_else_is_words_and_never_an_error(text: str) -> None:
    assert heard(text).kind is Kind.WORDS


def test_a_person_of_the_phone_is_named_by_a_digit() -> None:
    assert heard("STOP ٧") == Heard(Kind.STOP_PERSON, language="en", person=7)
    assert heard("futa 2") == Heard(Kind.ERASE_PERSON, language="sw", person=2)


def test_a_number_is_a_verdict_only_when_that_answer_can_be_judged_by_somebody_here() -> None:
    known = {1: {3}, 7: {3, 12}}
    assert heard("33", verdicts=known) == Heard(Kind.VERDICT, theme=3, key=3)
    assert heard("38", happened=known) == Heard(Kind.VERDICT, theme=3, key=8)
    assert heard("38", verdicts=known).kind is Kind.WORDS
    assert heard("33", happened=known).kind is Kind.WORDS
    assert heard("٣٣", verdicts=known) == Heard(Kind.VERDICT, theme=3, key=3)
    assert heard("121", verdicts=known) == Heard(Kind.VERDICT, theme=12, key=1)
    assert heard("7 33", verdicts=known) == Heard(Kind.VERDICT, person=7, theme=3, key=3)
    assert heard("1 121", verdicts=known).kind is Kind.WORDS, "person 1 did not speak to 12"
    assert heard("2 33", verdicts=known).kind is Kind.WORDS, "nobody is 2"
    assert heard("36", verdicts=known).kind is Kind.WORDS, "there is no sixth key"
    assert heard("30", verdicts=known).kind is Kind.WORDS
    assert heard("43", verdicts=known).kind is Kind.WORDS
    assert heard("31 32", verdicts=known).kind is Kind.WORDS
    assert heard("3 3", verdicts=known).kind is Kind.WORDS


def test_a_theme_of_two_digits_and_a_theme_of_one_are_told_apart_by_what_is_open() -> None:
    assert heard("121", verdicts={1: {1}}).kind is Kind.WORDS
    assert heard("12", verdicts={1: {1}}) == Heard(Kind.VERDICT, theme=1, key=2)


def test_words_behind_wrong_and_a_live_theme_are_kept_as_they_were_written() -> None:
    known = heard("Wrong 3: It is the PUMP,\nnot the well", themes={3})
    assert known == Heard(Kind.WRONG, language="en", theme=3, rest="It is the PUMP,\nnot the well")
    assert heard("wrong3 the pump", themes={3}).rest == "the pump"
    assert heard("خطأ ٣ المضخة", themes={3}) == Heard(Kind.WRONG, language="ar", theme=3, rest="المضخة")
    assert heard("wrong 4 men came", themes={3}).kind is Kind.WORDS


def test_a_join_word_counts_as_the_first_word_and_keeps_the_rest() -> None:
    assert heard("River", joins=True) == Heard(Kind.JOIN)
    assert heard("River the well broke", joins=True) == Heard(Kind.JOIN, rest="the well broke")
    assert heard("STOP", joins=True).kind is Kind.STOP


def test_words_of_several_words_in_a_language_are_understood() -> None:
    known = Known(keywords={"no more texts": ("stop", "xx"), "not right": ("wrong", "xx")}, fold=folded)
    assert classify("No more texts", known).kind is Kind.STOP
    assert classify("no more texts 7", known).person == 7
    with_theme = Known(keywords=known.keywords, fold=folded, themes={3})
    assert classify("not right 3 it was rain", with_theme).rest == "it was rain"


@given(st.text(max_size=40), st.booleans())
def test_any_text_has_a_meaning(text: str, joins: bool) -> None:
    joins = joins and bool(text.split())
    assert heard(text, joins=joins, verdicts={1: {3}}, themes={3}).kind in Kind
