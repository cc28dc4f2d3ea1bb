"""Groups of answers to read together. No number of groups is given, and every answer is placed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consult.assist.groups import Middles, groups
from consult.assist.likeness import BLOCK
from consult.assist.neighbourhoods import Labels
from consult.assist.views import Places, View, together
from consult.assist.words import distinctive
from consult.loop.understand.ports import Progress, Together, Words

MOST = 4000
"""Groups are made of so many answers, drawn by lot; the others are added to the group they are most
like. So the time grows with the answers, not with their square."""


def grouped(
    words: Sequence[Words], views: Sequence[View], sample: Places, *, seed: int, progress: Progress
) -> tuple[Labels, NDArray[np.float32]]:
    """For each answer the number of its group, and how typical it is of it.

    An answer that is read in two ways is like another by both.
    """
    labels, typical = np.full(len(words), -1), np.zeros(len(words), np.float32)
    inside = [np.flatnonzero(np.isin(sample, view.places)) for view in views]
    rows = [view.look([words[at] for at in sample[some]]) for view, some in zip(views, inside, strict=True)]
    labels[sample], typical[sample] = groups(together(sample.size, views, inside, rows), seed=seed)
    progress(sample.size, len(words))
    rest = np.setdiff1d(np.arange(len(words)), sample)
    if not rest.size:
        return labels, typical
    count = int(labels.max()) + 1
    middles = [Middles(mine, labels[sample][some], count) for mine, some in zip(rows, inside, strict=True)]
    for start in range(0, rest.size, BLOCK):
        some = rest[start : start + BLOCK]
        like = np.zeros((some.size, count), np.float32)
        for view, middle in zip(views, middles, strict=True):
            here = np.flatnonzero(np.isin(some, view.places))
            if here.size:
                like[here] += middle.likeness(view.look([words[at] for at in some[here]]))
        labels[some], typical[some] = like.argmax(axis=1), like.max(axis=1)
        progress(sample.size + start + some.size, len(words))
    return labels, typical


def told(words: Sequence[Words], labels: Labels, typical: NDArray[np.float32]) -> list[Together]:
    """The groups as they are shown: the largest first, in each the most typical answer first."""
    order = np.lexsort((np.arange(len(words)), -typical, labels))
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(words) else []
    parts.sort(key=lambda part: -part.size)
    said = distinctive([[words[at].text for at in part] for part in parts])
    return [
        Together(
            frozenset(words[at].language for at in part), tuple(words[at].answer for at in part), telling
        )
        for part, telling in zip(parts, said, strict=True)
    ]
