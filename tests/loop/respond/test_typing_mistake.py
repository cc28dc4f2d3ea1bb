import pytest

from consult.loop.respond.typing_mistake import only_a_mistake

SAID = "We wil mend the pump at the lower wel in 14 days."


@pytest.mark.parametrize(
    ("after", "mistake"),
    [
        (SAID, True),
        ("We will mend the pump at the lower well, in 14 days!", True),
        ("We wil mendthe pump at the lower wel in 14 days.", True),
        ("We wil not mend the pump at the lower wel in 14 days.", False),
        ("We wil mend the pump at the lower wel in 41 days.", False),
        ("We wil mend the pump at the wel in 14 days.", False),
        ("We wil mend the road at the lower wel in 14 days.", False),
        ("Thanks for all of your many good words, in 14 days.", False),
        ("", False),
    ],
)
def test_a_few_letters_are_a_mistake_and_a_word_or_a_number_is_not(after, mistake):
    assert only_a_mistake(SAID, after) is mistake


def test_many_small_changes_are_more_than_a_mistake():
    assert not only_a_mistake("a bat can run far now", "a cat ran ran for not")


def test_nothing_stays_nothing():
    assert only_a_mistake("", "")
    assert not only_a_mistake("", "New.")
