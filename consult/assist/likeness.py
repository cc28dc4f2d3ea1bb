"""How like answers are to one another, seen from the middle of all of them."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Places = NDArray[np.int64]
Likeness = NDArray[np.float32]
"""How like each answer is to each: a square."""
Rows: TypeAlias = "sparse.csr_array | NDArray[np.float32]"
"""One row of length 1 for each answer."""

BLOCK = 512
"""Answers worked on at once, so that memory does not grow with how many there are."""
FAR = np.float32(-9.0)
HEARD = 10
"""An answer is heard with so many of its nearest: short texts share few letters by themselves."""
HUNDREDTH = 100
"""Of many answers more are near: one in a hundred."""
SHARE = 5
"""In a small set nobody has more neighbours than a fifth of all."""


def blocks(count: int) -> Iterator[slice]:
    """All of them, some at a time."""
    return (slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK))


def products(rows: Rows, others: Rows) -> NDArray[np.float32]:
    """Each row by each of the others."""
    found = rows @ others.T
    return np.asarray(found.toarray() if isinstance(found, sparse.csr_array) else found, np.float32)


def normed(rows: sparse.csr_array) -> sparse.csr_array:
    """Each row of length 1, but those that are empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data = (rows.data / np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr))).astype(np.float32)
    return rows


def likeness(rows: Rows) -> Likeness:
    """Each held against each, beyond what all have in common: neither the wording of the prompt nor
    the letters of the language bring anybody together. Each with itself is 1."""
    count = int(rows.shape[0])
    whole = np.empty((count, count), np.float32)
    for some in blocks(count):
        whole[some] = products(rows[some], rows)
    common = whole.mean(axis=0)
    whole -= common[None, :]
    whole -= common[:, None]
    whole += common.mean()
    return unit(whole)


def unit(whole: Likeness) -> Likeness:
    """Scaled so that each with itself is 1. In place."""
    sizes = np.sqrt(np.maximum(np.diagonal(whole), 1e-9))
    whole /= sizes[None, :]
    whole /= sizes[:, None]
    return whole


def nearest(whole: Likeness, most: int) -> tuple[Places, NDArray[np.float32]]:
    """For each answer the places of so many others that it is most like, the likest first, and how like."""
    count = whole.shape[0]
    ends, weights = np.empty((count, most), np.int64), np.empty((count, most), np.float32)
    for some in blocks(count):
        block = whole[some].copy()
        block[np.arange(len(block)), np.arange(some.start, some.stop)] = FAR
        ends[some], weights[some] = likest(block, most)
    return ends, weights


def likest(like: NDArray[np.float32], most: int) -> tuple[Places, NDArray[np.float32]]:
    """The columns in which each row has most, so many and the highest first, with what stands there."""
    if not most:
        return np.empty((len(like), 0), np.int64), np.empty((len(like), 0), np.float32)
    ends = np.argpartition(-like, most - 1, axis=1)[:, :most]
    weights = np.take_along_axis(like, ends, axis=1)
    order = np.lexsort((ends, -weights), axis=1)
    return np.take_along_axis(ends, order, axis=1), np.take_along_axis(weights, order, axis=1)


def nearby(count: int, most: int) -> int:
    """Of so many nearest those that count in a set of so many answers."""
    return max(1, min(most, count // SHARE, count - 1))


def linked(ends: Places, weights: NDArray[np.float32]) -> sparse.csr_array:
    """A link between two answers where one is among the nearest of the other, as strong as they are like."""
    count, most = ends.shape
    starts = np.arange(0, ends.size + 1, most)
    graph = sparse.csr_array((np.maximum(weights, 0).ravel(), ends.ravel(), starts), shape=(count, count))
    graph.eliminate_zeros()
    return sparse.csr_array(graph.maximum(graph.T))


def means(whole: Likeness, most: int = HEARD) -> sparse.csr_array:
    """Weights by which each answer becomes the middle of itself and its nearest: `most` of them, or one in
    a hundred."""
    count = whole.shape[0]
    if count < SHARE:
        return sparse.csr_array(sparse.eye_array(count, dtype=np.float32))
    graph = linked(*nearest(whole, nearby(count, max(most, count // HUNDREDTH)))) + sparse.eye_array(
        whole.shape[0], dtype=np.float32
    )
    shares = (1 / np.asarray(graph.sum(axis=1)).ravel()).astype(np.float32)
    return sparse.csr_array(sparse.diags_array(shares) @ graph)


def among_neighbours(whole: Likeness) -> Likeness:
    """The likeness of answers that are each heard with their nearest."""
    mean = means(whole)
    return unit(np.ascontiguousarray(mean @ np.ascontiguousarray((mean @ whole).T)))
