"""How the network signs what it calls, written from its description and not from our provider."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable

HEADER = "X-Twilio-Signature"


def signature(url: str, fields: Iterable[tuple[str, str]], secret: str) -> str:
    """Over the address without its fragment, then each name and value once, in the order of bytes."""
    said = url.partition("#")[0]
    for name, value in sorted(set(fields), key=lambda pair: (pair[0].encode(), pair[1].encode())):
        said += name + value
    return b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()
