"""Whoever follows the machine nearly always reads a few cards without it. Pure."""

from collections.abc import Iterable

AT_LEAST = 20
SHARE = 0.9
FIVE = 5


def rest_left(taken: Iterable[bool | None]) -> int:
    """How many cards are still to be read without help.

    `taken`: for each card that somebody sorted, the first one first, whether they sorted it as the
    machine had pointed; None: it had not. After a rest the count begins anew.
    """
    helped = followed = rest = 0
    for each in taken:
        if rest:
            rest -= each is None
        elif each is not None:
            helped, followed = helped + 1, followed + each
            if helped >= AT_LEAST and followed > SHARE * helped:
                helped, followed, rest = 0, 0, FIVE
    return rest
