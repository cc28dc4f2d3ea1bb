"""Whether Twilio signed a webhook: HMAC over the address and every form value, or over a body's hash.

Twilio's library leaves three things open that are closed here: the hash of a form's body is compared
too where the address carries one, a body that is neither form nor hashed is refused, and so is a form
whose names and values were cut elsewhere.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import parse_qs, parse_qsl, urlsplit

from consult.providers.port import Request

HEADER = "X-Twilio-Signature"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"
FORM = "application/x-www-form-urlencoded"
BODY_HASH = "bodySHA256"
MOST_FIELDS = 500
CUT = "_form"
"""Where a request keeps its form values once they were cut."""
USUAL_PORT = {"https": 443, "http": 80}
NAMES = frozenset(
    [
        "MessageSid",
        "SmsSid",
        "SmsMessageSid",
        "AccountSid",
        "MessagingServiceSid",
        "From",
        "To",
        "Body",
        "NumMedia",
        "NumSegments",
        "FromCity",
        "FromState",
        "FromZip",
        "FromCountry",
        "ToCity",
        "ToState",
        "ToZip",
        "ToCountry",
        "SmsStatus",
        "MessageStatus",
        "ApiVersion",
        "OptOutType",
        "ProfileName",
        "WaId",
        "ButtonText",
        "ButtonPayload",
        "ErrorCode",
        "ErrorMessage",
        "RawDlrDoneDate",
        "ChannelToAddress",
    ]
)
"""The names that Twilio is known to use. Others come and are welcome."""
Algorithm = Literal["sha1", "sha256"]
ALGORITHMS: dict[str, Algorithm] = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Secrets:
    """What Twilio may sign with: our tokens (SHA-1; two while one is turned), or a shared key (SHA-256)."""

    tokens: tuple[str, ...] = field(repr=False)
    shared: tuple[str, ...] = field(default=(), repr=False)

    def of(self, algorithm: Algorithm) -> tuple[str, ...]:
        return self.tokens if algorithm == "sha1" else self.shared


def sign(url: str, pairs: Pairs, *, secret: str, algorithm: Algorithm = "sha1") -> str:
    """The signature of `url`, without fragment, and the form `pairs`: sorted, each value of a name once."""
    return _made(url.partition("#")[0] + _said(pairs), secret, algorithm)


def _said(pairs: Pairs) -> str:
    return "".join(name + value for name, value in sorted(set(pairs)))


def _made(said: str, secret: str, algorithm: Algorithm) -> str:
    return base64.b64encode(hmac.new(secret.encode(), said.encode(), algorithm).digest()).decode()


def signed_by(request: Request, secrets: Secrets) -> bool:
    """Whether one of `secrets` signed `request`. Raises ValueError or KeyError where it cannot be read."""
    given = request.headers[HEADER.lower()].encode()
    algorithm = _algorithm(request.headers)
    pairs = form_of(request)
    if not _body_is_covered(request, is_form=pairs is not None) or _is_shifted(pairs or ()):
        return False
    good, said = False, _said(pairs or ())
    for secret in secrets.of(algorithm):
        for url in spellings(request.url.partition("#")[0]):
            good |= hmac.compare_digest(_made(url + said, secret, algorithm).encode(), given)
    return good


def form_of(request: Request) -> Pairs | None:
    """The form values as they came, empty ones too; None where the body is no form.

    Raises ValueError for broken UTF-8 and for more values than any webhook has. Cut once for each
    request, since a network waits meanwhile.
    """
    kept = vars(request)
    if CUT not in kept:
        kept[CUT] = _cut(request)
    return cast("Pairs | None", kept[CUT])


def _cut(request: Request) -> Pairs | None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return None
    return parse_qsl(
        request.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
    )


def spellings(url: str) -> tuple[str, ...]:
    """The address with and without its port: Twilio signs now one, now the other."""
    parts = urlsplit(url)
    if parts.port is None:
        netloc = f"{parts.netloc}:{USUAL_PORT[parts.scheme]}"
    else:
        netloc = parts.netloc.removesuffix(f":{parts.port}")
    return url, url.replace(f"://{parts.netloc}", f"://{netloc}", 1)


def _algorithm(headers: Mapping[str, str]) -> Algorithm:
    """What the signature was made with: SHA-1 where nothing is said. Raises for any unknown word."""
    settings = headers.get(SETTINGS_HEADER.lower(), "")
    if not settings.strip():
        return "sha1"
    named = dict(part.strip().partition("=")[::2] for part in settings.split(","))
    return ALGORITHMS[named["algorithm"].strip()]


def _body_is_covered(request: Request, *, is_form: bool) -> bool:
    """Whether the signature covers the body: as form values, or by the hash in the address."""
    hashes = parse_qs(urlsplit(request.url).query, keep_blank_values=True).get(BODY_HASH)
    if hashes is None:
        return is_form or not request.body
    made = hashlib.sha256(request.body).hexdigest()
    return len(hashes) == 1 and hmac.compare_digest(made.encode(), hashes[0].encode())


def _is_shifted(pairs: Pairs) -> bool:
    """Whether a known name was cut differently. No mark between name and value is signed, so that
    `FromCity=Juba` could be sent again as `From=CityJuba` or `FromCityJuba=`."""
    missing = tuple(NAMES - {name for name, _ in pairs})
    return any((name + value).startswith(missing) for name, value in pairs)
