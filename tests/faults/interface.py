"""The network's published interface: what it accepts, what it refuses and in which words."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote, urlencode

from tests.faults.truth import Text

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
LONGEST, MOST_ON_A_PAGE = 1600, 1000
KNOWN = frozenset(
    {"To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod", "SmartEncoded"}
)
"""What we send of all that it accepts. A name that is not here is a slip of the pen."""
SOUGHT = frozenset({"To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"})


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, object]
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    def __init__(self, status: int, code: int, message: str, **headers: str) -> None:
        super().__init__(message)
        more = f"https://www.twilio.com/docs/errors/{code}"
        body: dict[str, object] = {"code": code, "message": message, "more_info": more, "status": status}
        self.answer = Answer(status, body, {name.replace("_", "-"): text for name, text in headers.items()})


def demand_sendable(said: dict[str, str], senders: frozenset[str], stopped: set[str]) -> None:
    """Raise Refusal unless the network would take this text."""
    if unknown := said.keys() - KNOWN:
        raise Refusal(400, 20001, f"Unknown parameters: {', '.join(sorted(unknown))}")
    if not said.get("To"):
        raise Refusal(400, 21604, "A 'To' phone number is required.")
    sender = said.get("From") or said.get("MessagingServiceSid")
    if not sender:
        raise Refusal(400, 21603, "A 'From' phone number is required.")
    if sender not in senders:
        raise Refusal(400, 21606, "The 'From' phone number is not yours.")
    if not NUMBER.fullmatch(said["To"]):
        raise Refusal(400, 21211, "The 'To' number is not a valid phone number.")
    if not said.get("Body"):
        raise Refusal(400, 21602, "Message body is required.")
    if len(said["Body"]) > LONGEST:
        raise Refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if said["To"] in stopped:
        raise Refusal(400, 21610, "Attempt to send to unsubscribed recipient")
    if not said.get("StatusCallback", "https://").startswith(("http://", "https://")):
        raise Refusal(400, 21609, "The 'StatusCallback' URL is not a valid fully qualified URL.")
    if not 1 <= int(said.get("ValidityPeriod", "36000")) <= 36000:
        raise Refusal(400, 21601, "'ValidityPeriod' must be between 1 and 36000.")


def account(name: str, now: datetime) -> dict[str, object]:
    """The account as the interface shows it to who asks whether it is let in."""
    uri = f"/2010-04-01/Accounts/{name}"
    when = format_datetime(now)
    return {
        "auth_token": "",
        "date_created": when,
        "date_updated": when,
        "friendly_name": "An account",
        "owner_account_sid": name,
        "sid": name,
        "status": "active",
        "subresource_uris": {"messages": f"{uri}/Messages.json"},
        "type": "Full",
        "uri": f"{uri}.json",
    }


def page(texts: list[Text], asked: dict[str, str], path: str, account: str) -> Answer:
    """One page of those texts that fit what was `asked`; the address of the next, if there is one."""
    if unknown := asked.keys() - SOUGHT:
        raise Refusal(400, 20001, f"Unknown parameters: {', '.join(sorted(unknown))}")
    size, number = int(asked.get("PageSize", 50)), int(asked.get("Page", 0))
    if not 1 <= size <= MOST_ON_A_PAGE:
        raise Refusal(400, 20001, "PageSize must be between 1 and 1000.")
    fitting = [each for each in texts if fits(each, asked)]
    # As there: the token names the last text shown, so that what comes in meanwhile moves no page.
    start = next(
        (place + 1 for place, each in enumerate(fitting) if f"PA{each.sid}" == asked.get("PageToken")), 0
    )
    shown, more = fitting[start : start + size], len(fitting) > start + size
    kept = {name: text for name, text in asked.items() if name not in {"Page", "PageToken"}} | {
        "PageSize": str(size)
    }

    def address(**place: object) -> str:
        return f"{path}?{urlencode({**kept, **place}, quote_via=quote)}"

    return Answer(
        200,
        {
            "start": start,
            "end": start + max(0, len(shown) - 1),
            "page": number,
            "page_size": size,
            "uri": address(Page=number),
            "first_page_uri": address(Page=0),
            "previous_page_uri": address(Page=number - 1) if number else None,
            "next_page_uri": address(Page=number + 1, PageToken=f"PA{shown[-1].sid}") if more else None,
            "messages": [each.resource(account) for each in shown],
        },
    )


def fits(text: Text, asked: dict[str, str]) -> bool:
    """Whether the list shows `text` to who asked so. Dates are whole days, moments are to the second."""
    if asked.get("To", text.to) != text.to or asked.get("From", text.sender) != text.sender:
        return False
    at = text.at.replace(microsecond=0)
    if "DateSent>" in asked and at < moment(asked["DateSent>"]):
        return False
    if "DateSent<" in asked and at > moment(asked["DateSent<"]):
        return False
    if "DateSent" in asked:
        day = moment(asked["DateSent"])
        return day <= at < day + timedelta(days=1)
    return True


def moment(said: str) -> datetime:
    """A day (its first moment) or a moment, both in UTC."""
    try:
        if len(said) == len("2027-06-04"):
            day = date.fromisoformat(said)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return datetime.fromisoformat(said).astimezone(UTC)
    except ValueError:
        raise Refusal(400, 20001, "A date must be written as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.") from None
