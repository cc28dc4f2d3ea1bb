"""A codebook comes from elsewhere: what is new is added by a representative, nothing else changes."""

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.understand import codebook
from consult.loop.understand.codebook_files import MOST, CodeLine, bring, preview, written
from tests.loop.understand.scene import Scene


@pytest.fixture
def scene(session, cast) -> Scene:
    return Scene(session, cast)


def test_only_what_is_new_is_added_each_name_once(scene, session):
    scene.code("Water")
    lines = [CodeLine("WATER", "theirs"), CodeLine(" cut  road ", " by rain "), CodeLine("Cut road")]
    here = {"consultation": scene.consultation}
    assert preview(session, lines=lines, **here).known == ["WATER"]
    assert preview(session, lines=lines, **here).new == [CodeLine("cut road", "by rain")]
    (new,) = bring(session, lines=lines, **here, **scene.by)
    assert (new.number, new.name, new.definition, new.language) == (2, "cut road", "by rain", "en")
    assert [each.name for each in written(session, scene.consultation)] == ["Water", "cut road"]


@pytest.mark.parametrize(
    "lines",
    [[CodeLine(" ")], [CodeLine("x" * 121)], [CodeLine("x", "y" * 2001)], [CodeLine("x")] * (MOST + 1), []],
)
def test_a_file_with_what_can_be_no_code_changes_nothing(scene, session, lines):
    with pytest.raises(Refused):
        bring(session, consultation=scene.consultation, lines=lines, **scene.by)
    assert codebook.codebook(session, scene.consultation) == []


@pytest.mark.parametrize("name", ["dana", "chol", "gita"])
def test_nobody_else_brings_codes(scene, session, cast, now, name):
    with pytest.raises(NotAllowed):
        bring(
            session,
            consultation=scene.consultation,
            lines=[CodeLine("x")],
            by=getattr(cast, name),
            now=now,
        )
