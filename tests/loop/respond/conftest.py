import pytest

from tests.loop.close.released import Released


@pytest.fixture
def released(session, cast, vault, now) -> Released:
    return Released(session, cast, vault, now)
