import pytest

from consult.common.errors import Refused
from consult.loop.collect import joining
from consult.loop.conversation import networks


def add(session, cast, now, consultation, word, language="en", keywords=("menu",)):
    return joining.add_join_word(
        session,
        consultation=consultation,
        word=word,
        language=language,
        keywords=keywords,
        by=cast.amal,
        now=now,
    )


def test_a_text_that_begins_with_the_word_joins_in_its_language(session, cast, now):
    river = cast.consultation()
    add(session, cast, now, river, "Fleuve", "fr")
    found = joining.join_word(session, "FLEUVÉ bonjour")
    assert (found.consultation, found.language) == (river, "fr")
    assert joining.join_word(session, "bonjour fleuve") is None
    assert joining.join_word(session, "  ") is None


@pytest.mark.parametrize(
    "word", ["two words", "x", "12", "Stop", "YES", "Menu", "menu7", "arrêt", "Alto", "AYUDA", "x" * 41, ""]
)
def test_words_that_mean_something_else_are_refused(session, cast, now, word):
    with pytest.raises(Refused) as refused:
        add(session, cast, now, cast.consultation(), word)
    assert refused.value.field == "word"


def test_a_taken_word_is_refused_with_the_others_dates_and_nothing_else(session, cast, now):
    river, hill = cast.consultation(), cast.consultation("hill", opened=False)
    add(session, cast, now, river, "water")
    with pytest.raises(Refused) as refused:
        add(session, cast, now, hill, "WATER")
    assert "2027-06-02" in str(refused.value)
    assert "2027-06-16" in str(refused.value)
    assert "of Tesfa" in str(refused.value)
    assert "river" not in str(refused.value)
    cast.community.public = False
    with pytest.raises(Refused) as refused:
        add(session, cast, now, hill, "WATER")
    assert "Tesfa" not in str(refused.value)
    add(session, cast, now, hill, "stone")
    with pytest.raises(Refused, match="made on 2027-05-30"):
        add(session, cast, now, river, "stone")
    with pytest.raises(Refused, match="has that word already"):
        add(session, cast, now, river, "water")


def test_a_word_may_go_until_a_round_has_opened(session, cast, now):
    river, hill = cast.consultation(), cast.consultation("hill", opened=False)
    joining.remove_join_word(session, joining=add(session, cast, now, hill, "stone"), by=cast.amal, now=now)
    assert joining.join_word(session, "stone") is None
    with pytest.raises(Refused):
        joining.remove_join_word(
            session, joining=add(session, cast, now, river, "water"), by=cast.amal, now=now
        )
    assert [each.language for each in joining.join_words_of(session, consultation=river)] == [
        "ar",
        "en",
        "en",
        "fr",
    ]


@pytest.mark.parametrize(
    ("has", "wants", "clash"),
    [
        ("barn", "bam", True),
        ("pool", "p00l", True),
        ("water", "watter", True),
        ("water", "wateг", False),
        ("سلام", "سلامـ", True),
        ("stone", "storm", False),
    ],
)
def test_words_that_look_alike_are_one(session, cast, now, has, wants, clash):
    river, hill = cast.consultation(), cast.consultation("hill")
    add(session, cast, now, river, has)
    if not clash:
        assert add(session, cast, now, hill, wants)
        return
    with pytest.raises(Refused, match=joining.folded(has)):
        add(session, cast, now, hill, wants)


def test_free_words_are_offered_in_place_of_one_that_is_taken(session, cast, now):
    river, hill = cast.consultation(), cast.consultation("hill")
    add(session, cast, now, river, "water")
    add(session, cast, now, river, "2water")
    offered = joining.free_words(session, word="Watter", keywords=("menu",))
    assert offered == ["3watter", "4watter", "6watter"]
    assert add(session, cast, now, hill, offered[0])
    assert joining.free_words(session, word="menu", keywords=("menu",)) == []


def test_no_word_that_a_network_understands_can_join() -> None:
    words = networks.STOPS | networks.ALSO_STOP | networks.STARTS | networks.HELPS
    assert {word for word in words if " " not in word} <= joining.NETWORK_WORDS
