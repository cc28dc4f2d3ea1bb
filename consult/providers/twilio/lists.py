"""The lists that Twilio keeps of texts, page by page, never further than our own account."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from consult.post.outcomes import Found
from consult.post.states import Delivery
from consult.providers.twilio.calling import Answer, Line
from consult.providers.twilio.webhooks import SID, STATES, code_of, why_ended

PAGE = 500
MOST_PAGES = 60
MOST_ARRIVALS = 1_000
"""Pages of what came to us: each look begins where the last whole one ended, so a list that was cut
short would be cut short for ever."""
Row = Mapping[str, Any]


class Interrupted(Exception):  # noqa: N818 - a list that was not read to its end
    """A page did not come, or there are more than we read. What came before is not the whole list."""


def pages(
    line: Line, query: Mapping[str, str], *, most: int = MOST_PAGES
) -> Iterator[tuple[Answer, list[Row]]]:
    """Each page of the texts that `query` asks for, with its answer. Raises Interrupted."""
    path = line.messages
    asked: Mapping[str, str] | None = {**query, "PageSize": str(PAGE)}
    for _ in range(most):
        answer = line.get(path, asked)
        if not isinstance(answer, Answer) or answer.status != 200:
            raise Interrupted
        rows = answer.said.get("messages")
        if not isinstance(rows, list):
            raise Interrupted
        yield answer, [row for row in rows if isinstance(row, dict)]
        following = answer.said.get("next_page_uri")
        if not following:
            return
        # Our password goes along: the next page may only be of this list.
        if not isinstance(following, str) or not following.startswith(f"{line.messages}?"):
            raise Interrupted
        path, asked = following, None
    raise Interrupted


def found(row: Row) -> Found | None:
    """A text of ours as Twilio shows it; None where it has no name."""
    sid = row.get("sid")
    if not isinstance(sid, str) or not SID.fullmatch(sid):
        return None
    status = row.get("status")
    state = STATES.get(status, Delivery.ACCEPTED) if isinstance(status, str) else Delivery.ACCEPTED
    if state is not Delivery.FAILED:
        return Found(sid, state)
    code = code_of(row.get("error_code"))
    return Found(sid, state, str(code or status), why_ended(str(status), code))


def made_at(row: Row) -> datetime | None:
    """When Twilio took the text, by its own clock."""
    try:
        made = parsedate_to_datetime(str(row.get("date_created")))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
