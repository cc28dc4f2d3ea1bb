"""Which tests one process has one after the other: those of a file that makes something for them all.

A mark would say it too, but pytest-xdist 3.8 writes it where pytest 9.2 looks no more, and says nothing.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
MADE_ONCE = 'scope="module"'


class Together(LoadScopeScheduling):
    """Gives out one unit after the other, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def unit(test: str) -> str:
    """What goes to one process whole: the file of `test`, or this test alone."""
    file = test.partition("::")[0]
    return file if _makes_for_all(file) else test


@cache
def _makes_for_all(file: str) -> bool:
    return MADE_ONCE in (ROOT / file).read_text()
