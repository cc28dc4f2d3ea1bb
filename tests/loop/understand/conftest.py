import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.loop.understand.scene import Scene


@pytest.fixture
def scene(session: Session, cast: Cast) -> Scene:
    return Scene(session, cast)
