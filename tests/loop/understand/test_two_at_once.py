"""Sorting, splitting and merging at the same moment, on real transactions: one waits for the other."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from consult.loop.understand import coding, merging, splitting, themes
from consult.loop.understand.effective import codes_of
from consult.loop.understand.records import Card, Code, Theme
from tests.cast import Cast
from tests.loop.understand.scene import Scene

pytestmark = pytest.mark.parametrize("kind", ["postgres"])


@pytest.fixture
def water(database, now):
    """Two codes, and three cards of which the first two lie under the first; and who else would do what."""
    with database.work() as session:
        scene = Scene(session, Cast(session, now))
        codes = [scene.code("Water"), scene.code("Road")]
        cards = scene.read("a", "b", "c")
        scene.sort(cards[:2], codes[0])
        return scene, codes, cards


def meanwhile(database, monkeypatch, module, name, act):
    """While `module` is about to do `name`, somebody else tries to `act`, and has to wait."""
    do = getattr(module, name)

    def first(*given, **named):
        monkeypatch.setattr(module, name, do)
        with pytest.raises(OperationalError, match="lock timeout"):
            impatient()
        return do(*given, **named)

    def impatient():
        with database.work() as other:
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            act(other)

    monkeypatch.setattr(module, name, first)


def test_a_code_is_split_or_merged_after_who_is_about_to_sort_under_it(database, monkeypatch, now, water):
    scene, (one, two), cards = water
    by = {"by": scene.cast.amal, "now": now}
    into = [splitting.Part("Wells", ()), splitting.Part("Taps", ())]

    def split(session):
        splitting.split(session, code=session.get_one(Code, one.id), into=into, **by)

    def merge(session):
        merging.merge(session, code=session.get_one(Code, one.id), into=session.get_one(Code, two.id), **by)

    meanwhile(database, monkeypatch, coding, "moved_by", split)
    with database.work() as session:
        coding.sort_pile(session, consultation=scene.consultation, line=f"1: {cards[2].number}", **by)
    for act in (split, merge):
        meanwhile(database, monkeypatch, coding, "_hold", act)
        with database.work() as session:
            coding.sort_answer(
                session,
                card=session.get_one(Card, cards[2].id),
                codes=[session.get_one(Code, one.id)],
                **by,
            )
    meanwhile(
        database,
        monkeypatch,
        merging,
        "_must_fit",
        lambda session: coding.sort_by_numbers(
            session, card=session.get_one(Card, cards[2].id), numbers=[1], **by
        ),
    )
    with database.work() as session:
        merge(session)


def test_no_card_is_moved_away_from_a_code_while_it_is_split(database, monkeypatch, now, water):
    scene, (one, _), cards = water
    by = {"by": scene.cast.amal, "now": now}
    into = [splitting.Part("Wells", (cards[0].number,)), splitting.Part("Taps", ())]
    meanwhile(
        database,
        monkeypatch,
        splitting,
        "_end",
        lambda session: coding.sort_by_numbers(
            session, card=session.get_one(Card, cards[0].id), numbers=[2], **by
        ),
    )
    with database.work() as session:
        splitting.split(session, code=session.get_one(Code, one.id), into=into, **by)
    with database.reading() as session:
        under = [[code.number for code in codes_of(session, card.answer_id)] for card in cards]
        assert under == [[3], [], []]


def test_a_code_is_split_or_merged_after_who_is_about_to_put_it_on_a_theme(database, monkeypatch, now, water):
    scene, (one, two), _ = water
    by = {"by": scene.cast.amal, "now": now}
    into = [splitting.Part("Wells", ()), splitting.Part("Taps", ())]
    with database.work() as session:
        scene.session = session
        theme = scene.theme("Water is far")

    def put(session, code):
        named = {"theme": session.get_one(Theme, theme.id), "codes": [session.get_one(Code, code.id)]}
        themes.put_codes(session, **named, **by)

    def split(session):
        splitting.split(session, code=session.get_one(Code, one.id), into=into, **by)

    def merge(session):
        merging.merge(session, code=session.get_one(Code, two.id), into=session.get_one(Code, one.id), **by)

    for code, act in ((one, split), (one, merge), (two, split)):  # the last takes `one` off its theme
        meanwhile(database, monkeypatch, themes, "_must_be_free", act)
        with database.work() as session:
            put(session, code)
    meanwhile(database, monkeypatch, splitting, "_end", lambda session: put(session, one))
    with database.work() as session:
        split(session)
    with database.reading() as session:
        assert [code.number for code in themes.codes_on(session, session.get_one(Theme, theme.id))] == [2]
