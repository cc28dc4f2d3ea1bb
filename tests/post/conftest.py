"""A phone with one reply to it, for the tests of what becomes of a letter."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.records import Reach
from consult.post.records import Message
from tests.cast import Cast
from tests.post.test_messages import write


@pytest.fixture
def reach(cast: Cast, vault: Vault) -> Reach:
    return cast.phone(cast.participant(), vault, 1)


@pytest.fixture
def message(session: Session, reach: Reach, now: datetime) -> Message:
    return write(session, reach, now, "a", asked=True)
