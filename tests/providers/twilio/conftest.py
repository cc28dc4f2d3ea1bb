from collections.abc import Iterator
from datetime import datetime

import pytest

from consult.common.vault import Vault
from consult.providers.twilio.provider import Twilio
from tests.providers.twilio import signed
from tests.providers.twilio.elsewhere import Elsewhere, elsewhere


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    """A made-up Twilio that answers over a real connection."""
    with elsewhere() as there:
        yield there


@pytest.fixture
def calling(there: Elsewhere, vault: Vault, now: datetime) -> Iterator[Twilio]:
    """Our provider, pointed there. Its clock and Twilio's agree."""
    there.at = now
    provider = signed.twilio(vault, now, url=there.url)
    yield provider
    provider.line.close()
