"""How fast texts really go: several workers, one line, the real clock."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bench.network import Network
from consult.jobs.parts import Parts
from consult.jobs.sending import send_next
from consult.people.records import Reach
from consult.post import messages
from consult.post.messages import Ask, Phrase
from consult.post.segments import segments
from consult.queue.embedded import Poll

WARM = 3.0
"""Seconds at the start that are not counted: a line may use what it saved up."""
PHONES = 500
WORDS = "We will mend the pump by June, and the key stays with the committee. " * 9
"""A long answer, as offices write them."""


def pace(parts: Parts, network: Network, rate: int, *, hands: int, seconds: float) -> float:
    """How many segments a second go where `rate` are agreed."""
    clock = _clock(parts.clock() + timedelta(days=rate))
    _write(parts, rate, int(rate * (seconds + WARM + 3) / segments(WORDS).segments) + 1, clock)
    network.taken.clear()
    paced, stop = replace(parts, paces={"console": float(rate)}, clock=clock), Event()
    working = [Thread(target=_work, args=(paced, stop)) for _ in range(hands)]
    for each in working:
        each.start()
    time.sleep(WARM + seconds)
    taken = sorted(network.taken)
    stop.set()
    for each in working:
        each.join()
    steady = [(at, size) for at, size in taken if at >= taken[0][0] + WARM]
    return sum(size for _, size in steady[1:]) / (steady[-1][0] - steady[0][0])


def _clock(start: datetime) -> Callable[[], datetime]:
    """The real clock, moved to `start`."""
    begun = time.perf_counter()
    return lambda: start + timedelta(seconds=time.perf_counter() - begun)


def _write(parts: Parts, rate: int, count: int, clock: Callable[[], datetime]) -> None:
    """That many replies, since what nobody asked for waits for the day and its week."""
    with parts.database.work() as session:
        reaches = session.scalars(select(Reach).options(joinedload(Reach.contact_point)).limit(PHONES)).all()
        before = messages.before(session, reaches=set(), points={each.contact_point_id for each in reaches})
        said = [Phrase("whole_answer", {"themes": "3", "words": WORDS})]
        for n in range(count):
            reach = reaches[n % len(reaches)]
            reply = Ask(f"pace:{rate}:{n}", reach.contact_point, reach, said, "en", asked=True, about="bench")
            messages.put(before, reply, now=clock())
        messages.keep(session, before)


def _work(parts: Parts, stop: Event) -> None:
    poll = Poll()
    while not stop.is_set():
        poll.pause(stop, worked=send_next(parts, parts.clock()))
