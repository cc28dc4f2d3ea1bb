"""Signed requests to our own door, as a provider would send them."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from uuid import uuid4

from consult.providers.console.signing import HEADER, sign

PATIENCE = 3.0
Post = Callable[[str, bytes, dict[str, str]], int]
"""(address, body, headers) → the status that was answered. Raises OSError when nobody answers."""


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")  # noqa: S310 - settings let only http(s) through
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code


def letter(sender: str, text: str) -> dict[str, str]:
    """A text from `sender`, named so that bringing it twice is seen."""
    return {"id": f"in-{uuid4().hex}", "from": sender, "text": text}


def bring(what: str, said: dict[str, str], *, public_url: str, key: str, post: Post = post) -> int:
    """Bring `said` to the door `what` (inbound or status); return the status that was answered."""
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", HEADER: sign(body, key=key)}
    return post(f"{public_url}/sms/console/{what}", body, headers)
