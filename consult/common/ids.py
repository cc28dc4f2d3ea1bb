"""Names for records that tell nothing: no order, no time, no count."""

from uuid import UUID, uuid4


def new_id() -> UUID:
    """A random identifier. Never time-ordered: an id must not tell when a person spoke."""
    return uuid4()
