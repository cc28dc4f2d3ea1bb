"""F6. The network answers 500, whether it took the text or not; we look before we send again.

Two dispatchers that do less are here too, so that the count is seen to turn red.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.outcomes import Ambiguous, Looked, Missing, Outcome, Throttled
from consult.post.records import Delivery
from consult.providers.port import Outbound, Provider, Sought
from consult.providers.twilio.calling import Called, Line
from tests.faults.office import Office, office
from tests.faults.sizes import noted, size
from tests.faults.weather import Rates

OFTEN = 0.1 if size(0, 1) else 0.2
RATES = Rates(error=OFTEN, error_taken=OFTEN, lag=45.0)
SEED = 20270604
pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def people() -> int:
    return size(24, 1_000)


def counted(house: Office, what: str, extra: int) -> int:
    """How many texts the network took for nothing but to lie about it; noted with the rest."""
    report = house.network.truth.report()
    lies = int(str(report["lied_about"]))
    noted("F6", how=what, texts=people(), taken_and_denied=lies, resent=house.resent(), extra=extra)
    return lies


def test_who_looks_first_sends_nothing_twice(database: Database, vault: Vault) -> None:
    with office(database, vault, rates=RATES, seed=SEED) as house:
        house.write(people())
        house.work()
        beyond, extra = house.network.truth.doubled()
        lies = counted(house, "looked for", extra)
        assert lies >= people() / 30
        assert (beyond, extra) == (0, 0)
        given_up = house.states().get(Delivery.FAILED, 0)
        assert len(house.phones()) == people() - given_up, "and nobody goes without, unless a person is told"
        assert house.codes(Delivery.FAILED) == ["unknown"] * given_up
        assert house.resent() > 0, "what it did not take went again"


@pytest.mark.parametrize("taken", [True, False])
def test_what_nobody_can_look_for_goes_again_once_and_is_counted(
    database: Database, vault: Vault, taken: bool
) -> None:
    """Neither listed nor reported: of each such text there is one too many, and no more than we know of."""
    rates = Rates(error_taken=OFTEN, hidden=1.0) if taken else Rates(error=OFTEN)
    with office(database, vault, rates=rates, seed=SEED) as house:
        house.write(people())
        house.work()
        beyond, extra = house.network.truth.doubled()
        counted(house, "hidden" if taken else "not taken", extra)
        assert house.resent() >= people() / 30
        assert extra == (house.resent() if taken else 0)
        assert beyond == 0
        assert len(house.phones()) + house.states().get(Delivery.FAILED, 0) >= people()


# What the house must not do. If one of these comes out clean, the tests above hold nothing.


@dataclass
class Bent:
    """Our provider, but for what a test makes of it."""

    real: Provider

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


class Hasty(Bent):
    """Takes an error for a no."""

    def send(self, letter: Outbound) -> Outcome:
        outcome = self.real.send(letter)
        return Throttled(timedelta(seconds=1)) if outcome == Ambiguous() else outcome


class Blind(Bent):
    """Does not look."""

    def look(self, sought: Sought) -> Looked:
        return Missing()


@pytest.mark.parametrize("bent", [Hasty, Blind])
def test_a_dispatcher_that_does_not_look_is_seen_to_send_twice(
    database: Database, vault: Vault, bent: type[Bent]
) -> None:
    with office(database, vault, rates=RATES, seed=SEED) as house:
        house.provider = bent(house.provider)  # type: ignore[assignment]  # it has all that is asked for
        house.write(people())
        house.work()
        beyond, extra = house.network.truth.doubled()
        assert counted(house, bent.__name__, extra) > 0
        assert beyond == extra > 0


def test_a_bare_plus_in_the_question_is_seen_to_send_twice(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Line.get

    def bare(line: Line, path: str, query: Mapping[str, str] | None = None) -> Called:
        said = "&".join(f"{name}={value}" for name, value in (query or {}).items())
        return real(line, f"{path}?{said}" if said else path)

    monkeypatch.setattr(Line, "get", bare)
    with office(database, vault, rates=RATES, seed=SEED) as house:
        house.write(people())
        house.work()
        beyond, extra = house.network.truth.doubled()
        assert counted(house, "a bare +", extra) > 0
        assert beyond == extra > 0
