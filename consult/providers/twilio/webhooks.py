"""What a signed webhook says: a text of somebody, or a report of a text of ours.

Only the few values that we need are read by name. Names of profiles, cities and places are never
looked at.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from consult.post.outcomes import Why
from consult.post.states import Delivery
from consult.providers.port import Choice, Event, Letter, Report, Request, Unknown
from consult.providers.twilio.addresses import STATUS, TOKEN
from consult.providers.twilio.codes import why_failed
from consult.providers.twilio.signing import form_of

SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}", re.ASCII)
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
OUR_TOKEN = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
CANCELED = "canceled"
STATES = {
    "accepted": Delivery.ACCEPTED,
    "scheduled": Delivery.ACCEPTED,
    "queued": Delivery.ACCEPTED,
    "sending": Delivery.ACCEPTED,
    "sent": Delivery.SENT,
    "partially_delivered": Delivery.SENT,
    CANCELED: Delivery.FAILED,
    "failed": Delivery.FAILED,
    "undelivered": Delivery.FAILED,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
}
LITERAL_START = frozenset({"start", "unstop"})
USED = ("AccountSid", "MessageSid", "From", "Body", "NumMedia", "OptOutType", "MessageStatus", "ErrorCode")
Said = Mapping[str, str]


def read(request: Request) -> Event:
    """The one event of a verified request; Unknown for whatever cannot be read. Never raises."""
    try:
        said = values(request)
        if said is None or not SID.fullmatch(said.get("MessageSid", "")):
            return Unknown()
        if urlsplit(request.url).path.endswith(STATUS):
            return _report(said, _token(request.url))
        return letter(
            said["MessageSid"], said["From"], said["Body"], said.get("NumMedia", "0"), said.get("OptOutType")
        )
    except (ValueError, KeyError):
        return Unknown()


def values(request: Request) -> Said | None:
    """The values of a form that we use. None: no form, or one that says two things by one name.

    The signature has no mark between name and value, so that `From=+1` beside `FromCity=x` is signed
    like `From=+1` beside `From=Cityx`: a name said twice is therefore not believed.
    """
    pairs = set(form_of(request) or ())
    used = [(name, value) for name, value in pairs if name in USED]
    said = dict(used)
    return said if said and len(said) == len(used) else None


def letter(sid: str, sender: str, text: str, media: str, opted: str | None = None) -> Letter | Unknown:
    """A text from a telephone; senders of other channels, and names instead of numbers, are Unknown."""
    if not NUMBER.fullmatch(sender):
        return Unknown()
    count = int(media) if media.isascii() and media.isdecimal() and len(media) < 4 else 0
    return Letter(sid, sender, text, media=count, choice=_choice(opted, text))


def _choice(opted: str | None, text: str) -> Choice | None:
    """What the network did at this word. Its START also answers to YES, which may be meant for us."""
    if opted is None or opted.lower() not in set(Choice):
        return None
    choice = Choice(opted.lower())
    if choice is Choice.START and text.strip().casefold() not in LITERAL_START:
        return None
    return choice


def _report(said: Said, token: str | None) -> Event:
    state = STATES.get(said.get("MessageStatus", ""))
    if state is None:
        return Unknown()
    if state is not Delivery.FAILED:
        return Report(state, token, said["MessageSid"])
    code = code_of(said.get("ErrorCode"))
    status = said["MessageStatus"]
    return Report(state, token, said["MessageSid"], str(code or status), why_ended(status, code))


def why_ended(status: str, code: int | None) -> Why | None:
    """Why a failed text failed. One that somebody took back at Twilio has no reason to go again."""
    return None if status == CANCELED else why_failed(code)


def code_of(said: object) -> int | None:
    """An error code as a number; None where there is none."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text) else None


def _token(url: str) -> str | None:
    """The attempt's token from our own address; None where it is absent or not in its form."""
    found = parse_qs(urlsplit(url).query).get(TOKEN, [])
    return found[0] if len(found) == 1 and OUR_TOKEN.fullmatch(found[0]) else None
