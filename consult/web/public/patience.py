"""While many wrong receipt numbers are tried, a number is looked up only after a short wait.

The page keeps the wait itself, in a signed ticket for this one number: nobody's address is noted, and
no number is shut out.
"""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from consult.web.parts import parts

SECONDS = 10
LONGEST = 15 * 60


def ticket(code: str, *, now: datetime) -> str:
    return str(_serializer().dumps([_digest(code), int(now.timestamp())]))


def waited(code: str, ticket: str, *, now: datetime) -> bool:
    """Whether `ticket` was given for `code` long enough ago, and not too long."""
    try:
        digest, since = _serializer().loads(ticket)
    except (BadSignature, ValueError, TypeError):
        return False
    return bool(digest == _digest(code) and SECONDS <= now.timestamp() - since <= LONGEST)


def _digest(code: str) -> str:
    return parts().vault.lookup("typed code", code.strip())


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(parts().vault.cookie_key("patience"), salt="code")
