"""Released findings that a committee weighs."""

from datetime import timedelta

import pytest

from consult.loop.understand.findings import items_of, release
from consult.loop.understand.records import Audience
from tests.loop.understand.scene import Scene


@pytest.fixture
def scene(session, cast):
    return Scene(session, cast)


@pytest.fixture
def findings(scene, cast, now):
    """Theme 1 for everyone, 2 for the committee and offices, 3 for one office alone."""
    scene.theme("Water")
    scene.theme("Road", audience=Audience.COMMITTEE_AND_OFFICES)
    scene.theme("Secret", audience=Audience.ONE_OFFICE, offices=(cast.water,))
    day = now.date() + timedelta(days=14)
    return release(scene.session, consultation=scene.consultation, alone="x", review_by=day, **scene.by)


@pytest.fixture
def themes(session, findings):
    return items_of(session, findings)
