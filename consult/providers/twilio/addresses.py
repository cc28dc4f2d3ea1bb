"""The addresses at which Twilio calls us, and how stubbornly it should try."""

from urllib.parse import urlencode

RETRY = "#rc=5&rp=all&ct=2000&rt=3000&tt=15000"
"""Five times again, whatever went wrong, each try and all of them bounded (milliseconds).

Without it Twilio tries once more, and only when it could not connect. It is no part of what is signed.
"""
INBOUND = "/sms/twilio/inbound"
STATUS = "/sms/twilio/status"
TOKEN = "token"  # noqa: S105 - the name of a value in the address, no secret


def inbound_address(public_url: str) -> str:
    """Where texts of people are brought."""
    return f"{public_url}{INBOUND}{RETRY}"


def status_address(public_url: str, token: str | None = None) -> str:
    """Where reports are brought; with the `token` of one attempt, reports about that one."""
    query = f"?{urlencode({TOKEN: token})}" if token else ""
    return f"{public_url}{STATUS}{query}{RETRY}"
