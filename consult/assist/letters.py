"""Answers as runs of letters: no word list, no stem, no language is needed. Spelling may differ."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

ROOM = 20
"""Up to so many answers every run of letters counts: what two of ten say is a tenth of all already."""


class Letters:
    """Runs of three to five letters within words, weighed by how few answers have them."""

    def __init__(self, texts: Sequence[str], *, frequent: bool = False) -> None:
        """Learn which runs there are. `texts`: at least one. `frequent`: those that many have count too."""
        few = len(texts) < ROOM
        self._runs = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
            min_df=1 if few else 2,
            max_df=1.0 if few or frequent else 0.3,
            dtype=np.float32,
        )
        self._learned = list(texts)
        self._rows: sparse.csr_array | None = None
        try:
            self._rows = sparse.csr_array(self._runs.fit_transform(texts))
        except ValueError:  # nothing is left: no letters at all, or each answer is of other ones
            self._learned = []

    def rows(self, texts: Sequence[str]) -> sparse.csr_array:
        """One row of length 1 for each text; an empty one where nothing in it is known."""
        if self._rows is None:
            return sparse.csr_array((len(texts), 1), dtype=np.float32)
        if texts == self._learned:
            return self._rows
        return sparse.csr_array(self._runs.transform(texts))
