"""From how like answers are to one another to groups of them, as many as the answers make."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from consult.assist.likeness import Likeness, Places, Rows, linked, nearby, nearest
from consult.assist.neighbourhoods import Labels, neighbourhoods

LINKED = 25
"""How many of its nearest an answer is linked to."""
FEW = 5
"""So few are read together anyway."""
NEAR = 5
"""So many of those most like an answer are told."""
NOBODY = -1


@dataclass(frozen=True)
class Placed:
    """For each answer the number of its group, from 0, how typical it is there, and the places of those
    most like it, the likest first; `NOBODY` where there are fewer."""

    labels: Labels
    typical: NDArray[np.float32]
    near: Places

    @classmethod
    def nowhere(cls, count: int) -> "Placed":
        """So many answers before they are placed."""
        return cls(np.full(count, -1), np.zeros(count, np.float32), np.full((count, NEAR), NOBODY))

    def put(self, places: Places, others: Places, some: "Placed") -> None:
        """Place some. Those `near` them were counted among `others`."""
        self.labels[places], self.typical[places] = some.labels, some.typical
        self.near[places] = np.where(some.near == NOBODY, NOBODY, others[some.near])


def groups(whole: Likeness, *, seed: int) -> Placed:
    """Groups of all of them."""
    count = whole.shape[0]
    counted = nearby(count, LINKED)
    ends, weights = nearest(whole, min(max(counted, NEAR), count - 1))
    near = told_near(ends[:, :NEAR], weights[:, :NEAR])
    if count <= FEW:
        return Placed(np.zeros(count, np.int64), np.ones(count, np.float32), near)
    labels = neighbourhoods(linked(ends[:, :counted], weights[:, :counted]), seed=seed)
    return Placed(labels, _typical(whole, labels), near)


def told_near(ends: Places, weights: NDArray[np.float32]) -> Places:
    """Who is near: nobody who is not like an answer at all."""
    found = np.full((len(ends), NEAR), NOBODY, np.int64)
    found[:, : ends.shape[1]] = np.where(weights > 0, ends, NOBODY)
    return found


class Middles:
    """The middle of each group, to which answers are added that were not there when groups were made."""

    def __init__(self, rows: Rows, labels: Labels, count: int) -> None:
        """`rows`: those of which the groups were made; `count`: how many groups there are."""
        sizes = np.bincount(labels, minlength=count)
        belongs = sparse.csr_array(
            ((1 / np.maximum(sizes, 1)[labels]).astype(np.float32), (labels, np.arange(labels.size))),
            shape=(count, labels.size),
        )
        middles = belongs @ rows
        middles = middles.toarray() if isinstance(middles, sparse.csr_array) else np.asarray(middles)
        common = np.asarray(rows.mean(axis=0)).ravel().astype(np.float32)
        middles = (middles - common[None, :]) * (sizes > 0)[:, None]
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
        self._middles, self._common = np.ascontiguousarray(middles.T), common
        self._beyond = common @ self._middles

    def likeness(self, rows: Rows) -> NDArray[np.float32]:
        """How like each row is to each group, seen from the middle of all."""
        size = np.sqrt(np.maximum(1 - 2 * (rows @ self._common) + self._common @ self._common, 1e-9))
        return np.asarray((rows @ self._middles - self._beyond) / size[:, None], np.float32)


def _typical(whole: Likeness, labels: Labels) -> NDArray[np.float32]:
    own = np.zeros(whole.shape[0], np.float32)
    for label in range(int(labels.max()) + 1):
        inside = np.flatnonzero(labels == label)
        own[inside] = whole[np.ix_(inside, inside)].mean(axis=1)
    return own
