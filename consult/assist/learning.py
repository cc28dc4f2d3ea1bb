"""What coders' own work suggests for answers that nobody has coded yet."""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from consult.assist.likeness import Places, means, normed
from consult.assist.views import Look, View, together
from consult.loop.understand.ports import Alike, Codes, Measured, Suggested, Words

MOST = 4000
"""So many answers are read with their nearest, the coded ones first; beyond them each for itself."""
FEW_CODED = 5
"""Up to so many coded answers a code, what the nearest of an answer say counts as much as what it says
itself. The more were coded, the less it counts: it blurs."""
LEAST_HEARD = 0.25
FIRM = 5.0
"""How closely what was coded is followed."""
SEEKING = 1.0
"""The same where one code is sought: less, since answers to read were chosen by what was learned before."""
PARTS = 5


@dataclass(frozen=True)
class Read:
    """Answers with their rows, ready to learn from: each by itself, and with its nearest."""

    words: Sequence[Words]
    views: Sequence[View]
    pool: Places
    own: sparse.csr_array
    heard: sparse.csr_array

    def rows(self, taught: float) -> sparse.csr_array:
        """Both side by side, of length 1. `taught`: how many answers teach a code."""
        share = math.sqrt(min(1.0, max(LEAST_HEARD, FEW_CODED / max(taught, 1.0))))
        return normed(beside([self.own, self.heard * np.float32(share)]))

    def coded(self, codes: Codes) -> Places:
        """Where those stand that have codes."""
        return np.array([at for at, each in enumerate(self.words) if codes.get(each.answer)], np.int64)

    def uncoded(self, codes: Codes) -> Places:
        """Where the others stand."""
        return np.array([at for at, each in enumerate(self.words) if not codes.get(each.answer)], np.int64)


def read(words: Sequence[Words], views: Sequence[View], pool: Places) -> Read:
    """Every answer by itself, and as the middle of itself and its nearest of `pool`, by all views."""
    rows = [stood(view, view.look, words) for view in views]
    here = [np.flatnonzero(np.isin(pool, view.places)) for view in views]
    seen = [mine[pool[some]] for mine, some in zip(rows, here, strict=True)]
    mean = means(together(pool.size, views, here, seen))
    heard = [among(mine, mean, pool) for mine in rows]
    own = [stood(view, look, words) for view in views for look in view.own]
    return Read(words, views, pool, beside(own), beside(heard))


def suggest(of: Read, codes: Codes, most: int) -> list[Suggested]:
    """See `Reading.suggest`. The answers in which two codes are nearly as likely teach most."""
    coded, left = of.coded(codes), of.uncoded(codes)
    if not left.size or not coded.size:
        return []
    names, shares = _shares(of, coded, left, codes)
    order = np.argsort(-shares, axis=1, kind="stable")[:, :most]
    best = np.take_along_axis(shares, order, axis=1)
    clear = best[:, 0] - best[:, 1] if best.shape[1] > 1 else best[:, 0]
    return [
        Suggested(
            of.words[left[at]].answer,
            tuple((names[code], float(share)) for code, share in zip(order[at], best[at], strict=True)),
        )
        for at in np.argsort(clear, kind="stable")
    ]


def seek(of: Read, code: UUID, codes: Codes) -> list[Alike]:
    """See `Reading.seek`, where meaning is compared; by letters alone, `seeking.seek`."""
    coded, left = of.coded(codes), of.uncoded(codes)
    belongs = np.array([code in codes[of.words[at].answer] for at in coded], bool)
    if not left.size or not belongs.any():
        return []
    rows = of.rows(float(belongs.sum()))
    if belongs.all():
        likely = near(rows[left], rows[coded])
    else:
        taught = regression(firm=SEEKING, class_weight="balanced")
        likely = taught.fit(rows[coded], belongs).predict_proba(rows[left])[:, 1]
    return ordered(of.words, left, likely)


def most_like(of: Read, to: Set[UUID], most: int) -> list[Alike]:
    """See `Reading.most_like`."""
    held = np.array([each.answer in to for each in of.words], bool)
    if held.all() or not held.any():
        return []
    left = np.flatnonzero(~held)
    rows = of.rows(FEW_CODED)
    return ordered(of.words, left, near(rows[left], rows[np.flatnonzero(held)]))[:most]


def measure(of: Read, codes: Codes, *, seed: int) -> Measured:
    """See `Reading.measure`."""
    coded = np.random.default_rng(seed).permutation(of.coded(codes))
    right = usual = 0
    for part in np.array_split(coded, min(PARTS, coded.size)) if coded.size > 1 else ():
        others = np.setdiff1d(coded, part)
        names, shares = _shares(of, others, part, codes)
        counts = [sum(name in codes[of.words[at].answer] for at in others) for name in names]
        often = names[int(np.argmax(counts))]
        for at, code in zip(part, shares.argmax(axis=1), strict=True):
            right += names[code] in codes[of.words[at].answer]
            usual += often in codes[of.words[at].answer]
    return Measured(right, usual, coded.size if coded.size > 1 else 0)


def ordered(words: Sequence[Words], places: Places, likely: NDArray[np.floating]) -> list[Alike]:
    """The likest first; where two are as like, the one that stands first."""
    order = np.argsort(-likely, kind="stable")
    return [Alike(words[places[at]].answer, float(likely[at])) for at in order]


def _shares(of: Read, coded: Places, asked: Places, codes: Codes) -> tuple[list[UUID], NDArray[np.floating]]:
    """The codes, and for each answer asked about the share of each. An answer with two codes teaches both."""
    names = sorted({code for at in coded for code in codes[of.words[at].answer]})
    number = {name: at for at, name in enumerate(names)}
    if len(names) == 1:
        return names, np.ones((asked.size, 1))
    taught = [
        (at, number[code], 1 / len(codes[of.words[at].answer]))
        for at in coded
        for code in sorted(codes[of.words[at].answer])
    ]
    places, labels, weights = (np.array(each) for each in zip(*taught, strict=True))
    rows = of.rows(coded.size / len(names))
    model = regression().fit(rows[places], labels, sample_weight=weights)
    return names, np.asarray(model.predict_proba(rows[asked]))


def regression(*, firm: float = FIRM, **how: str) -> Any:
    """Imported when it is asked: groups do without, and start two seconds earlier."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=firm, max_iter=300, **how)


def near(rows: sparse.csr_array, others: sparse.csr_array) -> NDArray[np.floating]:
    """How like each row is to the three of the others that it is most like."""
    like = (rows @ others.T).toarray()
    return np.asarray(np.clip(np.sort(like, axis=1)[:, -3:].mean(axis=1), 0.0, 1.0))


def beside(rows: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """What each row says in every way."""
    return sparse.csr_array(sparse.hstack(rows, format="csr"))


def stood(view: View, look: Look, words: Sequence[Words]) -> sparse.csr_array:
    """The rows of a view, where its answers stand among all; the others are empty."""
    found = look([words[at] for at in view.places])
    belongs = sparse.csr_array(
        (np.ones(view.places.size, np.float32), (view.places, np.arange(view.places.size))),
        shape=(len(words), view.places.size),
    )
    return sparse.csr_array(belongs @ sparse.csr_array(found))


def among(rows: sparse.csr_array, mean: sparse.csr_array, pool: Places) -> sparse.csr_array:
    """Each row of the pool with its nearest, all of length 1."""
    if pool.size == rows.shape[0]:
        return normed(sparse.csr_array(mean @ rows))
    count, places = rows.shape[0], np.arange(pool.size)
    into = sparse.csr_array((np.ones(pool.size, np.float32), (pool, places)), shape=(count, pool.size))
    alone = np.ones(count, np.float32)
    alone[pool] = 0
    return normed(sparse.csr_array(into @ (mean @ rows[pool]) + sparse.diags_array(alone) @ rows))
