"""Help is off for a language until it was tried, there, on what people sorted; and by another way anew."""

from datetime import datetime, timedelta

import pytest

from consult.common.errors import Refused
from consult.loop.understand import looking_over, measuring
from consult.loop.understand.looking_over import Found, material
from consult.loop.understand.measuring import ask_to_look, is_on, measured, turn
from consult.loop.understand.ports import Measured
from tests.loop.understand.scene import Scene


@pytest.fixture
def tried(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Six cards, of which four are sorted; four are enough to try the help."""
    monkeypatch.setattr(measuring, "FEWEST", 4)
    monkeypatch.setattr(looking_over, "FEWEST", 4)
    cards = scene.read(*(f"The well is deep, says voice {n}" for n in range(6)))
    scene.sort(cards[:4], scene.code("Water"))
    return scene


def look(scene: Scene, *, of: int, minutes: int, method: str = "one") -> bool:
    """A look that ends, and in which `of` answers were tried; whether it pointed."""
    now: datetime = scene.cast.now + timedelta(minutes=minutes)
    run = ask_to_look(
        scene.session, consultation=scene.consultation, language="en", by=scene.cast.amal, now=now
    )
    given = material(scene.session, run=run, method=method)
    assert given is not None
    looking_over.keep(
        scene.session, run=run, given=given, found=Found(Measured(right=of - 1, usual=1, of=of)), now=now
    )
    scene.session.flush()
    return given.on


def switch(scene: Scene, *, on: bool, minutes: int) -> None:
    now = scene.cast.now + timedelta(minutes=minutes)
    who = {"by": scene.cast.amal, "now": now}
    turn(scene.session, consultation=scene.consultation, language="en", on=on, **who)
    scene.session.flush()


def test_too_few_tried_say_nothing_and_it_stays_off(tried: Scene) -> None:
    assert not look(tried, of=3, minutes=1)
    assert measured(tried.session, tried.consultation, "en") is None
    with pytest.raises(Refused, match="not measured on your own cards"):
        switch(tried, on=True, minutes=2)
    look(tried, of=4, minutes=3)
    assert not is_on(tried.session, tried.consultation, "en"), "measured is not turned on"
    switch(tried, on=True, minutes=4)
    assert is_on(tried.session, tried.consultation, "en")


def test_what_was_measured_holds_for_its_language_its_consultation_and_its_way_alone(tried: Scene) -> None:
    look(tried, of=4, minutes=1)
    switch(tried, on=True, minutes=2)
    assert not is_on(tried.session, tried.consultation, "sw")
    assert not is_on(tried.session, tried.cast.consultation("lake", languages=()), "en")
    assert look(tried, of=4, minutes=70), "by the same way it goes on"
    assert is_on(tried.session, tried.consultation, "en")
    assert not look(tried, of=4, minutes=140, method="another"), "it does not point before it was tried"
    assert not is_on(tried.session, tried.consultation, "en"), "nor after, until somebody turned it on"
