"""What tests of the reading pages share."""

import pytest

from consult.loop.understand import looking_over, measuring
from tests.web.conftest import SiteUnderTest
from tests.web.understand.told import Town


@pytest.fixture
def town(site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Four sorted cards are enough to try the help here."""
    monkeypatch.setattr(measuring, "FEWEST", 4)
    monkeypatch.setattr(looking_over, "FEWEST", 4)
    return Town(site)
