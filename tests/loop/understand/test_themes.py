"""Themes: numbered, named by representatives, with every change on record."""

import pytest
from sqlalchemy import select

from consult.common import translation
from consult.common.errors import NotAllowed, Refused
from consult.common.outbox import OutboxItem
from consult.loop.understand import codebook, themes
from consult.loop.understand.findings import release
from consult.loop.understand.holds import held_among, hold, is_held, lift
from consult.loop.understand.lying_on_themes import cards_by_theme
from consult.loop.understand.records import Audience, FindingsTheme, Theme


def test_themes_take_the_smallest_free_number_up_to_99(scene, session, now):
    first, second = scene.theme("Water"), scene.theme("Road")
    assert (first.number, second.number) == (1, 2)
    for number in range(3, 100):
        session.add(
            Theme(
                consultation=scene.consultation,
                number=number,
                name="x",
                statement="x",
                language="en",
                audience=Audience.EVERYONE,
                named_by_id=scene.cast.amal.id,
                made_at=now,
            )
        )
    session.flush()
    with pytest.raises(Refused):
        scene.theme("One more")


@pytest.mark.parametrize(
    ("name", "statement", "field"),
    [("", "x", "name"), ("x" * 121, "x", "name"), ("x", " ", "statement"), ("x", "x" * 2001, "statement")],
)
def test_a_theme_has_a_name_and_a_statement_of_sensible_length(
    scene, session, cast, now, name, statement, field
):
    theme = scene.theme("Water")
    with pytest.raises(Refused) as refused:
        themes.reword(session, theme=theme, name=name, statement=statement, by=cast.amal, now=now)
    assert refused.value.field == field


def test_every_change_keeps_what_stood_before(scene, session, cast, now):
    how = {"by": cast.bahati, "now": now}
    water = scene.code("Water")
    theme = scene.theme("Water")
    themes.reword(session, theme=theme, name="Wells", statement="Dry.", **how)
    themes.reword(session, theme=theme, name="Wells", statement="Dry.", **how)
    themes.address(session, theme=theme, audience=Audience.ONE_OFFICE, offices=[cast.water], **how)
    themes.put_codes(session, theme=theme, codes=[water], **how)
    steps = {step.step: step.before for step in themes.steps_of(session, theme)}
    assert len(themes.steps_of(session, theme)) == 4
    assert steps == {
        "named": {},
        "reworded": {"name": "Water", "statement": "People speak of Water."},
        "addressed": {"audience": "everyone", "offices": ""},
        "codes": {"codes": ""},
    }


def test_a_code_stands_on_one_theme_at_most(scene, session, cast, now):
    water, road = scene.code("Water"), scene.code("Road")
    first, second = scene.theme("Water", water, road), scene.theme("Road")
    with pytest.raises(Refused):
        themes.put_codes(session, theme=second, codes=[road], by=cast.amal, now=now)
    themes.put_codes(session, theme=first, codes=[water], by=cast.amal, now=now)
    themes.put_codes(session, theme=second, codes=[road], by=cast.amal, now=now)
    assert (themes.codes_on(session, first), themes.codes_on(session, second)) == ([water], [road])


def test_a_theme_for_one_office_names_exactly_one(scene, session, cast, now):
    for offices in ((), (cast.water, cast.roads)):
        with pytest.raises(Refused):
            scene.theme("x", audience=Audience.ONE_OFFICE, offices=offices)
    cast.roads.disabled_at = now
    with pytest.raises(Refused):
        scene.theme("x", offices=(cast.roads,))


def test_cards_on_a_theme_are_counted_once_each(scene, session):
    water, road = scene.code("Water"), scene.code("Road")
    cards = scene.read("a", "b")
    theme = scene.theme("Both", water, road)
    scene.sort(cards, water, road)
    assert cards_by_theme(session, scene.consultation) == {theme.id: 2}


def test_a_theme_said_in_another_language_is_also_said_where_it_was_released(scene, session, cast, now):
    how = {"by": cast.amal, "now": now}
    theme = scene.theme("Water")
    themes.translate(session, theme=theme, language="ar", name="ماء", statement="ماء بعيد", **how)
    release(session, consultation=scene.consultation, alone="", review_by=now.date().replace(day=20), **how)
    released = session.scalars(select(FindingsTheme)).one()
    worded = translation.worded(session, released, "name", source="en", wanted=("ar",))
    assert worded == translation.Worded("ماء", "ar")
    themes.translate(session, theme=theme, language="fr", name="Eau", statement="Loin", **how)
    assert translation.latest(session, released, "statement", "fr").text == "Loin"
    themes.reword(session, theme=theme, name="Wells", statement=theme.statement, **how)
    themes.translate(session, theme=theme, language="fr", name="Puits", statement="Secs", **how)
    assert translation.latest(session, released, "name", "fr").text == "Eau"
    for language in ("en", "sw"):
        with pytest.raises(Refused):
            themes.translate(session, theme=theme, language=language, name="x", statement="x", **how)


def test_codes_put_on_a_theme_after_a_release_ask_for_what_is_owed(scene, session, cast, now):
    how = {"by": cast.amal, "now": now}
    cards = scene.read("a", "b")
    water = scene.code("Water")
    scene.sort(cards, water)
    theme = scene.theme("Water")
    release(
        session, consultation=scene.consultation, alone="Line.", review_by=now.date().replace(day=20), **how
    )
    themes.put_codes(session, theme=theme, codes=[water], **how)
    late = session.scalars(select(OutboxItem).where(OutboxItem.name == "owe_late")).all()
    assert {item.payload["answer_id"] for item in late} == {str(card.answer_id) for card in cards}


def test_one_representative_holds_at_once_and_another_may_lift(scene, session, cast, now):
    theme = scene.theme("Water")
    held = hold(session, theme=theme, by=cast.amal, now=now)
    assert hold(session, theme=theme, by=cast.bahati, now=now) == held
    assert held_among(session, scene.consultation) == {theme.id: held}
    lift(session, theme=theme, by=cast.bahati, now=now)
    assert is_held(session, theme) is None
    with pytest.raises(Refused):
        lift(session, theme=theme, by=cast.bahati, now=now)


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_else_changes_a_theme(scene, session, cast, now, who):
    theme = scene.theme("Water")
    how = {"theme": theme, "by": getattr(cast, who), "now": now}
    for act in (
        lambda: themes.reword(session, name="x", statement="x", **how),
        lambda: themes.address(session, audience=Audience.EVERYONE, offices=[], **how),
        lambda: themes.put_codes(session, codes=[], **how),
        lambda: themes.translate(session, language="ar", name="x", statement="x", **how),
        lambda: hold(session, **how),
        lambda: lift(session, **how),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_no_count_of_cards_holds_words_that_were_taken_back(scene, session, now):
    water = scene.code("Water")
    cards = scene.read("one", "two")
    scene.sort(cards, water)
    theme = scene.theme("Water", water)
    cards[0].answer.submission.withdrawn_on = now.date()
    session.flush()
    assert cards_by_theme(session, scene.consultation) == {theme.id: 1}
    assert codebook.cards_by_code(session, scene.consultation) == {water.id: 1}
