"""The line to one network, shared by all workers: how fast texts may go, and when it rests.

The pace is kept as one moment a line (`Line.free_at`): each text moves it on by what its segments
take, and a text may go while it lies less than `BURST` ahead. The line rests when the network asks
for patience or will not work with our account: letters wait and none is blamed. That a text is taken
ends the first; as some accounts are refused only afterwards, the second ends when one has really
gone, and until then texts try the line one by one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from consult.common.once import add_once
from consult.post.records import Line

BURST = timedelta(seconds=1)
"""How far ahead of its pace a line may be: what was not used for a moment may follow at once."""
FARTHEST = timedelta(hours=1)
"""No text moves a line on this far: a moment beyond it was noted by a clock that ran ahead."""
SETUP_REST = timedelta(minutes=15)
LONGEST_SETUP = timedelta(hours=4)
TRY, TRIED_FOR = timedelta(seconds=30), timedelta(minutes=5)
"""After a rest for our set-up: how far apart texts try the line, and for how long, if nothing is heard."""
LONGEST_PATIENCE = timedelta(minutes=10)
"""How far patience grows when it is asked for again and again; what a network asks for is kept."""
THROTTLED = "throttled"


def open_lines(session: Session, providers: Collection[str], *, now: datetime) -> list[str]:
    """Those of `providers` whose line neither rests nor is ahead of its pace. Holds nothing."""
    shut = select(Line.provider).where(
        Line.provider.in_(providers),
        or_(
            Line.paused_until > now,
            (Line.free_at > now + BURST) & (Line.free_at <= now + FARTHEST),
        ),
    )
    closed = set(session.scalars(shut))
    return [each for each in providers if each not in closed]


def may_go(session: Session, *, provider: str, segments: int, rate: float | None, now: datetime) -> bool:
    """Take a slot for a text of `segments` on a line of `rate` segments a second; False: not now.

    Holds the line until the transaction ends, so that all workers together keep one pace. Over any
    time a line carries no more than its rate, one second's burst and one text. `rate` None: no pace.
    """
    if rate is None:
        return True
    line = _held(session, provider)
    if _rests(line, now):
        return False
    free = line.free_at
    if free is None or free < now or free > now + FARTHEST:
        free = now
    if free > now + BURST:
        return False
    line.free_at = free + (TRY if _on_trial(line, now) else timedelta(seconds=segments / rate))
    return True


def rest_for_setup(session: Session, *, provider: str, code: str, began: datetime, now: datetime) -> None:
    """The network will not work with our account: nothing goes until the operator had time to act.

    `began`: when the text that says so was handed over; from before the end of the last rest it says
    nothing new. Each rest in a row is twice as long, up to `LONGEST_SETUP`; the first text that has
    gone ends that.
    """
    line = _held(session, provider)
    known = line.paused_until is not None and line.pause_code != THROTTLED and began < line.paused_until
    if not known:
        _rest(line, now + min(SETUP_REST * 2 ** min(line.pauses, 10), LONGEST_SETUP), code or "setup")


def be_patient(session: Session, *, provider: str, after: timedelta, part: float, now: datetime) -> None:
    """The network asked for patience of `after`: twice that when it asks again, and a little more.

    `part` (0 to 1) spreads that little, up to a quarter, so that not everybody comes back at once.
    """
    line = _held(session, provider)
    if not _rests(line, now):  # texts that were under way when the rest began say the same again
        grown = max(after, min(after * 2 ** min(line.pauses, 10), LONGEST_PATIENCE))
        _rest(line, now + grown * (1 + part / 4), THROTTLED)


def note_taken(session: Session, *, provider: str, now: datetime) -> None:
    """A text was taken after the line had rested: if the network was only busy, that is over."""
    session.execute(
        update(Line)
        .where(
            Line.provider == provider,
            Line.pauses > 0,
            Line.pause_code == THROTTLED,
            Line.paused_until <= now,
        )
        .values(pauses=0, paused_until=None, pause_code="")
    )


def note_sent(session: Session, *, provider: str, began: datetime) -> None:
    """A text that was handed over at `began`, after a rest, has really gone: the line is whole again."""
    session.execute(
        update(Line)
        .where(
            Line.provider == provider,
            Line.pauses > 0,
            Line.pause_code != THROTTLED,
            Line.paused_until <= began,
        )
        .values(pauses=0, pause_code="", free_at=None)
    )


@dataclass(frozen=True)
class Resting:
    """A line that rests, or tries itself since. `code`: the network's own word for why."""

    provider: str
    until: datetime
    code: str


def resting(session: Session) -> list[Resting]:
    """The lines that an operator should look at: a network refuses our account, as far as we know."""
    found = select(Line).where(Line.pauses > 0, Line.pause_code != THROTTLED).order_by(Line.provider)
    return [
        Resting(line.provider, line.paused_until, line.pause_code)
        for line in session.scalars(found)
        if line.paused_until is not None
    ]


def _rests(line: Line, now: datetime) -> bool:
    return line.paused_until is not None and line.paused_until > now


def _on_trial(line: Line, now: datetime) -> bool:
    """Its rest for our set-up is over, and nothing that went since has proved it."""
    refused = line.pauses > 0 and line.pause_code != THROTTLED
    return refused and line.paused_until is not None and now < line.paused_until + TRIED_FOR


def _rest(line: Line, until: datetime, code: str) -> None:
    line.paused_until = until
    line.pause_code = code[:40]
    line.pauses += 1


def _held(session: Session, provider: str) -> Line:
    """The row of this line, made when it is new, as it is now and held for this transaction."""
    held = select(Line).where(Line.provider == provider).with_for_update()
    line = session.scalar(held, execution_options={"populate_existing": True})
    if line is not None:
        return line
    add_once(session, Line, unique=["provider"], provider=provider, pause_code="", pauses=0)
    return session.scalars(held).one()
