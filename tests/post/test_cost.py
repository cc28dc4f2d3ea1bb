"""What texts cost: price, time, and what of a month is gone."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.records import HearBack
from consult.post.cost import price, segments_this_month, time_to_send
from consult.post.records import Attempt
from tests.cast import Cast
from tests.post.test_messages import write


def test_a_price_is_exact_and_keeps_its_currency() -> None:
    assert price(3, each="0.0079 USD") == (Decimal("0.0237"), "USD")
    assert price(0, each="1 SSP") == (Decimal(0), "SSP")


def test_the_time_follows_the_pace() -> None:
    assert time_to_send(129_000, a_second=10) == timedelta(hours=3, minutes=35)


def test_the_month_counts_what_was_handed_over_since_its_first_day(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1, hear_back=HearBack.WHOLE)
    message = write(session, reach, now, "a")
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    assert segments_this_month(session, now=now) == 0
    days = [
        (first - timedelta(seconds=1), 7, None),
        (first, 2, "accepted"),
        (now, 3, None),
        (now, None, None),
    ]
    days += [(now, 4, "ambiguous"), (now, 5, "failed: later")]
    days += [(now, 11, refused) for refused in ("throttled", "setup", "rejected", "failed: country")]
    for number, (at, cost, outcome) in enumerate(days, 1):
        session.add(
            Attempt(
                message_id=message.id,
                number=number,
                token=f"t{number}",
                provider="console",
                body_hash="",
                started_at=at,
                looks=0,
                segments=cost,
                outcome=outcome,
                provider_message_id="p1" if outcome == "failed: later" else None,
            )
        )
    session.flush()
    assert segments_this_month(session, now=now) == 14
