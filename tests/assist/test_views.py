"""Who is like whom where answers are read in two ways."""

import numpy as np
import pytest

from consult.assist.views import View, together

FIRST_AND_SECOND = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
FIRST_AND_THIRD = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], np.float32)


@pytest.mark.parametrize(("weight", "likest"), [(0.7, 1), (1.5, 2)])
def test_the_way_that_weighs_more_says_who_is_likest(weight: float, likest: int) -> None:
    places, rows = np.arange(4), [FIRST_AND_SECOND, FIRST_AND_THIRD]
    one, other = (
        View(places, lambda _: rows[0], sparing=False, own=(), weight=each) for each in (1.0, weight)
    )
    whole = together(4, [one, other], [places, places], rows)
    assert int(whole[0, 1:].argmax()) + 1 == likest
    assert whole[0, 0] == pytest.approx(1.0), "each with itself, whatever weighs how much"
