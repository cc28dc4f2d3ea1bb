"""What became of the rows of a file. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Skipped:
    """A row that was not taken: its line and a marked sentence with its values."""

    line: int
    reason: str
    values: dict[str, object] = field(default_factory=dict)
    where: str = ""


@dataclass
class Report:
    """What became of the rows: lines taken, lines known from before, rows skipped with their reason."""

    taken: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    people: int = 0
    """People who had not spoken in this consultation before."""
    later: int = 0
    """Rows that came after closing, kept for the next round."""
    doubles: int = 0
    """Skipped rows that say again what the same phone or person says in a line before."""
