"""Who wakes the worker on one machine: nobody. It looks again soon, then less and less often."""

from threading import Event

LEAST, MOST = 0.05, 1.0
"""Seconds. The rows are the truth: looking late loses nothing."""


class Poll:
    """The pause between two looks. It doubles while there is nothing to do."""

    def __init__(self, least: float = LEAST, most: float = MOST) -> None:
        self._least, self._most = least, most
        self._next = least

    def pause(self, stop: Event, *, worked: bool) -> None:
        """Wait before the next look, or not at all after work. Ends at once when `stop` is set."""
        if worked:
            self._next = self._least
            return
        stop.wait(self._next)
        self._next = min(self._next * 2, self._most)
