"""What the tests of people share."""

from collections.abc import Callable

import pytest

from consult.people import slow_hashes

Work = Callable[[Callable[[], object]], int]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """How many slow hashes a call costs."""
    done: list[str] = []

    class Counting:
        def hash(self, secret: str) -> str:
            done.append("hash")
            return real.hash(secret)

        def verify(self, kept: str, secret: str) -> bool:
            done.append("verify")
            return real.verify(kept, secret)

    real = slow_hashes.HASHER
    monkeypatch.setattr(slow_hashes, "HASHER", Counting())

    def count(call: Callable[[], object]) -> int:
        done.clear()
        call()
        return len(done)

    return count
