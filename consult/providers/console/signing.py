"""How the console phone signs: HMAC-SHA256 over the raw body, with a key of this house."""

import hashlib
import hmac
from collections.abc import Mapping

HEADER = "X-Consult-Signature"


def sign(body: bytes, *, key: str) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def signed_by(headers: Mapping[str, str], body: bytes, *, key: str) -> bool:
    """Whether `headers` (by lower-case name) carry the signature of `body`."""
    return hmac.compare_digest(headers[HEADER.lower()].encode(), sign(body, key=key).encode())
