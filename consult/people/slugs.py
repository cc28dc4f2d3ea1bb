"""The short name that stands in an address."""

import re

from consult.common.errors import Refused, mark

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def checked(slug: str) -> str:
    """`slug` without blanks around it. Raises Refused for signs that do not belong in an address."""
    slug = slug.strip()
    if len(slug) > 60 or not SLUG.fullmatch(slug):
        raise Refused(
            mark("Please use only the letters a to z, digits and single dashes, 60 at most."), field="slug"
        )
    return slug
