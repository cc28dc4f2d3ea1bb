"""Each kind of answer asks for what it needs, and for nothing else."""

from datetime import timedelta

import pytest

from consult.common.errors import Refused
from consult.loop.respond.kinds import NEEDS, Beside, fields_in_public
from consult.loop.respond.records import Kind
from consult.loop.respond.responses import draft, new_version
from tests.loop.speaking import speak


def test_every_kind_stands_in_the_table():
    assert set(NEEDS) == set(Kind)
    assert {kind for kind in Kind if "why" not in fields_in_public(kind)} == {Kind.CANNOT_SAY}


def test_a_kind_refuses_what_is_missing_and_keeps_only_what_is_its_own(session, cast, released, now):
    said = {"words": "We do.", "why": "It is so.", "who": "The engineer", "by_when": now.date()}
    said |= {"speak": speak, "by": cast.dana, "now": now}
    given = {
        "to_whom": "The ministry",
        "handed_on": now.date(),
        "reference": "Letter 12",
        "question": "Which pump?",
    }
    for number, kind in enumerate(Kind, start=11):
        theme = [released.theme(number)]

        def drafted(kind=kind, theme=theme, **beside):
            given_here = Beside(**beside)
            return draft(
                session, office=cast.water, themes=theme, kind=kind, beside=given_here, language="en", **said
            )

        for name in NEEDS[kind].fields:
            with pytest.raises(Refused) as refused:
                drafted(**{**given, name: None if name == "handed_on" else " "})
            assert refused.value.field == name
        version = drafted(**given)
        kept = {name for name in given if getattr(version, name)}
        assert kept == set(NEEDS[kind].fields)
    later = Beside(**{**given, "handed_on": now.date() + timedelta(days=1)})
    theme = [released.theme(3)]
    with pytest.raises(Refused) as refused:
        draft(
            session,
            office=cast.water,
            themes=theme,
            kind=Kind.NEEDS_OTHERS,
            beside=later,
            language="en",
            **said,
        )
    assert refused.value.field == "handed_on"


def test_to_hand_it_to_somebody_else_is_a_new_decision(session, cast, released, now):
    said = {"words": "They must.", "why": "It is theirs.", "who": "The engineer", "by_when": now.date()}
    said |= {"kind": Kind.NEEDS_OTHERS, "speak": speak, "by": cast.dana, "now": now}
    to_roads = Beside(to_office=cast.roads, handed_on=now.date(), reference="12")
    version = draft(
        session, office=cast.water, themes=[released.theme(3)], language="en", beside=to_roads, **said
    )
    assert (version.to_whom, version.to_office) == (cast.roads.name, cast.roads)
    version.published_at = now
    session.flush()
    proof = Beside(to_office=cast.roads, handed_on=now.date(), reference="13")
    with pytest.raises(Refused, match="few letters"):
        new_version(session, response=version.response, only_wording=True, beside=proof, **said)
    elsewhere = Beside(to_whom="The ministry", handed_on=now.date(), reference="12")
    with pytest.raises(Refused) as refused:
        new_version(session, response=version.response, only_wording=True, beside=elsewhere, **said)
    assert refused.value.field == "only_wording"
    own = Beside(to_office=cast.water, handed_on=now.date(), reference="12")
    with pytest.raises(Refused, match="your own office"):
        new_version(session, response=version.response, only_wording=False, beside=own, **said)
