"""What a text of closing may cost and may not tell."""

import pytest

from consult.languages.phrases import PHRASES

GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
ONE = 160
LONGEST = {"theme": 99, "person": 9}


@pytest.mark.parametrize(
    "key", ["knock", "knock_for", "verdict", "verdict_for", "set_aside", "set_aside_for"]
)
def test_it_is_one_segment_of_plain_letters(key):
    text = PHRASES[key] % LONGEST
    assert set(text) <= GSM_7
    assert len(text) <= ONE


def test_a_verdict_offers_no_first():
    text = PHRASES["verdict"] % {"theme": 3}
    order = [text.index(each) for each in ("33 no", "32 partly", "31 yes", "34 cannot say", "35 not what we")]
    assert order == sorted(order)


@pytest.mark.parametrize("key", ["knock", "knock_for"])
def test_a_knock_has_room_for_nothing_but_the_person(key):
    assert "%(" not in PHRASES[key].replace("%(person)s", "")
