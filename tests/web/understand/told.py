"""A help that says what it was told to say, and a town in which it is tried."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from consult.jobs.doing import do_next
from consult.jobs.parts import Parts
from consult.loop.understand.ports import Alike, Burst, Measured, Repeated, Suggested, Together, Words
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_walk import ROOT, send

PAGE = f"{ROOT}/pointing/"


@dataclass
class Told:
    """Help that says what it was told to say. `heard`: the words that it was given."""

    name: str = "told-1"
    heard: dict[UUID, str] = field(default_factory=dict)
    made: int = 0

    def vectors(self, words: Sequence[Words], *, kept: Mapping[UUID, bytes], **_: Any) -> Iterator[Any]:
        for each in words:
            if each.answer not in kept:
                self.made += 1
                yield each.answer, each.text.encode()[:8]

    def read(self, words: Sequence[Words], **_: Any) -> "Told":
        self.heard = {each.answer: each.text for each in words}
        self.order = [each.answer for each in words]
        return self

    def most_like(self, to: Any, *, most: int = 20) -> list[Alike]:
        return []

    def seek(self, code: UUID, codes: Any) -> list[Alike]:
        """The last card first."""
        return [Alike(each, 0.5) for each in reversed(self.order) if each not in codes]

    def measure(self, codes: Mapping[UUID, set[UUID]], *, seed: int) -> Measured:
        return Measured(len(codes) - 1, 1, len(codes))

    def suggest(self, codes: Mapping[UUID, set[UUID]]) -> list[Suggested]:
        """The last card first; the code that most gave, and one that is far less likely."""
        given = [code for some in codes.values() for code in sorted(some)]
        often = sorted(set(given), key=lambda code: -given.count(code))
        told = tuple(zip(often, (0.9, 0.2), strict=False))
        return [Suggested(each, told) for each in reversed(self.order) if each not in codes]

    def similar(self, words: Sequence[Words], **_: Any) -> list[Together]:
        ids = tuple(each.answer for each in words)
        near = tuple(tuple(other for other in ids if other != each) for each in ids)
        return [Together(frozenset({"en"}), ids, ("well", "deep"), near)]

    def repeated(self, words: Sequence[Words], *, days: Mapping[UUID, date]) -> list[Repeated]:
        return [Repeated(tuple(each.answer for each in words[:3]), 3)]

    def bursts(self, days: Mapping[UUID, date]) -> list[Burst]:
        return [Burst(date(2027, 6, 1), 40, 5.6)]


def worker_of(site: SiteUnderTest, **more: Any) -> Parts:
    """What the worker of this site needs, and `more`."""
    return Parts(
        database=site.database,
        vault=site.vault,
        languages=site.languages,
        providers={},
        clock=site.clock,
        hear=lambda *_, **__: None,
        **more,
    )


def work(parts: Parts) -> None:
    """Until nothing is left to do."""
    while do_next(parts, parts.clock()):
        pass


class Town:
    """Ten read cards, 101 to 110, of which Amal sorted 101 to 103 under water and road; and a worker."""

    def __init__(self, site: SiteUnderTest) -> None:
        self.site, self.pointer = site, Told()
        with site.database.work() as session:
            site.cast.session = session
            scene = Scene(session, site.cast)
            made = scene.read(*(f"The well of [name] is deep, says voice {n}" for n in range(10)))
            water, road = scene.code("Water"), scene.code("Road")
            scene.sort(made[:2], water)
            scene.sort(made[2:3], road)
        self.parts = worker_of(site, pointer=lambda: self.pointer)

    def work(self) -> None:
        work(self.parts)

    def all(self, kind: type[Any], *where: Any) -> list[Any]:
        with self.site.database.reading() as session:
            found = list(session.scalars(select(kind).where(*where)))
            session.expunge_all()
            return found


def turned_on(town: Town, client: Any) -> None:
    """A fourth card is sorted, the help tried and turned on, and the worker looks over the cards."""
    send(client, f"{ROOT}/sort/104", code="1")
    send(client, f"{PAGE}en/look")
    town.work()
    send(client, f"{PAGE}en/turn", on="1")
    town.work()
    town.site.clock.move(minutes=1)
