"""A file between two steps: sealed within the page itself, so that nothing waits here for somebody."""

import json
import zlib
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import g

from consult.common.errors import Refused, mark
from consult.files import opening
from consult.files.tables import Table
from consult.web import hidden

MOST_BYTES = 1_500_000
MOST_ROWS = 500
GOOD_FOR = timedelta(hours=4)


@dataclass(frozen=True)
class Brought:
    """A file as it came. `open`: the columns that its form calls open; None where no form came along."""

    content: bytes
    encoding: str = ""
    open: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"<Brought {len(self.content)}>"

    def table(self) -> Table:
        """Refused where it cannot be read, or is too much for one request."""
        if len(self.content) > MOST_BYTES:
            raise _too_much()
        found = opening.read(self.content, encoding=self.encoding)
        if len(found.records) > MOST_ROWS:
            raise _too_much()
        return found if self.open is None else replace(found, open=self.open)


def _too_much() -> Refused:
    return Refused(
        mark(
            "This file is larger than this page takes at once. Lines at most: %(most)s. Bring it in parts, or"
            " ask whoever keeps this house: a command takes it whole."
        ),
        field="file",
        most=MOST_ROWS,
    )


def _bound() -> str:
    return f"import.{g.account.id.hex}"


def sealed(brought: Brought) -> str:
    """For a hidden field: opens here again for the same account and consultation, for some hours."""
    head = {"encoding": brought.encoding, "open": brought.open}
    plain = zlib.compress(json.dumps(head).encode() + b"\n" + brought.content, 6)
    return hidden.close(plain, row=g.consultation.id, column=_bound())


def unsealed(field: str) -> Brought:
    """What `sealed` closed. Refused when it is old, or of somebody else."""
    plain = hidden.open_again(field, row=g.consultation.id, column=_bound(), good_for=GOOD_FOR)
    if plain is None:
        raise Refused(mark("This page was too old to go on with. Bring the file again: nothing was taken."))
    head, _, content = zlib.decompress(plain).partition(b"\n")
    told = json.loads(head)
    return Brought(content, told["encoding"], None if told["open"] is None else tuple(told["open"]))
