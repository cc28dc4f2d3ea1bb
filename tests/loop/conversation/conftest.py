from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from tests.cast import Cast
from tests.loop.conversation.phones import Town


@pytest.fixture
def town(session: Session, vault: Vault, cast: Cast, now: datetime) -> Town:
    return Town(session, vault, cast, now)
