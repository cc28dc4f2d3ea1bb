"""Before an office decides, and after it acted: intentions that stay inside, assessments for everyone."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.review.assessments import assess, assessed
from consult.loop.review.intentions import bring, brought_by, brought_to, say_of, unspoken, words_on
from tests.cast import number


def test_an_office_brings_what_it_intends_and_hears_what_is_thought_of_it(session, cast, now):
    brought = {
        "office": cast.water, "community": cast.community, "language": "en", "now": now,
        "words": f"We close the old well. Ask {number(2)}.", "decides_on": (now + timedelta(days=5)).date(),
    }  # fmt: skip
    wrong = [
        ({"words": " "}, "words"), ({"decides_on": None}, "decides_on"),
        ({"decides_on": now.date()}, "decides_on"),
    ]  # fmt: skip
    for changed, field in wrong:
        with pytest.raises(Refused) as refused:
            bring(session, **{**brought, **changed}, by=cast.dana)
        assert refused.value.field == field
    for stranger in (cast.farah, cast.amal):
        with pytest.raises(NotAllowed):
            bring(session, **brought, by=stranger)
    intention = bring(session, **brought, by=cast.dana)
    assert intention.words == "We close the old well. Ask [number]."
    assert brought_to(session, cast.community) == brought_by(session, cast.water) == [intention]
    chol = cast.seats["chol"]
    assert unspoken(session, seat=chol, community=cast.community, now=now) == [intention]

    said = {"intention": intention, "language": "en", "now": now}
    with pytest.raises(NotAllowed):
        say_of(session, **said, seat=cast.seats["farah"], words="Do.")
    with pytest.raises(Refused):
        say_of(session, **said, seat=chol, words=" ")
    words = [
        say_of(session, **said, seat=chol, words="People drink from it."),
        say_of(
            session,
            **{**said, "now": now + timedelta(minutes=1)},
            seat=cast.seats["amal"],
            words="Mend it first.",
        ),
    ]
    assert words_on(session, [intention]) == {intention.id: words}
    assert unspoken(session, seat=chol, community=cast.community, now=now) == []
    with pytest.raises(Refused):
        say_of(session, **{**said, "now": now + timedelta(days=6)}, seat=chol, words="Too late.")


def test_a_member_says_what_an_office_did_once_the_review_is_over_and_only_adds(session, cast, themes, now):
    chol, late = cast.seats["chol"], now + timedelta(days=20)
    themes[0].theme.offices = [cast.water]
    saw = {"office": cast.water, "seat": chol, "language": "en", "signed": "Elder", "now": late}
    with pytest.raises(Refused):
        assess(session, theme=themes[0], **{**saw, "now": now}, words="Nothing yet.")
    with pytest.raises(Refused):
        assess(session, theme=themes[0], **saw, words=" ")
    for changed in ({"office": cast.roads}, {"seat": cast.seats["amal"]}):
        with pytest.raises(NotAllowed):
            assess(session, theme=themes[0], **{**saw, **changed}, words="They mended it.")
    with pytest.raises(NotAllowed):
        assess(session, theme=themes[2], **saw, words="Not open to us.")
    first = assess(session, theme=themes[0], **saw, words="The pump runs.")
    saw["now"] += timedelta(minutes=1)
    second = assess(session, theme=themes[0], **saw, words=f"It broke again. {number(4)}")
    assert second.words == "It broke again. [number]"
    assert assessed(session, themes) == {themes[0].theme_id: [first, second]}
