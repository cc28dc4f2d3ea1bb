"""What the tests of people share."""

from collections.abc import Callable

import pytest

from consult.people import slow_hashes

Work = Callable[[Callable[[], object]], int]
OF_THE_HOUSE = {name: getattr(slow_hashes, name) for name in ("HASHER", "NOBODY")}


@pytest.fixture(autouse=True)
def _hashes_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the house has them, not as tests/conftest.py."""
    for name, real in OF_THE_HOUSE.items():
        monkeypatch.setattr(slow_hashes, name, real)


@pytest.fixture
def work(_hashes_are_slow: None, monkeypatch: pytest.MonkeyPatch) -> Work:
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
