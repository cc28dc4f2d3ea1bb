"""XLSForms: which questions of a form are open, so that whoever imports its answers can choose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consult.common.errors import Refused, mark
from consult.files.spreadsheets import grids
from consult.files.tables import Table

BEGINS, ENDS = ("begin group", "begin repeat"), ("end group", "end repeat")


@dataclass(frozen=True)
class Question:
    """An open question: its name with the groups before it, and its labels in the form's languages."""

    path: str
    labels: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def open_questions(content: bytes) -> list[Question]:
    """The questions of type text, in their order. Refused when the file is no XLSForm."""
    sheets = {name.strip().casefold(): grid for name, grid in grids(content)}
    grid = sheets.get("survey")
    if not grid:
        raise Refused(mark("This is not an XLSForm: it has no sheet named survey."), field="form")
    names = [each.strip().casefold() for each in grid[0][1]]
    if "type" not in names or "name" not in names:
        raise Refused(mark("This is not an XLSForm: its survey has no type and name."), field="form")
    labels = [place for place, each in enumerate(names) if each.split("::")[0].split(":")[0] == "label"]
    found: list[Question] = []
    groups: list[str] = []
    for _, there in grid[1:]:
        cells = [*there, *[""] * (len(names) - len(there))]
        kind, name = _kind(cells[names.index("type")]), cells[names.index("name")]
        if kind in BEGINS:
            groups.append(name)
        elif kind in ENDS:
            groups = groups[:-1]
        elif kind == "text" and name:
            told = tuple(cells[place] for place in labels if cells[place])
            found.append(Question("/".join([*groups, name]), told))
    return found


def _kind(cell: str) -> str:
    return " ".join(cell.strip().casefold().replace("_", " ").split())


def chosen(table: Table, questions: Sequence[Question]) -> Table:
    """The table with the form's open questions as those that may hold words; named as the export has
    them: by path, by name, or by a label."""
    columns: dict[str, None] = {}
    for question in questions:
        names = {question.path, question.name, *question.labels}
        for column in table.columns:
            if column in names or column.replace(".", "/").replace("-", "/") == question.path:
                columns[column] = None
    return replace(table, open=tuple(columns))
