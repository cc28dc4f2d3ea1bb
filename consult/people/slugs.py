"""The short name that stands in an address."""

import re

from consult.common.errors import Refused, mark

MOST = 60
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(slug: str) -> bool:
    return len(slug) <= MOST and SLUG.fullmatch(slug) is not None


def checked(slug: str) -> str:
    """`slug` without blanks around it. Raises Refused for signs that do not belong in an address."""
    slug = slug.strip()
    if not is_slug(slug):
        raise Refused(
            mark("Please use only the letters a to z, digits and single dashes, 60 at most."), field="slug"
        )
    return slug
