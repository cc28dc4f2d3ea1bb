"""A hidden field that nobody can read: what a page carries to the next step, and nothing keeps meanwhile."""

import base64
import binascii
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag

from consult.web.parts import now, parts


def close(plain: bytes, *, row: UUID, column: str) -> str:
    """`plain` and this moment, sealed for a form about that `row`, as letters."""
    closed = parts().vault.seal_bytes(now().isoformat().encode() + b"\n" + plain, row=row, column=column)
    return base64.urlsafe_b64encode(closed).decode()


def open_again(field: str, *, row: UUID, column: str, good_for: timedelta) -> bytes | None:
    """What `close` was given; None: older than `good_for`, changed, or of another row or column."""
    try:
        closed = base64.urlsafe_b64decode(field)
        at, _, rest = parts().vault.open_bytes(closed, row=row, column=column).partition(b"\n")
        made = datetime.fromisoformat(at.decode())  # a house before this one may have sealed it otherwise
    except (binascii.Error, ValueError, IndexError, InvalidTag):
        return None
    return rest if now() - made <= good_for else None
