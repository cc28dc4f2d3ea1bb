"""The name of somebody or something, as everybody reads it."""

from consult.common.errors import Refused, mark

MOST = 120


def checked(name: str, *, field: str = "name") -> str:
    """`name` without blanks around it. Raises Refused where there is none, or more than a line shows."""
    name = name.strip()
    if not name or len(name) > MOST:
        raise Refused(mark("Please write a name of at most 120 letters."), field=field)
    return name
