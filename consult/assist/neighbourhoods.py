"""Neighbourhoods of a graph, as many as there are: the Louvain method. Deterministic for a seed."""

from collections import deque

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Labels = NDArray[np.int64]


def neighbourhoods(graph: sparse.csr_array, *, seed: int) -> Labels:
    """For each node of a symmetric graph the number of its neighbourhood, from 0.

    Nodes move to where most of their links lead, beyond what chance would lead there; then each
    neighbourhood becomes one node, until nothing moves (Blondel and others, 2008).
    """
    chance = np.random.default_rng(seed)
    belongs = np.arange(graph.shape[0])
    while True:
        moved = _settled(graph, chance)
        count = int(moved.max(initial=-1)) + 1
        belongs = moved[belongs]
        if count == graph.shape[0]:
            return belongs
        folded = sparse.csr_array((np.ones(moved.size), (np.arange(moved.size), moved)))
        graph = sparse.csr_array(folded.T @ graph @ folded)


def _settled(graph: sparse.csr_array, chance: np.random.Generator) -> Labels:
    """Each node in the best place beside its neighbours; only those whose neighbours moved look again."""
    starts, ends = graph.indptr.tolist(), graph.indices.tolist()
    weights = graph.data.tolist()
    degrees = np.asarray(graph.sum(axis=1)).ravel().tolist()
    whole = sum(degrees) or 1.0
    home, inside = list(range(len(degrees))), list(degrees)
    waiting = deque(chance.permutation(len(degrees)).tolist())
    waits = [True] * len(degrees)
    while waiting:
        node = waiting.popleft()
        waits[node] = False
        links: dict[int, float] = {}
        around = range(starts[node], starts[node + 1])
        for at in around:
            if ends[at] != node:
                links[home[ends[at]]] = links.get(home[ends[at]], 0.0) + weights[at]
        here, share = home[node], degrees[node] / whole
        inside[here] -= degrees[node]
        best, gain = here, links.get(here, 0.0) - share * inside[here]
        for place, weight in links.items():
            if weight - share * inside[place] > gain + 1e-9:
                best, gain = place, weight - share * inside[place]
        inside[best] += degrees[node]
        home[node] = best
        if best != here:
            for at in around:
                if home[ends[at]] != best and not waits[ends[at]]:
                    waits[ends[at]] = True
                    waiting.append(ends[at])
    return np.unique(home, return_inverse=True)[1]
