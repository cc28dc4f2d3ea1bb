"""A box that only the holder of one private key opens: for what one house hands over to another.

X25519 with a key made for this one box, HKDF-SHA256, ChaCha20-Poly1305, all from the library that keeps our
other keys. Whoever made the box is not proved by it: its check number is compared by voice.
"""

import base64
import hashlib
import os
import zlib
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from consult.common.errors import Refused, mark

MAGIC = b"consult hand-over 1\n"
MARK = "consult-key-1 "
"""Before a public key in writing, so that nothing else is taken for one."""
MOST = 2**30
"""Bytes that a box may hold: one that swells to more is none of ours."""


def make_private(path: Path) -> X25519PrivateKey:
    """The private key at `path`, made where there is none: readable by its owner alone, never overwritten."""
    if path.exists():
        return read_private(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = X25519PrivateKey.generate()
    raw = made.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(raw) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return made


def read_private(path: Path) -> X25519PrivateKey:
    try:
        if path.stat().st_mode & 0o077:
            raise Refused(
                mark("Others can read the key file %(file)s. Run: chmod 600 %(file)s"), file=str(path)
            )
        return X25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes().strip(), validate=True))
    except FileNotFoundError:
        raise Refused(mark("There is no key for hand-overs here yet. Run: consult handover key")) from None
    except ValueError:
        raise Refused(mark("The key file %(file)s cannot be read as a key."), file=str(path)) from None


def in_writing(public: X25519PublicKey) -> str:
    """A public key as one line."""
    return MARK + base64.b64encode(_raw(public)).decode()


def read_public(text: str) -> X25519PublicKey:
    """The key of a line that `in_writing` wrote. Raises Refused."""
    text = " ".join(text.split())
    try:
        if text.startswith(MARK):
            return X25519PublicKey.from_public_bytes(base64.b64decode(text[len(MARK) :], validate=True))
    except ValueError:
        pass
    raise Refused(
        mark("This is no key of another house. It is one line and begins with consult-key-1."), field="key"
    )


def fingerprint(public: X25519PublicKey) -> str:
    """Twenty digits in groups of five, to be compared by voice in any language."""
    return spoken(hashlib.sha256(_raw(public)).digest())


def check_number(box: bytes) -> str:
    """Twenty digits of a whole box: the same on both sides, or it is another one."""
    return spoken(hashlib.sha256(box).digest())


def spoken(digest: bytes) -> str:
    digits = f"{int.from_bytes(digest[:16], 'big') % 10**20:020}"
    return " ".join(digits[at : at + 5] for at in range(0, 20, 5))


def close(plain: bytes, *, to: X25519PublicKey) -> bytes:
    """`plain`, pressed together and closed for the holder of `to` alone."""
    once = X25519PrivateKey.generate()
    head = MAGIC + _raw(once.public_key())
    key = _key(once.exchange(to), head, to)
    # The key serves this box alone, so that its number need not differ from another's.
    return head + ChaCha20Poly1305(key).encrypt(bytes(12), zlib.compress(plain, 9), head)


def open_box(box: bytes, *, private: X25519PrivateKey) -> bytes:
    """What `close` put in. Raises Refused with one sentence: no box, another's box, broken or cut off."""
    length = len(MAGIC) + 32
    if not box.startswith(MAGIC) or len(box) <= length:
        raise Refused(mark("This file is no pack of a hand-over, or only its beginning."))
    head = box[:length]
    theirs = X25519PublicKey.from_public_bytes(head[len(MAGIC) :])
    try:
        key = _key(private.exchange(theirs), head, private.public_key())
        pressed = ChaCha20Poly1305(key).decrypt(bytes(12), box[length:], head)
    except (InvalidTag, ValueError):
        raise Refused(
            mark(
                "This pack does not open: it was made for another key, or the file is broken or cut off."
                " Nothing was taken."
            )
        ) from None
    unpress = zlib.decompressobj()
    try:
        plain = unpress.decompress(pressed, MOST)
    except zlib.error:
        plain = b""
    if not unpress.eof:
        raise Refused(mark("This file is no pack of a hand-over, or only its beginning."))
    return plain


def _key(shared: bytes, head: bytes, to: X25519PublicKey) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=head + _raw(to)).derive(shared)


def _raw(public: X25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
