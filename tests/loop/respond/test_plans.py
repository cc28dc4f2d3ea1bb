import pytest

from consult.common.errors import Refused
from consult.loop.respond.plans import went, went_into


def test_where_an_answer_went_says_of_each_field_how_long_it_may_be(released, session, cast, now):
    version = released.answered(released.theme(3))
    place = {"document": "d" * 200, "paragraph": "p" * 40, "page": "g" * 40}
    given = {"response": version.response, "on": now.date(), "by": cast.dana, "now": now}
    for field, text in place.items():
        with pytest.raises(Refused, match="too long") as refused:
            went(session, **given, **{**place, field: f"{text}x"})
        assert (refused.value.field, refused.value.values) == (field, {"most": len(text)})
    kept = went(session, **given, **place)
    assert went_into(session, [version.response_id]) == {version.response_id: [kept]}
