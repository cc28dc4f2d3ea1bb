"""Webhooks bent by seed: what strangers, broken proxies and other accounts could bring to our doors.

Each is a body with headers and a path, and says what must come of it: refused (403), answered 200 with
nothing changed but a digest (signed and unreadable), or answered 200 as known already (a replay).
"""

import random
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import quote_plus, urlencode

from tests.faults.gate import FORM, INBOUND, NEXT, PUBLIC, STATUS, Pairs, a_report, a_text, sid
from tests.faults.network import ACCOUNT, SECRET
from tests.faults.signing import HEADER, signature

OLD = "the-" + "secret-" + "of-last-year"
BIG = b"Body=" + b"a" * (1024 * 1024)
MANY = b"&".join(b"p%d=1" % n for n in range(10_000))
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


class Must(StrEnum):
    """What has to come of a webhook."""

    BE_REFUSED = "be refused"
    BE_NOTED = "be noted"  # signed, and nobody can read it: a digest may stay, nothing else
    CHANGE_NOTHING = "change nothing"  # signed, whole and known already


@dataclass(frozen=True)
class Bent:
    how: str
    must: Must
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    """What the server in front says: host and scheme of the request."""


def whole(dice: random.Random, *, path: str = "") -> tuple[str, list[tuple[str, str]]]:
    """A path, and what a good webhook there would say. Nothing like it came before."""
    path = path or dice.choice([INBOUND, STATUS, f"{STATUS}?token=t{dice.randrange(99)}"])
    n = dice.randrange(10**9, 10**12)
    if path == INBOUND:
        return path, list(a_text(n, f"water {n} ä+م 👍").items())
    return path, list(a_report(dice.choice(["sent", "delivered", "failed"]), sid(n)).items())


def signed(
    path: str, pairs: Pairs, *, secret: str = SECRET, url: str = "", body: bytes | None = None
) -> Bent:
    made = signature(url or PUBLIC + path, pairs, secret)
    said = urlencode(pairs).encode() if body is None else body
    return Bent("", Must.BE_REFUSED, path, said, {"Content-Type": FORM, HEADER: made})


# Unsigned, wrongly signed, or signed for something else: refused.


def by_a_stranger(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    return signed(
        path, pairs, secret=dice.choice([OLD, "", ACCOUNT, SECRET + " ", SECRET[:-1], NEXT.upper()])
    )


def without_a_signature(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    came = signed(path, pairs)
    return replace(
        came, headers={"Content-Type": FORM, **dice.choice([{}, {HEADER: ""}, {"X-Signature": "x"}])}
    )


def with_a_mangled_signature(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    came = signed(path, pairs)
    made = came.headers[HEADER]
    at = dice.randrange(len(made) - 2)  # its last sign carries bits that nobody reads
    other = dice.choice("abcXYZ+/=é%".replace(made[at], ""))
    bent = dice.choice(
        [made[:at] + other + made[at + 1 :], made[:at], made + made, made.swapcase(), f"{made}\x7f"]
    )
    return replace(came, headers={**came.headers, HEADER: bent})


def for_another_address(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    urls = [
        PUBLIC.replace("https", "http"),
        PUBLIC + ":8443",
        PUBLIC + ":80",
        PUBLIC.replace("house", "horse"),
        PUBLIC + ".evil.example",
        PUBLIC + "/sms",
        PUBLIC.upper(),
        "https://user@house.example",
    ]
    return signed(path, pairs, url=dice.choice(urls) + path)


def for_another_path(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    other = dice.choice(
        [path + "/", path + "?a=1", path.replace("sms", "SMS"), path + "%20", STATUS + "?token=other"]
    )
    return signed(path, pairs, url=PUBLIC + (other if other != path else path + "?"))


def with_other_words(dice: random.Random) -> Bent:
    """Signed well, then a value, a name or a pair is another."""
    path, pairs = whole(dice)
    bent = list(pairs)
    at = dice.randrange(len(bent))
    name, value = bent[at]
    match dice.randrange(6):
        case 0:
            bent[at] = (name, value + "x")
        case 1:
            bent[at] = (name + "x", value)
        case 2:
            del bent[at]
        case 3:
            bent.append(("More", "1"))
        case 4:
            bent.append((name, value + "x"))
        case _:
            bent[at] = (name, f" {value}")
    return signed(path, pairs, body=urlencode(bent).encode())


def with_other_bytes(dice: random.Random) -> Bent:
    """Bytes that no form has: broken UTF-8, NUL, a marker, escapes that are none."""
    path, pairs = whole(dice)
    good = urlencode(pairs).encode()
    piece = dice.choice(
        [b"&a=\xff\xfe", b"&a=%FF", b"&a=%00", b"\x00", b"&\xef\xbb\xbf=1", b"&%=%zz", b";a=1"]
    )
    at = dice.choice([0, len(good)])
    return signed(path, pairs, body=good[:at] + piece + good[at:])


def of_another_kind(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    kinds = [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded2",
        "application/xml",
        "",
        "\u00e4/\u00f6",
        ";",
    ]
    came = signed(path, pairs)
    return replace(came, headers={**came.headers, "Content-Type": dice.choice(kinds)})


def too_much(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    body = dice.choice([BIG, MANY, MANY[:60_000]])
    return signed(path, pairs, body=body)


def repeated_without_end(dice: random.Random) -> Bent:
    """Signed as it is, with more values than any webhook has."""
    path, pairs = whole(dice)
    many = [*pairs, *((dice.choice(["Body", "p"]), str(n)) for n in range(600))]
    return signed(path, many)


def of_another_account(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    other = dice.choice(["AC" + "6" * 32, "", ACCOUNT.lower(), ACCOUNT + "0"])
    if dice.random() < 0.3:
        return signed(path, [pair for pair in pairs if pair[0] != "AccountSid"])
    if dice.random() < 0.3:
        return signed(path, [*pairs, ("AccountSid", other)])
    return signed(path, [(name, other if name == "AccountSid" else value) for name, value in pairs])


def by_another_hash(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    came = signed(path, pairs)
    said = dice.choice(
        ["algorithm=HMAC_SHA256", "algorithm=none", "key=a", "=", "algorithm=HMAC_MD5,key=x", ",,"]
    )
    return replace(came, headers={**came.headers, SETTINGS: said})


def with_a_hash_in_the_address(dice: random.Random) -> Bent:
    path, pairs = whole(dice, path=INBOUND)
    path = f"{path}?bodySHA256={dice.choice(['0' * 64, '', 'x', 'é'])}"
    return signed(quote_plus(path, safe="/?=&%"), pairs)


def of_noise(dice: random.Random) -> Bent:
    body = dice.randbytes(dice.randrange(300))
    made = b64encode(dice.randbytes(20)).decode()
    kind = dice.choice([FORM, "application/json", "text/plain"])
    return Bent("", Must.BE_REFUSED, whole(dice)[0], body, {"Content-Type": kind, HEADER: made})


# Signed, but no webhook of a text: answered 200, kept as a digest.


def signed_and_empty_of_sense(dice: random.Random) -> Bent:
    path, pairs = whole(dice)
    said = dict(pairs)
    match dice.randrange(8):
        case 0:
            del said["MessageSid"]
        case 1:
            said["MessageSid"] = dice.choice(["", "SM1", "XX" + "0" * 32, "SM" + "g" * 32, "\0", "a" * 5_000])
        case 2:
            said = {"AccountSid": ACCOUNT, "n": str(dice.randrange(10**9))}
        case 3 if path == INBOUND:
            said["From"] = dice.choice(["", "whatsapp:x", "a name", "+", "\u202e+44", "\0", "+" + "1" * 40])
        case 4 if path == INBOUND:
            del said["Body"]  # without its From it would look like one whose names were moved: refused
        case 5 if path != INBOUND:
            said["MessageStatus"] = dice.choice(["", "lost", "DELIVERED", "\0", "receiving"])
        case 6 if path != INBOUND:
            del said["MessageStatus"]
        case _:
            twice = [*pairs, ("MessageSid", sid(dice.randrange(10**12)))]
            return replace(signed(path, twice), must=Must.BE_NOTED)
    return replace(signed(path, list(said.items())), must=Must.BE_NOTED)


def about_a_text_of_nobody(dice: random.Random) -> Bent:
    path, pairs = whole(dice, path=f"{STATUS}?token=" + dice.choice(["t", "%00", "a" * 400, "é", "../x", ""]))
    return replace(signed(quote_plus(path, safe="/?=&%."), pairs), must=Must.BE_NOTED)


def brought_once_more(dice: random.Random) -> Bent:
    """What the test brought before it began, by either secret, from any host in front."""
    pairs = list(a_text(1, "known already").items())
    came = signed(INBOUND, pairs, secret=dice.choice([SECRET, NEXT]))
    host = dice.choice(["house.example", "evil.example", "house.example:8443", "127.0.0.1", "[::1]"])
    forwarded = dice.choice([{}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}])
    more = {"base_url": dice.choice(["http", "https"]) + f"://{host}"}
    return replace(came, must=Must.CHANGE_NOTHING, headers={**came.headers, **forwarded}, more=more)


WAYS: tuple[Callable[[random.Random], Bent], ...] = (
    *(by_a_stranger, without_a_signature, with_a_mangled_signature, for_another_address, for_another_path),
    *(with_other_words, with_other_words, with_other_bytes, of_another_kind, too_much, repeated_without_end),
    *(of_another_account, by_another_hash, with_a_hash_in_the_address, of_noise),
    *(signed_and_empty_of_sense, about_a_text_of_nobody, brought_once_more),
)


def bent(dice: random.Random) -> Bent:
    """One of them, by chance."""
    way = dice.choice(WAYS)
    return replace(way(dice), how=way.__name__)
