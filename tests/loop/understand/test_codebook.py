"""The codebook: the community's own names, numbered like piles, merged without loss."""

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.understand import codebook, merging
from consult.loop.understand.codebook_files import CodeLine, preview, written
from consult.loop.understand.effective import effective
from consult.loop.understand.records import Control
from consult.loop.understand.splitting import Part, split
from consult.loop.understand.spoken_codes import add_spoken
from tests.loop.collect import sounds


def test_codes_are_numbered_and_their_names_differ(scene, session):
    water, road = scene.code("Water is far"), scene.code("  The   road ")
    assert [(code.number, code.name) for code in (water, road)] == [(1, "Water is far"), (2, "The road")]
    for name in ("water IS far", "", "x" * 121):
        with pytest.raises(Refused) as refused:
            scene.code(name)
        assert refused.value.field == "name"


def test_renaming_keeps_the_old_name_and_the_number(scene, session, cast, now):
    water = scene.code("Water")
    codebook.rename(
        session, code=water, name="Water is far", definition="Also wells", by=cast.bahati, now=now
    )
    assert (water.number, water.name, water.definition) == (1, "Water is far", "Also wells")
    session.flush()
    assert codebook.steps_of(session, water)[0].before == {"name": "Water", "definition": ""}


def test_a_merged_code_counts_as_the_other_also_when_that_is_merged_on(scene, session, cast, now):
    one, two, three = scene.code("Well"), scene.code("Pump"), scene.code("Water")
    cards = scene.read("a", "b", "c")
    for card, code in zip(cards, (one, two, three), strict=True):
        scene.sort([card], code)
    merging.merge(session, code=one, into=two, by=cast.amal, now=now)
    merging.merge(session, code=two, into=three, by=cast.amal, now=now)
    counted = effective(session, [card.answer_id for card in cards])
    assert [counted[card.answer_id] for card in cards] == [[three]] * 3
    assert codebook.codebook(session, scene.consultation) == [three]
    assert codebook.cards_by_code(session, scene.consultation) == {three.id: 3}
    again = codebook.codes_numbered(session, consultation=scene.consultation, numbers=[1], now=now)
    assert again == [three]
    assert [step.code for step in merging.merged_here(session, code=three)] == [one, two]
    assert merging.merged_here(session, code=two) == []


def test_a_merged_code_takes_its_theme_along_and_two_themes_do_not_merge(scene, session, cast, now):
    one, two, three = scene.code("Well"), scene.code("Pump"), scene.code("Road")
    water, road = scene.theme("Water", one), scene.theme("Road", three)
    merging.merge(session, code=one, into=two, by=cast.amal, now=now)
    assert (one.theme_id, two.theme_id) == (None, water.id)
    with pytest.raises(Refused):
        merging.merge(session, code=two, into=three, by=cast.amal, now=now)
    assert three.theme_id == road.id


def test_a_code_merges_with_no_control_code_and_not_with_itself(scene, session, cast, now):
    one = scene.code("Well")
    unclear = codebook.codes_numbered(session, consultation=scene.consultation, numbers=[903], now=now)[0]
    assert unclear.control is Control.UNCLEAR
    for into in (one, unclear):
        with pytest.raises(Refused):
            merging.merge(session, code=one, into=into, by=cast.amal, now=now)
    with pytest.raises(Refused):
        codebook.rename(session, code=unclear, name="x", definition="", by=cast.amal, now=now)


def test_numbers_that_name_no_code_are_all_named(scene, session, now):
    scene.code("Well")
    with pytest.raises(Refused) as refused:
        codebook.codes_numbered(session, consultation=scene.consultation, numbers=[1, 7, 9, 901], now=now)
    assert refused.value.values["numbers"] == "7, 9"


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_else_changes_the_codebook(scene, session, cast, now, who):
    water, well = scene.code("Water"), scene.code("Well")
    how = {"by": getattr(cast, who), "now": now}
    with pytest.raises(NotAllowed):
        codebook.add_code(session, consultation=scene.consultation, name="x", language="en", **how)
    with pytest.raises(NotAllowed):
        codebook.rename(session, code=water, name="x", definition="", **how)
    with pytest.raises(NotAllowed):
        merging.merge(session, code=water, into=well, **how)


def test_the_voice_of_a_code_that_ends_is_kept_by_nobody(scene, session, vault):
    codes = [scene.code("Well"), scene.code("Pump"), scene.code("Road")]
    sound = {"data": sounds.wav(), "mime": "", "seconds": None}
    voices = [codebook.say_name(session, vault=vault, code=code, **sound, **scene.by) for code in codes]
    merging.merge(session, code=codes[0], into=codes[1], **scene.by)
    split(session, code=codes[2], into=[Part("Uphill", ()), Part("Downhill", ())], **scene.by)
    assert [voice.sealed is None for voice in voices] == [True, False, True]
    assert [code.recording for code in codes] == [None, voices[1], None]


def test_a_code_may_have_a_voice_and_no_word(scene, session, vault):
    here, sound = {"consultation": scene.consultation}, {"data": sounds.wav(), "mime": "", "seconds": None}
    words = {"name": " ", "definition": "", "language": "en"}
    with pytest.raises(Refused):
        codebook.add_code(session, **here, **words, **scene.by)
    spoken = {"vault": vault, **here, **words, **sound, **scene.by}
    one, two, again = (add_spoken(session, key=key, **spoken) for key in ("one", "two", "one"))
    assert again is one, "the same form is one code"
    assert [(code.number, code.name, code.recording is None) for code in (one, two)] == [
        (1, "", False),
        (2, "", False),
    ]
    assert [each.name for each in written(session, scene.consultation)] == ["♪ 1", "♪ 2"]
    assert preview(session, lines=[CodeLine("♪ 2")], **here).new == []
    voice = one.recording
    for name in ("Water", "", "Water", ""):
        codebook.rename(session, code=one, name=name, definition="", **scene.by)
        assert one.recording is voice, "it says what the word says"
    codebook.rename(session, code=one, name="Road", definition="", **scene.by)
    assert one.recording is None, "and never another word"
    with pytest.raises(Refused):
        codebook.rename(session, code=one, name="", definition="", **scene.by)
