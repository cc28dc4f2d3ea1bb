"""Breakdowns: a release by group and place, counted once, and only where each side is large enough.

What is shown is frozen in plain rows. The true counts behind it are needed again when a later release is
compared with it, so they are kept sealed with the keys that stand outside the database: no page reads
them. In communities of fewer than a hundred people nothing is counted by group.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.collect.records import Answer, Submission
from consult.loop.understand.group_choice import shown_as
from consult.loop.understand.readers import stands
from consult.loop.understand.record_check import hash_of
from consult.loop.understand.records import (
    Audience,
    Breakdown,
    By,
    Contribution,
    Findings,
    FindingsTheme,
    Shown,
)
from consult.loop.understand.small_cells import FEWEST
from consult.loop.understand.who_is_missing import SMALL
from consult.people.communities import places_of
from consult.people.lists import groups_of, known_size
from consult.people.records import Belonging, Participant

if TYPE_CHECKING:
    from consult.loop.understand.small_tables import Shown as ShownTable
    from consult.loop.understand.small_tables import Table

DID_NOT_SAY = ""
"""The row of people who did not say where they come from or stay."""
SEALED = "breakdown.sealed"
UNNAMED = "unnamed"
"""The row of all groups, or places, together that want no name; only where they are two or more."""


@dataclass(frozen=True)
class Person:
    """One who spoke: ids of where they come from and stay and of their groups; numbers of themes."""

    places: Mapping[By, str]
    groups: frozenset[str]
    themes: frozenset[str]


def break_down(session: Session, *, vault: Vault, findings: Findings, small_cell: int) -> list[Breakdown]:
    """The tables of `findings`, not yet added: none where the community is small, where they are there
    already, or where people left since the release, so that its numbers would not fit any more."""
    there = session.scalar(select(exists().where(Breakdown.findings_id == findings.id)))
    if there or _small(session, findings):
        return []
    themes = {
        str(each.number): each.people
        for each in session.scalars(
            select(FindingsTheme)
            .where(FindingsTheme.findings_id == findings.id, FindingsTheme.audience != Audience.SPOKEN_ONLY)
            .order_by(FindingsTheme.number)
        )
    }
    people = _people(session, findings, set(themes))
    if not themes or not _as_released(findings, themes, people):
        return []
    of = _Of(findings, themes, people, max(small_cell, FEWEST))
    return [made for by in By for made in _tables(session, vault, of, by)]


def _small(session: Session, findings: Findings) -> bool:
    """Those who spoke live there, whatever the lists say."""
    size = known_size(session, findings.consultation.community) or 0
    return max(size, findings.spoke) < SMALL


def _as_released(findings: Findings, themes: Mapping[str, int | None], people: list[Person]) -> bool:
    return len(people) == findings.spoke and all(
        told is None or told == sum(theme in person.themes for person in people)
        for theme, told in themes.items()
    )


def _people(session: Session, findings: Findings, themes: Collection[str]) -> list[Person]:
    spoke = (
        select(Submission.participant_id)
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Submission.round_id == findings.round_id, stands())
        .distinct()
    )
    groups: dict[UUID, set[str]] = defaultdict(set)
    for person, group in session.execute(
        select(Belonging.participant_id, Belonging.group_id).where(Belonging.participant_id.in_(spoke))
    ):
        groups[person].add(str(group))
    said: dict[UUID, set[str]] = defaultdict(set)
    for person, number in session.execute(
        select(Contribution.participant_id, FindingsTheme.number)
        .join(FindingsTheme, FindingsTheme.id == Contribution.findings_theme_id)
        .where(FindingsTheme.findings_id == findings.id)
    ):
        said[person] |= {str(number)} & set(themes)
    return [
        Person(
            {By.COMES_FROM: _place(comes_from), By.STAYS_IN: _place(stays_in)},
            frozenset(groups[person]),
            frozenset(said[person]),
        )
        for person, comes_from, stays_in in session.execute(
            select(Participant.id, Participant.comes_from_id, Participant.stays_in_id).where(
                Participant.id.in_(spoke)
            )
        )
    ]


def _place(place: UUID | None) -> str:
    return DID_NOT_SAY if place is None else str(place)


@dataclass(frozen=True)
class _Of:
    """`themes`: by number as text, how many people are told of; None: withheld."""

    findings: Findings
    themes: Mapping[str, int | None]
    people: list[Person]
    k: int


def _tables(session: Session, vault: Vault, of: _Of, by: By) -> Iterator[Breakdown]:
    """Who spoke, with the sealed counts, and who spoke to which theme."""
    from consult.loop.understand.cross_tables import as_json, settled

    rows = _rows(session, of.findings, by)
    earlier = _earlier(session, vault, of.findings, by)
    told = [theme for theme, number in of.themes.items() if number is not None]
    shown: list[ShownTable] = []
    for table in _counted(by, rows, list(of.themes), of.people):
        beside = [*earlier, *shown] if earlier else []
        shown.append(settled(table, told=told, kept_back=rows.kept_back, k=of.k, earlier=beside))
    home = {row: each for each in shown for row in each.table.dimensions[0].categories}
    listed = [row for row in [*rows.named, UNNAMED, DID_NOT_SAY] if row in home]
    whole = Breakdown(findings_id=of.findings.id, by=by, themes=False, rows=listed, columns=[], fewest=of.k)
    whole.cells = [home[row].count(row, None) for row in listed]
    whole.sealed = vault.seal(json.dumps([as_json(each) for each in shown]), row=whole.id, column=SEALED)
    by_theme = Breakdown(findings_id=of.findings.id, by=by, themes=True, rows=listed, fewest=of.k)
    by_theme.columns = [int(theme) for theme in of.themes]
    by_theme.cells = [home[row].count(row, theme) for row in listed for theme in of.themes]
    for made in (whole, by_theme):
        made.hash = hash_of(_said(of.findings, made))
        yield made


@dataclass(frozen=True)
class Rows:
    """Ids: shown by their names, put together without them, and not shown at all."""

    named: list[str]
    unnamed: frozenset[str]
    kept_back: frozenset[str]


def _rows(session: Session, findings: Findings, by: By) -> Rows:
    """Who wants no name is put together with others who want none; one alone would be known by it."""
    community = findings.consultation.community
    about = groups_of(session, community) if by is By.GROUP else places_of(session, community)
    chosen = shown_as(session, findings.consultation)
    unnamed = {str(each.id) for each in about if chosen.get(each.id) is Shown.UNNAMED}
    kept_back = {str(each.id) for each in about if chosen.get(each.id) is Shown.SPOKEN_ONLY}
    if len(unnamed) == 1:
        unnamed, kept_back = set(), kept_back | unnamed
    named = [str(each.id) for each in about if str(each.id) not in unnamed | kept_back]
    return Rows(named, frozenset(unnamed), frozenset(kept_back))


def _counted(by: By, rows: Rows, themes: list[str], people: list[Person]) -> Iterator["Table"]:
    """A table for all places; or one for each family of groups, of which nobody is in two."""
    from consult.loop.understand.cross_tables import cross_table, families

    every = [*rows.named, *([UNNAMED] if rows.unnamed else []), *sorted(rows.kept_back)]
    if by is not By.GROUP:
        said = [(_pooled(each.places[by], rows), each.themes) for each in people]
        yield cross_table(by, [*every, DID_NOT_SAY], themes, said)
        return
    groups = [{_pooled(group, rows) for group in each.groups} & set(every) for each in people]
    for family in families(every, groups):
        none = f"none of {' '.join(family)}"
        mine = [next(iter(each & set(family)), none) for each in groups]
        yield cross_table(
            by,
            [*family, none],
            themes,
            zip(mine, (each.themes for each in people), strict=True),
        )


def _pooled(about: str, rows: Rows) -> str:
    return UNNAMED if about in rows.unnamed else about


def _earlier(session: Session, vault: Vault, findings: Findings, by: By) -> "list[ShownTable]":
    """The tables of earlier findings of the same round, with their true counts."""
    from consult.loop.understand.cross_tables import from_json

    kept = session.scalars(
        select(Breakdown)
        .join(Findings)
        .where(
            Findings.round_id == findings.round_id,
            Findings.number < findings.number,
            Breakdown.by == by,
            Breakdown.sealed.is_not(None),
        )
        .order_by(Findings.number)
    )
    return [
        from_json(table)
        for each in kept
        for table in json.loads(vault.open(each.sealed or b"", row=each.id, column=SEALED))
    ]


def _said(findings: Findings, made: Breakdown) -> dict[str, Any]:
    return {
        "findings": findings.hash,
        "by": made.by.value,
        "themes": made.themes,
        "rows": made.rows,
        "columns": made.columns,
        "cells": made.cells,
        "fewest": made.fewest,
        "salt": made.id.hex,
    }


def whole(findings: Findings, made: Breakdown) -> bool:
    """Whether a table still is what was hashed when it was made."""
    return made.hash == hash_of(_said(findings, made))
