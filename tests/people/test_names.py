"""A name is there, has no blanks around it, and fits into its line."""

import pytest

from consult.common.errors import Refused
from consult.people.names import MOST, checked


def test_a_name_loses_the_blanks_around_it() -> None:
    assert checked("  Upper Well \n") == "Upper Well"
    assert checked("a" * MOST) == "a" * MOST


@pytest.mark.parametrize("name", ["", " \t", "a" * (MOST + 1)])
def test_nothing_and_too_much_are_refused_where_they_were_typed(name: str) -> None:
    with pytest.raises(Refused, match="at most 120 letters") as refused:
        checked(name, field="who")
    assert refused.value.field == "who"
