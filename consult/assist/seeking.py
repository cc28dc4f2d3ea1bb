"""Uncoded answers that may belong to one code, those to read first at the front, by letters alone.

The last few of a code are those that share little with what was found. So each answer is read with many
of its nearest, what few answers have counts for more, and unread answers say a weak "no": without that,
only answers that were taken for the code, and were not, would say what it is not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from consult.assist.learning import Read, among, beside, near, ordered, regression, stood
from consult.assist.likeness import Places, likeness, means, normed, unit
from consult.assist.views import drawn
from consult.loop.understand.ports import Alike, Codes

NEAREST = 40
FULL = 20
"""Up to so many answers of a code, what the nearest of an answer say counts as much as what it says
itself."""
LEAST = 0.25
FIRM = 0.3
"""How closely what was coded is followed: answers to read were chosen by what was learned before."""
UNREAD = 150
"""So many unread answers say "no" each time, drawn by lot."""
NO = 0.5
"""All of them together say it half as loud as those that were read and do not belong."""


@dataclass(frozen=True)
class Sought:
    """Answers with the rows by which one code is sought: each by itself, and with its nearest."""

    own: sparse.csr_array
    heard: sparse.csr_array

    def rows(self, places: Places, taught: float) -> sparse.csr_array:
        """Both side by side, of length 1. `taught`: how many answers teach the code."""
        own, heard = _shares(taught)
        return beside([self.own[places] * own, self.heard[places] * heard])

    def held_against(self, learned: NDArray[np.floating], taught: float) -> NDArray[np.floating]:
        """Each of all rows by what was learned of the columns; no row is written anew for it."""
        own, heard = _shares(taught)
        mine, theirs = np.split(learned.astype(np.float32), [self.own.shape[1]])
        return np.asarray(self.own @ mine * own + self.heard @ theirs * heard, np.float64)


def prepared(of: Read) -> Sought | None:
    """Nothing where meaning is compared: there this found less. The nearest are found by what
    few answers have, and not once more by what their nearest say: in small sets that blurs."""
    rows = [stood(view, view.sought, of.words) for view in of.views if view.sought]
    if len(rows) < len(of.views):
        return None
    whole = np.zeros((of.pool.size, of.pool.size), np.float32)
    for view, mine in zip(of.views, rows, strict=True):
        here = np.flatnonzero(np.isin(of.pool, view.places))
        if here.size:
            whole[np.ix_(here, here)] += likeness(mine[of.pool[here]])
    mean = means(unit(whole), NEAREST)
    words = [stood(view, look, of.words) for view in of.views for look in view.own[1:]]
    return Sought(normed(beside([*rows, *words])), _heard(of, rows, mean))


def seek(of: Read, sought: Sought, code: UUID, codes: Codes) -> list[Alike]:
    """See `Reading.seek`."""
    coded, left = of.coded(codes), of.uncoded(codes)
    belongs = np.array([code in codes[of.words[at].answer] for at in coded], bool)
    if not left.size or not belongs.any():
        return []
    count = float(belongs.sum())
    if belongs.all():
        likely = near(sought.rows(left, count), sought.rows(coded, count))
    else:
        unread = left[drawn(left.size, UNREAD, seed=coded.size)]
        taught = np.concatenate([belongs, np.zeros(unread.size, bool)])
        rows = sought.rows(np.concatenate([coded, unread]), count)
        model = regression(firm=FIRM).fit(rows, taught, sample_weight=_weights(belongs, unread))
        found = sought.held_against(model.coef_[0], count)[left] + model.intercept_[0]
        likely = 1 / (1 + np.exp(-found))
    return ordered(of.words, left, likely)


def _heard(of: Read, rows: Sequence[sparse.csr_array], mean: sparse.csr_array) -> sparse.csr_array:
    """Long rows, and many: their columns are small numbers, written small."""
    heard = normed(beside([among(mine, mean, of.pool) for mine in rows]))
    heard.indices, heard.indptr = heard.indices.astype(np.int32), heard.indptr.astype(np.int32)
    return heard


def _shares(taught: float) -> tuple[np.float32, np.float32]:
    """How long the rows of each are, so that both together are of length 1."""
    share = min(1.0, max(LEAST, FULL / max(taught, 1.0)))
    return np.float32(1 / math.sqrt(1 + share)), np.float32(math.sqrt(share / (1 + share)))


def _weights(belongs: NDArray[np.bool_], unread: Places) -> NDArray[np.float64]:
    """Yes and no weigh the same, however many there are of each, and what is unread beside them."""
    half, yes = belongs.size / 2, int(belongs.sum())
    said = np.where(belongs, half / yes, half / max(belongs.size - yes, 1))
    return np.concatenate([said, np.full(unread.size, NO * half / unread.size)])
