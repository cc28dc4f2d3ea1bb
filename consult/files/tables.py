"""What every file becomes before anybody says which column is what: columns, records, guesses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consult.common.errors import Refused, mark
from consult.loop.collect.rows import Broken, Sound

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Record:
    """One line of a file. `key` tells it from others when the file comes again, `person` tells who.

    Both are the file's own words for it and are never kept.
    """

    line: int
    cells: Mapping[str, object]
    where: str = ""
    key: str = ""
    person: str = ""
    sound: Sound | None = None

    def __repr__(self) -> str:
        return f"<Record {self.line}>"


@dataclass(frozen=True)
class Table:
    """A file as columns and records. `guesses`: column → what it seems to be (see `mapping`).

    `open`: columns that may hold people's words; whoever brings the file says which ones do.
    `hidden`: columns that are not shown when somebody looks before taking in.
    """

    kind: str
    columns: tuple[str, ...]
    records: tuple[Record | Broken, ...]
    guesses: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    @property
    def good(self) -> Iterator[Record]:
        return (each for each in self.records if isinstance(each, Record))


def checked(records: Sequence[Record | Broken]) -> tuple[Record | Broken, ...]:
    """The records, unless they are more than one import takes."""
    if len(records) > MOST_ROWS:
        raise Refused(mark("The file has more lines than we take at once: %(most)s."), most=MOST_ROWS)
    return tuple(records)


def headed(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns as the first line has them: the same name twice gets a number, none stays empty."""
    while names and not names[-1].strip():
        names = names[:-1]
    if len(names) > MOST_COLUMNS:
        raise Refused(mark("The file has more columns than we take: %(most)s."), most=MOST_COLUMNS)
    seen: Counter[str] = Counter()
    found = []
    for name in (each.strip() for each in names):
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(found)
