"""Our provider against the real Twilio, with test credentials: nothing is sent, nothing is charged.

Run by hand: TWILIO_ACCOUNT_SID=… TWILIO_AUTH_TOKEN=… python -m tests.live.twilio_magic
Only the test credentials of an account will do. Ends with 1 where an outcome is not the expected one.
"""

import os
import sys
from datetime import UTC, datetime

from consult.post.outcomes import Accepted, Rejected, Why
from consult.providers.port import Outbound
from consult.providers.twilio.provider import Account, Twilio
from consult.providers.twilio.signing import Secrets

MAGIC = "+1500" + "555000"
GOOD = "6"
CASES: list[tuple[str, str, object]] = [
    (GOOD, "1", Rejected(Why.NUMBER, "21211")),
    (GOOD, "3", Rejected(Why.COUNTRY, "21408")),
    (GOOD, "4", Rejected(Why.STOPPED, "21610")),
    (GOOD, "9", Rejected(Why.NUMBER, "21614")),
    ("1", GOOD, Rejected(Why.SETUP, "21212")),
    ("7", GOOD, Rejected(Why.SETUP, "21606")),
    (GOOD, GOOD, Accepted),
]


def outcome(sender: str, to: str) -> object:
    account, secret = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
    provider = Twilio(
        account=Account(
            name=account,
            sender=MAGIC + sender,
            secrets=Secrets((secret,)),
            user=account,
            password=secret,
            url=os.environ.get("TWILIO_API_URL", "https://api.twilio.com"),
        ),
        public_url="https://consult.example.org",
        clock=lambda: datetime.now(UTC),
        hashes=lambda body: [body],
    )
    try:
        return provider.send(Outbound("live", MAGIC + to, "A text that goes nowhere."))
    finally:
        provider.line.close()


def main() -> int:
    wrong = 0
    for sender, to, expected in CASES:
        got = outcome(sender, to)
        good = isinstance(got, expected) if isinstance(expected, type) else got == expected
        wrong += not good
        print(f"from …{sender} to …{to}: {'as expected' if good else f'not as expected: {got}'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
