"""Names for records that tell nothing: no order, no time, no count."""

import hashlib
from uuid import UUID, uuid4


def new_id() -> UUID:
    """A random identifier. Never time-ordered: an id must not tell when a person spoke."""
    return uuid4()


def id_of(*parts: str | bytes) -> UUID:
    """The identifier that the same `parts` always have, so that what is sent twice is one row. A key that
    nobody can guess must be among them: then it tells as little as a random one."""
    one = hashlib.sha256()
    for part in parts:
        plain = part.encode() if isinstance(part, str) else part
        one.update(len(plain).to_bytes(8, "big") + plain)
    return UUID(bytes=one.digest()[:16], version=4)
