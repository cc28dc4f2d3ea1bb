"""Where a process of ours kills itself: at one exact point, with work in its hands.

The hooks are put in by the tests, in the process that is to die. Nothing of the house knows of them.
"""

import http.client
import os
import select
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from consult.jobs import actions, sending
from consult.post import deliveries, messages
from consult.sms import away, door


class Point(StrEnum):
    """A moment in the work of the worker or of the web server."""

    CLAIMED = "after the claim"
    HALF_SAID = "during the POST, half of it said"
    SAID = "during the POST, the answer under way"
    ANSWERED = "after the POST, before the commit"
    COMMITTED = "after the commit"

    TAKEN_UP = "fan-out: taken up"
    HALF_PLANNED = "fan-out: half a batch written"
    PLANNED = "fan-out: a batch done"

    KEPT = "web: between commit and answer"
    UNKEPT = "web: before the commit"


SENDING = (Point.CLAIMED, Point.HALF_SAID, Point.SAID, Point.ANSWERED, Point.COMMITTED)
PLANNING = (Point.TAKEN_UP, Point.HALF_PLANNED, Point.PLANNED)
AT_MOST = 10.0
"""Seconds that an answer of the network may take to begin."""
ONE_AT_A_TIME = threading.Lock()
"""Two threads of a web server that pass one point together are one kill, not two."""


@dataclass
class Strike:
    """Kill this process when it passes `point` for the `nth` time. No piece of work is hit twice, and no
    more than `most` of them: what was hit stands in the file `tally`, a line each."""

    point: Point
    nth: int
    tally: Path
    most: int = 1_000_000

    def at(self, point: Point, work: str) -> None:
        """This process passes `point` with `work` in its hands."""
        if point is not self.point:
            return
        with ONE_AT_A_TIME:
            hit = self.hit()
            if work in hit or len(hit) >= self.most:
                return
            self.nth -= 1
            if self.nth <= 0:
                with self.tally.open("a") as tally:
                    tally.write(f"{work}\n")
                os.kill(os.getpid(), signal.SIGKILL)

    def hit(self) -> list[str]:
        return self.tally.read_text().splitlines() if self.tally.exists() else []


def strike_sending(strike: Strike) -> None:
    """Hook the way of a letter from its claim to the commit that notes what became of it."""
    hand_over, note = sending._hand_over, deliveries.note_outcome
    told = http.client.HTTPConnection.endheaders, http.client.HTTPConnection.getresponse
    posting: list[str] = []
    last: list[str] = []

    def handed(provider: Any, letter: Any) -> Any:
        last.append(letter.to)
        strike.at(Point.CLAIMED, letter.to)
        posting.append(letter.to)
        outcome = hand_over(provider, letter)
        posting.clear()
        strike.at(Point.ANSWERED, letter.to)
        return outcome

    def endheaders(line: Any, *args: Any, **named: Any) -> Any:
        done = told[0](line, *args, **named)
        for to in posting:
            strike.at(Point.HALF_SAID, to)
        return done

    def getresponse(line: Any, *args: Any, **named: Any) -> Any:
        for to in posting:
            select.select([line.sock], [], [], AT_MOST)
            strike.at(Point.SAID, to)
        return told[1](line, *args, **named)

    def noted(session: Session, **named: Any) -> None:
        note(session, **named)
        strike_after(session, strike, Point.COMMITTED, last.pop())

    sending._hand_over = handed
    http.client.HTTPConnection.endheaders = endheaders  # type: ignore[method-assign]
    http.client.HTTPConnection.getresponse = getresponse  # type: ignore[method-assign]
    deliveries.note_outcome = noted


def strike_after(session: Session, strike: Strike, point: Point, work: str) -> None:
    """Pass `point` as soon as `session` is committed."""

    @event.listens_for(session, "after_commit")
    def committed(_: Session) -> None:
        strike.at(point, work)


def strike_planning(strike: Strike) -> None:
    """Hook the batches in which an answer is written to everybody."""
    plan, put = actions.ACTIONS["fan_out"], messages.put
    mine = f"{os.getpid()}"

    def planned(session: Session, *args: Any, **named: Any) -> None:
        strike.at(Point.TAKEN_UP, mine)
        plan(session, *args, **named)
        strike_after(session, strike, Point.PLANNED, mine)

    def told(*args: Any, **named: Any) -> Any:
        message = put(*args, **named)
        strike.at(Point.HALF_PLANNED, mine)
        return message

    actions.ACTIONS["fan_out"] = planned
    messages.put = told


def strike_web(strike: Strike) -> None:
    """Hook the door for texts: just before its commit, and between that and the answer."""

    def after(point: Point, do: Callable[..., Any], place: int) -> Callable[..., Any]:
        @wraps(do)
        def hooked(*args: Any, **named: Any) -> Any:
            done = do(*args, **named)
            strike.at(point, args[place].headers["x-twilio-signature"])
            return done

        return hooked

    door.keep = after(Point.KEPT, door.keep, 2)
    away.take_in = after(Point.UNKEPT, away.take_in, 3)


def hook(strike: Strike) -> None:
    """Put in what `strike` needs."""
    if strike.point in SENDING:
        strike_sending(strike)
    elif strike.point in PLANNING:
        strike_planning(strike)
    else:
        strike_web(strike)
