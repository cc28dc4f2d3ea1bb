"""Entries of the notebook, arranged as every page shows them that may show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from consult.loop.understand.actor_map import Actor, Drawing, Relation, draw
from consult.loop.understand.notebook import places_of
from consult.loop.understand.notebook_beside import Link
from consult.loop.understand.notebook_details import DETAILS, Detail
from consult.loop.understand.notebook_links import BETWEEN_ACTORS
from consult.loop.understand.records import EntryKind, NotebookEntry, SignSeen
from consult.web.i18n import tongue
from consult.web.understand.notebook_names import Part

NOT_LAST = 1000
"""Sorts a telling's entries that have no place after those that have one."""


@dataclass(frozen=True)
class Telling:
    """What one teller tells, in their order. Tellings are never merged."""

    teller: str
    events: list[NotebookEntry]


@dataclass(frozen=True)
class Shown:
    """What one viewer sees of the notebook: all of it, or the entries of a part."""

    entries: Sequence[NotebookEntry]
    links: Mapping[UUID, list[Link]]
    seen: Mapping[UUID, list[SignSeen]] = field(default_factory=dict)

    def of(self, part: Part) -> list[NotebookEntry]:
        return [each for each in self.entries if each.kind in part.kinds]

    def kind(self, kind: EntryKind) -> list[NotebookEntry]:
        return [each for each in self.entries if each.kind is kind]

    def beside(self, entry: NotebookEntry) -> list[Link]:
        return self.links.get(entry.id, [])

    def asked(self, entry: NotebookEntry) -> list[SignSeen]:
        return self.seen.get(entry.id, [])

    def details(self, entry: NotebookEntry) -> list[Detail]:
        """Those that were written down, but for what a page says in another way."""
        told = {"is", "teller", "place"}
        return [each for each in DETAILS[entry.kind] if each.name in entry.details and each.name not in told]

    def tellings(self) -> list[Telling]:
        def who(entry: NotebookEntry) -> str:
            return str(entry.details["teller"]).casefold()

        def place(entry: NotebookEntry) -> tuple[int, int]:
            return entry.details.get("place", NOT_LAST), entry.number

        events = sorted(self.kind(EntryKind.EVENT), key=who)
        found = [list(told) for _, told in groupby(events, key=who)]
        return [Telling(told[0].details["teller"], sorted(told, key=place)) for told in found]

    def map(self) -> Drawing:
        """The actors and how they stand to one another, drawn."""
        actors = self.kind(EntryKind.ACTOR)
        places = places_of(actors)
        return draw(
            [
                Actor(
                    each.number,
                    each.title,
                    each.details["is"] == "office",
                    places.get(each.number),
                    tongue(each.language).direction == "rtl",
                )
                for each in actors
            ],
            [
                Relation(each.number, link.other.number, link.kind.value)
                for each in actors
                for link in self.beside(each)
                if link.other and not link.back and link.kind in BETWEEN_ACTORS
            ],
        )
