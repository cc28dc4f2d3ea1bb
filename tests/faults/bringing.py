"""A network that brings the same text several times at once, and counts what came of it."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consult.db.unit import Database
from consult.people.records import ContactPoint
from consult.post.records import Inbound, Message
from tests.faults.calls import Caller
from tests.faults.network import SECRET, Network
from tests.faults.run import phone
from tests.faults.truth import Text

AGAIN = 30
"""How often a text that was not taken is brought again."""


@dataclass(frozen=True)
class Brought:
    """A text and what each copy of it was answered; `tries`: how often they were brought in all."""

    sid: str
    answers: Sequence[int | None]
    tries: int

    @property
    def acknowledged(self) -> bool:
        return 200 in self.answers


@dataclass(frozen=True)
class Kept:
    """What became of all texts. All but `brought` and `again` must be 0."""

    brought: int
    again: int
    """Calls that had no good answer, so that the text was brought again."""
    unacknowledged: int
    lost: int
    """Acknowledged and not in the house."""
    twice: int
    """In the house more than once."""

    @property
    def whole(self) -> bool:
        return not (self.unacknowledged or self.lost or self.twice)


def bring(network: Network, url: str, copies: Sequence[int], *, text: str, at_once: int) -> list[Brought]:
    """Phone n sends one text, brought `copies[n]` times at the same moment, each until it is taken."""
    caller = Caller(SECRET, threads=at_once)
    caller.pause = 0.02
    now = network.truth.clock()

    def one(n: int) -> Brought:
        sid = f"SM{n:032x}"
        fields = network.inbound_fields(came(sid, n, network, text, now))
        calls = [caller.run(until_taken, caller, url, fields) for _ in range(copies[n])]
        answers = [each.result(600) for each in calls]
        return Brought(sid, [answer for answer, _ in answers], sum(tries for _, tries in answers))

    try:
        with ThreadPoolExecutor(max(1, at_once // max(copies))) as threads:
            return list(threads.map(one, range(len(copies))))
    finally:
        caller.close()


def came(sid: str, n: int, network: Network, text: str, now: datetime) -> Text:
    return Text(sid, network.sender, phone(n), text, "inbound", "received", now, now)


def until_taken(caller: Caller, url: str, fields: list[tuple[str, str]]) -> tuple[int | None, int]:
    """The last answer to one copy, and how often it was brought."""
    once = url.partition("#")[0] + "#rc=0&rt=60000&ct=30000&tt=180000"
    tries = 1
    while (answer := caller.call(once, fields)) != 200 and tries < AGAIN:
        tries += 1
    return answer, tries


def kept(database: Database, texts: Sequence[Brought]) -> Kept:
    with database.reading() as session:
        rows = Counter(session.scalars(select(Inbound.provider_message_id)))
    return Kept(
        brought=sum(len(each.answers) for each in texts),
        again=sum(each.tries - len(each.answers) for each in texts),
        unacknowledged=sum(not each.acknowledged for each in texts),
        lost=sum(each.acknowledged and each.sid not in rows for each in texts),
        twice=sum(count > 1 for count in rows.values()),
    )


def replies(database: Database) -> Counter[int]:
    """How many phones were written how many texts."""
    with database.reading() as session:
        each = session.execute(select(func.count()).join(Message.contact_point).group_by(ContactPoint.id))
        return Counter(count for (count,) in each)
