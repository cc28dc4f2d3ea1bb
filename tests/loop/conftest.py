"""What several of the tests above the rooms stand on."""

import pytest

from consult.loop import needs
from tests.loop.close.released import Released
from tests.loop.understand.scene import Scene


@pytest.fixture
def released(session, cast, vault, now) -> Released:
    return Released(session, cast, vault, now)


@pytest.fixture
def scene(session, cast) -> Scene:
    return Scene(session, cast)


@pytest.fixture
def of(session, now):
    """What waits for an account, by kind of work."""

    def found(account, at=now):
        session.flush()
        return {need.work: need for need in needs.needs_of(session, account=account, now=at)}

    return found
