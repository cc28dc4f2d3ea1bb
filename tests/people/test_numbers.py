"""One form for each number, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common.errors import Refused
from consult.people.numbers import normal
from tests.cast import number

SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９"]


@pytest.mark.parametrize("digits", SCRIPTS)
def test_any_digit_script_is_read(digits: str) -> None:
    typed = number(7).translate({ord(str(n)): digits[n] for n in range(10)})
    assert normal(typed, "GB") == number(7)


def test_a_number_without_its_country_is_read_in_the_community_s() -> None:
    typed = "0" + number(7).removeprefix("+44")
    assert normal(typed, "GB") == number(7)
    assert normal(f" ({typed[:5]}) {typed[5:8]}-{typed[8:]} ", "GB") == number(7)
    assert normal("00" + number(7)[1:], "GB") == number(7)


@given(st.integers(0, 999), st.sampled_from(SCRIPTS))
def test_the_form_of_a_form_is_itself(n: int, digits: str) -> None:
    plain = normal(number(n).translate({ord(str(i)): digits[i] for i in range(10)}), "KE")
    assert plain == number(n) == normal(plain, "US")


@pytest.mark.parametrize("typed", ["", " ", "+", "12", "hello", "+44", "x" * 400, "1" * 40, "MTN", "+0"])
def test_what_no_phone_can_have_is_refused_without_being_repeated(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normal(typed, "GB")
    assert refused.value.field == "number"
    assert refused.value.values == {}


def test_a_number_without_country_and_region_is_refused() -> None:
    with pytest.raises(Refused):
        normal("0" + number(7).removeprefix("+44"), "ZZ")
