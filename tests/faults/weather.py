"""What goes wrong, by seed: each request and each text draws its own fate."""

import random
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock


class Fate(StrEnum):
    """What becomes of one request. `_taken`: the network did what was asked, and lied about it."""

    FINE = "fine"
    SLOW = "slow"
    THROTTLED = "throttled"  # 429 that says when to come again
    THROTTLED_BARE = "throttled_bare"  # 429 that does not
    ERROR = "error"
    ERROR_TAKEN = "error_taken"
    SILENT = "silent"  # no answer until the caller gives up
    SILENT_TAKEN = "silent_taken"
    RESET = "reset"  # the connection is cut
    RESET_TAKEN = "reset_taken"


LIES = frozenset({Fate.ERROR_TAKEN, Fate.SILENT_TAKEN, Fate.RESET_TAKEN})
TAKEN = LIES | {Fate.FINE, Fate.SLOW}


@dataclass(frozen=True)
class Rates:
    """How often, from 0 to 1. Of requests: their names are the fates. Of a taken text: its reports.

    Seconds: `slowness`, `silence` and `delay` (the longest before a report is brought, each by itself)
    of a real clock; `lag` of the network's clock, the longest by which its list may be late.
    """

    slow: float = 0.0
    throttled: float = 0.0
    throttled_bare: float = 0.0
    error: float = 0.0
    error_taken: float = 0.0
    silent: float = 0.0
    silent_taken: float = 0.0
    reset: float = 0.0
    reset_taken: float = 0.0

    shuffled: float = 0.0
    repeated: float = 0.0
    early: float = 0.0
    lost: float = 0.0
    hidden: float = 0.0
    """Of the texts that were taken and lied about: never listed and never reported either."""
    echoed: float = 0.0
    """Of the texts that come in: brought three times at the same moment."""

    slowness: float = 0.5
    silence: float = 15.0
    delay: float = 0.0
    lag: float = 0.0

    @property
    def faulty(self) -> float:
        """How many requests of all do not get their answer as it should be."""
        return sum(float(getattr(self, fate)) for fate in Fate if fate not in {Fate.FINE, Fate.SLOW})


QUARTER = Rates(
    slow=0.02,
    throttled=0.04,
    throttled_bare=0.03,
    error=0.05,
    error_taken=0.05,
    reset=0.035,
    reset_taken=0.04,
    silent=0.0025,
    silent_taken=0.0025,
    shuffled=0.5,
    repeated=0.5,
    early=0.1,
    lost=0.1,
    echoed=0.2,
    slowness=0.3,
    lag=45.0,
)
"""A quarter of all requests fails one way or another. Silence is rare since every one costs its time."""
STORM = replace(QUARTER, shuffled=1.0, repeated=1.0, delay=2.0, silence=4.0)
"""The same, and every report is brought three times, mixed, each after a while of its own."""
CALM = Rates()


@dataclass(frozen=True)
class Reporting:
    """How the reports of one text go out."""

    lost: bool = False
    shuffled: bool = False
    times: int = 1
    early: bool = False


class Weather:
    """Draws fates from one seed. The order of requests is the callers', so a run repeats nearly."""

    def __init__(self, rates: Rates = CALM, seed: int = 0) -> None:
        self.rates = rates
        self.dice = random.Random(seed)
        self._next: list[Fate] = []
        self._lock = Lock()

    def force(self, *fates: Fate) -> None:
        """The next requests meet just these."""
        with self._lock:
            self._next.extend(fates)

    def fate(self) -> Fate:
        with self._lock:
            if self._next:
                return self._next.pop(0)
            drawn = self.dice.random()
        for fate in Fate:
            drawn -= getattr(self.rates, fate, 0.0)
            if drawn < 0:
                return fate
        return Fate.FINE

    def reporting(self) -> Reporting:
        return Reporting(
            lost=self.happens("lost"),
            shuffled=self.happens("shuffled"),
            times=3 if self.happens("repeated") else 1,
            early=self.happens("early"),
        )

    def happens(self, name: str) -> bool:
        with self._lock:
            return self.dice.random() < float(getattr(self.rates, name))

    def lag(self) -> float:
        with self._lock:
            return self.dice.uniform(0, self.rates.lag)

    def delay(self) -> float:
        with self._lock:
            return self.dice.uniform(0, self.rates.delay)

    def mixed(self, things: list[str]) -> list[str]:
        """Another order, or by chance the same."""
        with self._lock:
            return self.dice.sample(things, len(things))
