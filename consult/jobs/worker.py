"""The worker: one piece of work after another, each kind in turn, until it is told to stop."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from consult.common.heartbeat import WORKER, beat
from consult.jobs.doing import do_next
from consult.jobs.faults import report
from consult.jobs.letters import fetch_spooled, hear_next
from consult.jobs.looking import look
from consult.jobs.parts import Parts
from consult.jobs.periodic import tick
from consult.jobs.sending import ask_next, send_next
from consult.queue.embedded import Poll

PULSE = timedelta(seconds=30)
Piece = Callable[[Parts, datetime], bool]
PIECES: tuple[Piece, ...] = (fetch_spooled, hear_next, send_next, do_next, ask_next, tick)
ONLY_IF: dict[Piece, str] = {
    hear_next: "letters",
    send_next: "texts",
    do_next: "errands",
    ask_next: "doubts",
}
"""What looking.py must have seen before a piece is begun; the others look for themselves."""


class Worker:
    """One pair of hands. Any number of them may work on the same database."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._turn = deque(PIECES)
        self._beaten: datetime | None = None

    def step(self, now: datetime) -> bool:
        """Do one piece of work; False when there is none. No kind of work waits behind another."""
        self._beat(now)
        with self.parts.database.reading() as session:
            due = look(session, now=now)
        for _ in PIECES:
            piece = self._turn[0]
            self._turn.rotate(-1)
            if getattr(due, ONLY_IF.get(piece, ""), True) and piece(self.parts, now):
                return True
        return False

    def run(self, stop: Event, poll: Poll | None = None) -> None:
        """Work until `stop` is set. What is in hand is finished first; a fault only means a pause."""
        poll = poll or Poll()
        while not stop.is_set():
            try:
                worked = self.step(self.parts.clock())
            except Exception as fault:  # say, the database is away for a moment
                report("working", fault)
                worked = False
            poll.pause(stop, worked=worked)

    def drain(self, stop: Event) -> None:
        """Work until nothing is left or `stop` is set; for a queue that knows when to begin."""
        try:
            while not stop.is_set() and self.step(self.parts.clock()):
                pass
        except Exception as fault:  # the queue looks again soon
            report("working", fault)

    def _beat(self, now: datetime) -> None:
        if self._beaten is None or abs(now - self._beaten) >= PULSE:
            with self.parts.database.work() as session:
                beat(session, WORKER, now=now)
            self._beaten = now
