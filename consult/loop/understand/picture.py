"""The picture of a release for one audience: its themes in their numbers' order, who said them, where.

Nothing is counted here: every number was frozen when it was released, and what was withheld then stays
so. A group that decided since that it wants no name is left out from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Round
from consult.loop.understand.audiences import HeldMark, Viewer, held_from, meant_for, themes_for
from consult.loop.understand.breakdowns import DID_NOT_SAY, UNNAMED, whole
from consult.loop.understand.group_choice import shown_as
from consult.loop.understand.rankings import rankings_of
from consult.loop.understand.records import Breakdown, By, Findings, FindingsTheme, Ranking, Shown
from consult.loop.understand.release_hashes import items_of
from consult.people.records import Group, Place

Seer = Viewer | Literal["representatives"]


@dataclass(frozen=True)
class Row:
    """People of one group or place (`name` None: see `who`). None: withheld. `on`: by theme number."""

    who: Literal["named", "unnamed", "did_not_say"]
    name: str | None
    spoke: int | None
    on: dict[int, int | None]


@dataclass(frozen=True)
class ByTable:
    """One breakdown with the themes that the audience may see. `fewest`: k."""

    by: By
    themes: list[int]
    rows: list[Row]
    fewest: int


APART = 0.2
"""From which distance of their shares on two groups or places are said to differ."""


@dataclass(frozen=True)
class Differs:
    """Of those whose numbers on a theme are shown, who said it most often and who least, by their shares."""

    theme: int
    most: Row
    least: Row


def differing(table: ByTable) -> list[Differs]:
    """The themes on which they lie far apart, by number. Made of shown numbers alone."""
    found = []
    for number in table.themes:
        shares = [
            (people / row.spoke, place)
            for place, row in enumerate(table.rows)
            if row.name and row.spoke and (people := row.on[number]) is not None
        ]
        if shares and max(shares)[0] - min(shares)[0] >= APART:
            found.append(Differs(number, table.rows[max(shares)[1]], table.rows[min(shares)[1]]))
    return found


@dataclass(frozen=True)
class Then:
    """An earlier round as it was released: by theme number how many people, None: withheld; `reworded`:
    themes that had other words then. `met` and `meetings`: what meetings there were, in all and by theme,
    as `Findings.met` and `FindingsTheme.meetings`; never added to people."""

    round: int
    spoke: int
    people: dict[int, int | None]
    reworded: frozenset[int]
    met: tuple[int, int | None]
    meetings: dict[int, int | None]


@dataclass(frozen=True)
class Picture:
    findings: Findings
    themes: Sequence[FindingsTheme]
    held: Sequence[HeldMark]
    tables: list[ByTable]
    before: list[Then]
    rankings: list[Ranking]

    @property
    def not_heard(self) -> list[str]:
        """Groups and places of which no number of people who spoke is shown: nobody, few, or nearly all.
        Which of these it is, is not told."""
        heard = {(table.by is By.GROUP, row.name) for table in self.tables for row in table.rows if row.spoke}
        names = [(table.by is By.GROUP, row.name) for table in self.tables for row in table.rows if row.name]
        return [name for kind, name in dict.fromkeys(names) if (kind, name) not in heard and name]

    @property
    def by_theme(self) -> dict[UUID, FindingsTheme]:
        return {each.theme_id: each for each in self.themes}


def seen_by(session: Session, *, findings: Findings, viewer: Seer) -> Picture:
    """What `viewer` may see of `findings`."""
    if viewer == "representatives":
        themes, held = items_of(session, findings), []
    else:
        themes = themes_for(session, findings, viewer=viewer)
        held = held_from(session, findings, viewer=viewer)
    seen = {each.theme_id for each in themes}
    return Picture(
        findings,
        themes,
        held,
        _tables(session, findings, themes) if themes else [],
        _before(session, findings, themes, viewer),
        [
            each
            for each in rankings_of(session, asked=findings.round)
            if any(line.theme_id in seen for line in each.lines)
        ],
    )


def _tables(session: Session, findings: Findings, themes: Sequence[FindingsTheme]) -> list[ByTable]:
    """Those that still are what was counted when it was released."""
    kept = {
        (each.by, each.themes): each
        for each in session.scalars(select(Breakdown).where(Breakdown.findings_id == findings.id))
        if whole(findings, each)
    }
    names = _names(session, findings)
    numbers = [theme.number for theme in themes]
    return [
        _table(kept[by, False], kept[by, True], names, numbers)
        for by in By
        if (by, False) in kept and (by, True) in kept
    ]


def _names(session: Session, findings: Findings) -> dict[str, str]:
    """Of groups and places that did not decide against their name, by id."""
    community = findings.consultation.community_id
    shown = shown_as(session, findings.consultation)
    named: dict[str, str] = {}
    for kind in (Group, Place):
        for about, name in session.execute(select(kind.id, kind.name).where(kind.community_id == community)):
            if shown.get(about, Shown.NAMED) is Shown.NAMED:
                named[str(about)] = name
    return named


def _table(spoke: Breakdown, by_theme: Breakdown, names: dict[str, str], numbers: list[int]) -> ByTable:
    columns = [number for number in by_theme.columns if number in numbers]
    rows = []
    for place, about in enumerate(spoke.rows):
        if about not in (UNNAMED, DID_NOT_SAY) and about not in names:
            continue
        start = place * len(by_theme.columns)
        on = dict(zip(by_theme.columns, by_theme.cells[start:], strict=False))
        who: Literal["named", "unnamed", "did_not_say"] = "named"
        if about in (UNNAMED, DID_NOT_SAY):
            who = "unnamed" if about == UNNAMED else "did_not_say"
        said = {number: on[number] for number in columns}
        rows.append(Row(who, names.get(about), spoke.cells[place], said))
    return ByTable(spoke.by, columns, rows, spoke.fewest)


def _before(
    session: Session, findings: Findings, themes: Sequence[FindingsTheme], viewer: Seer
) -> list[Then]:
    """The last release of each earlier round, the oldest first, with what was released to `viewer` then."""
    newest = (
        select(func.max(Findings.number))
        .join(Findings.round)
        .where(
            Findings.consultation_id == findings.consultation_id,
            Findings.number < findings.number,
            Findings.round_id != findings.round_id,
        )
        .group_by(Findings.round_id)
    )
    released = session.scalars(
        select(Findings)
        .join(Findings.round)
        .where(Findings.consultation_id == findings.consultation_id, Findings.number.in_(newest))
        .order_by(Round.number)
    ).all()
    items: dict[UUID, list[FindingsTheme]] = {each.id: [] for each in released}
    now = {each.theme_id: each for each in themes}
    wanted = select(FindingsTheme).where(
        FindingsTheme.findings_id.in_(items), FindingsTheme.theme_id.in_(now)
    )
    if viewer != "representatives":
        wanted = wanted.where(meant_for(viewer))
    for item in session.scalars(wanted):
        items[item.findings_id].append(item)
    return [
        Then(
            each.round.number,
            each.spoke,
            {item.number: item.people for item in items[each.id]},
            frozenset(
                item.number for item in items[each.id] if item.statement != now[item.theme_id].statement
            ),
            each.met,
            {item.number: item.meetings for item in items[each.id]},
        )
        for each in released
        if items[each.id]
    ]
