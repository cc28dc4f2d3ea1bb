"""Where a text is: the highest state that anybody has reported, whatever the order of reports."""

from enum import StrEnum


class Delivery(StrEnum):
    """Where a text is, lowest to highest rank in RANK."""

    PENDING = "pending"
    CLAIMED = "claimed"
    AMBIGUOUS = "ambiguous"
    ACCEPTED = "accepted"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    DELIVERED = "delivered"


RANK = {
    Delivery.PENDING: 0,
    Delivery.CLAIMED: 1,
    Delivery.AMBIGUOUS: 2,
    Delivery.ACCEPTED: 10,
    Delivery.SENT: 40,
    Delivery.CANCELLED: 50,
    Delivery.FAILED: 51,
    Delivery.DELIVERED: 60,
}
ENDED = frozenset({Delivery.CANCELLED, Delivery.FAILED, Delivery.DELIVERED})
REPORTED = frozenset({Delivery.ACCEPTED, Delivery.SENT, Delivery.FAILED, Delivery.DELIVERED})
"""What a provider can say. The other states are our own."""


def merge(one: Delivery, other: Delivery) -> Delivery:
    """The higher of two states. Order and repetition of reports cannot matter."""
    return max(one, other, key=RANK.__getitem__)
