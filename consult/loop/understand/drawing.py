"""Pure: which sorted cards are read a second time: a tenth, drawn by chance, spread over all kinds."""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

FEWEST = 10
ONE_IN = 10


def how_many(cards: int) -> int:
    """A tenth of `cards`, rounded up; at least ten, where there are ten."""
    return min(cards, max(FEWEST, -(-cards // ONE_IN)))


def draw(kinds: Sequence[tuple[UUID, str]], drawn: Collection[UUID], seed: UUID) -> Iterator[UUID]:
    """The cards not in `drawn`, each once, in the order in which they are to be drawn.

    `kinds`: each card with the kind it is of, say its prompt and language. Every kind comes once before
    any comes twice, then each as often as its share. Within a kind the order follows from `seed` and
    the cards' ids alone, so that nobody chooses, and the same cards come whoever asks.
    """
    sizes = Counter(kind for _, kind in kinds)
    had = Counter(kind for card, kind in kinds if card in drawn)
    left: dict[str, list[UUID]] = defaultdict(list)
    for card, kind in kinds:
        if card not in drawn:
            left[kind].append(card)
    for cards in left.values():
        cards.sort(key=lambda card: hashlib.sha256(seed.bytes + card.bytes).digest(), reverse=True)
    heap = [(had[kind] / sizes[kind], -sizes[kind], kind) for kind in left]
    heapq.heapify(heap)
    while heap:
        _, size, kind = heap[0]
        yield left[kind].pop()
        had[kind] += 1
        if left[kind]:
            heapq.heapreplace(heap, (had[kind] / sizes[kind], size, kind))
        else:
            heapq.heappop(heap)
