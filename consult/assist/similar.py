"""Groups of answers to read together. No number of groups is given, and every answer is placed."""

from collections.abc import Sequence

import numpy as np

from consult.assist.groups import NEAR, Middles, Placed, groups, told_near
from consult.assist.likeness import Places, Rows, likest, products
from consult.assist.views import View, together
from consult.assist.words import distinctive
from consult.loop.understand.ports import Progress, Together, Words

MOST = 4000
"""Groups are made of so many answers, drawn by lot; the others are added to the group they are most
like. So the time grows with the answers, not with their square."""
AT_ONCE = 4000
"""Others that are added at once."""


def grouped(
    words: Sequence[Words], views: Sequence[View], sample: Places, *, seed: int, progress: Progress
) -> Placed:
    """Where each answer stands. An answer that is read in two ways is like another by both."""
    placed = Placed.nowhere(len(words))
    inside, rows = _seen(words, views, sample)
    made = groups(together(sample.size, views, inside, rows), seed=seed)
    placed.put(sample, sample, made)
    progress(sample.size, len(words))
    rest = np.setdiff1d(np.arange(len(words)), sample)
    count = int(made.labels.max(initial=-1)) + 1
    middles = [Middles(mine, made.labels[some], count) for mine, some in zip(rows, inside, strict=True)]
    for start in range(0, rest.size, AT_ONCE):
        some = rest[start : start + AT_ONCE]
        here, new = _seen(words, views, some)
        like = np.zeros((some.size, count), np.float32)
        for view, middle, at, mine in zip(views, middles, here, new, strict=True):
            if at.size:
                like[at] += middle.likeness(mine) * np.float32(view.weight)
        labels = like.argmax(axis=1)
        near = _near(labels, made.labels, list(zip(here, new, inside, rows, strict=True)))
        placed.put(some, sample, Placed(labels, like.max(axis=1), near))
        progress(sample.size + start + some.size, len(words))
    return placed


def told(words: Sequence[Words], placed: Placed) -> list[Together]:
    """The groups as they are shown: the largest first, in each the most typical answer first."""
    order = np.lexsort((np.arange(len(words)), -placed.typical, placed.labels))
    parts = np.split(order, np.flatnonzero(np.diff(placed.labels[order])) + 1) if len(words) else []
    parts.sort(key=lambda part: -part.size)
    said = distinctive([[words[at].text for at in part] for part in parts])
    return [
        Together(
            frozenset(words[at].language for at in part),
            tuple(words[at].answer for at in part),
            telling,
            tuple(tuple(words[other].answer for other in placed.near[at] if other >= 0) for at in part),
        )
        for part, telling in zip(parts, said, strict=True)
    ]


def _seen(words: Sequence[Words], views: Sequence[View], places: Places) -> tuple[list[Places], list[Rows]]:
    """By each view, which of `places` can be read so, and their rows."""
    inside = [np.flatnonzero(np.isin(places, view.places)) for view in views]
    rows = [view.look([words[at] for at in places[some]]) for view, some in zip(views, inside, strict=True)]
    return inside, rows


def _near(mine: Places, theirs: Places, seen: list[tuple[Places, Rows, Places, Rows]]) -> Places:
    """For each answer that was added the places of those it is most like, of its group alone."""
    found = np.full((mine.size, NEAR), -1)
    for label in np.unique(mine):
        own, group = np.flatnonzero(mine == label), np.flatnonzero(theirs == label)
        like = np.zeros((own.size, group.size), np.float32)
        for here, new, inside, rows in seen:
            one, two = np.flatnonzero(np.isin(here, own)), np.flatnonzero(np.isin(inside, group))
            at = np.ix_(np.searchsorted(own, here[one]), np.searchsorted(group, inside[two]))
            like[at] += products(new[one], rows[two])
        ends, weights = likest(like, min(NEAR, group.size))
        near = told_near(ends, weights)
        found[own] = np.where(near < 0, near, group[near])
    return found
