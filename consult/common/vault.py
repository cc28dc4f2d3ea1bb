"""Keys and what is done with them: encrypt bound to a row, look up, pepper, seal.

The key file stands outside the database and its backups. Without it every number is lost;
with it and the database, nothing is hidden. Each purpose has its own keys, each with a
version, so that one can be turned without the others.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PURPOSES = ("lookup", "data", "receipts", "audit", "cookies")
CURVE = ec.SECP256R1()
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT_BYTES = 65


class KeysMissing(Exception):  # noqa: N818 - said to the operator as it stands
    """No usable key file. The text says what to do."""


class Vault:
    """The keys in memory. `keys[purpose]` maps version (1, 2, …) to 32 bytes."""

    def __init__(self, keys: dict[str, dict[int, bytes]]) -> None:
        for purpose in PURPOSES:
            if not keys.get(purpose):
                raise KeysMissing(f"The key file has no key for {purpose}.")
        self._keys = keys

    def __repr__(self) -> str:
        return "<Vault>"

    def _newest(self, purpose: str) -> tuple[int, bytes]:
        version = max(self._keys[purpose])
        return version, self._keys[purpose][version]

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._newest(purpose)[1], text.encode(), hashlib.sha256).hexdigest()

    def lookup(self, what: str, text: str) -> str:
        """The keyed hash under which `text` (say a number) is found; `what` keeps kinds apart."""
        return self._mac("lookup", f"{what}|{text}")

    def lookups(self, what: str, text: str) -> list[str]:
        """The keyed hashes of every key version, newest first, for finding during a turn of keys."""
        newest_first = sorted(self._keys["lookup"].items(), reverse=True)
        return [
            hmac.new(key, f"{what}|{text}".encode(), hashlib.sha256).hexdigest() for _, key in newest_first
        ]

    def seal(self, text: str, *, row: UUID, column: str) -> bytes:
        """As `seal_bytes`, for words."""
        return self.seal_bytes(text.encode(), row=row, column=column)

    def open(self, sealed: bytes, *, row: UUID, column: str) -> str:
        """The text that `seal` closed. Raises InvalidTag when moved, changed or of a lost key."""
        return self.open_bytes(sealed, row=row, column=column).decode()

    def seal_bytes(self, plain: bytes, *, row: UUID, column: str) -> bytes:
        """Encrypt `plain` for one row and column; moved elsewhere it no longer opens.

        Form: one byte key version, twelve bytes nonce, then AES-256-GCM.
        """
        version, key = self._newest("data")
        nonce = os.urandom(12)
        return bytes([version]) + nonce + AESGCM(key).encrypt(nonce, plain, _bound(row, column))

    def open_bytes(self, sealed: bytes, *, row: UUID, column: str) -> bytes:
        """What `seal_bytes` closed. Raises InvalidTag when moved, changed or of a lost key."""
        key = self._keys["data"].get(sealed[0])
        if key is None:
            raise InvalidTag
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], _bound(row, column))

    def sealing_key(self, row: UUID) -> bytes:
        """What a phone needs to close words that only this vault opens: one byte key version, then
        the public point (65 bytes, P-256). The private half is derived from `row` and kept nowhere."""
        version, _ = self._newest("data")
        public = self._private(version, row).public_key()
        return bytes([version]) + public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open_from_outside(self, sealed: bytes, *, row: UUID, about: str) -> bytes:
        """What a phone closed with `sealing_key`, for `row` and `about` alone. Raises InvalidTag.

        Form: one byte key version, the phone's public point (65 bytes), twelve bytes nonce, then
        AES-256-GCM under HKDF-SHA256 of the shared secret.
        """
        if len(sealed) <= 1 + POINT_BYTES + 12 or sealed[0] not in self._keys["data"]:
            raise InvalidTag
        try:
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sealed[1 : 1 + POINT_BYTES])
        except ValueError:
            raise InvalidTag from None
        shared = self._private(sealed[0], row).exchange(ec.ECDH(), theirs)
        key = HKDF(SHA256(), 32, salt=b"", info=b"consult sealed outside").derive(shared)
        rest = sealed[1 + POINT_BYTES :]
        return AESGCM(key).decrypt(rest[:12], rest[12:], _bound(row, about))

    def _private(self, version: int, row: UUID) -> ec.EllipticCurvePrivateKey:
        """The private key of `row`: from twice as many bytes as the curve needs, so that it is even."""
        wide = HKDF(SHA256(), 64, salt=b"", info=b"seal|" + row.bytes).derive(self._keys["data"][version])
        return ec.derive_private_key(int.from_bytes(wide, "big") % (CURVE_ORDER - 1) + 1, CURVE)

    def pepper(self, verifier: str) -> str:
        """The secret half of a receipt, keyed before it is hashed: a stolen database tells nothing."""
        return self._mac("receipts", verifier)

    def audit_mac(self, text: str) -> str:
        return self._mac("audit", text)

    def cookie_key(self, what: str = "cookie") -> str:
        """A key for signed cookies and signed form fields; `what` keeps uses apart."""
        return self._mac("cookies", what)


def _bound(row: UUID, column: str) -> bytes:
    return f"{column}|{row.hex}".encode()


def passing_vault() -> Vault:
    """Keys of its own that stand in memory alone: what they close is lost with them."""
    return Vault({purpose: {1: secrets.token_bytes(32)} for purpose in PURPOSES})


def make_keys(path: Path) -> bool:
    """Write a new key file, readable by its owner alone. Never overwrites; returns whether it wrote."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {purpose: {"1": base64.b64encode(secrets.token_bytes(32)).decode()} for purpose in PURPOSES}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({"keys": keys}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return True


def read_keys(path: Path) -> Vault:
    """The vault of the key file. Raises KeysMissing with a sentence for the operator."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeysMissing(f"Others can read the key file {path}. Run: chmod 600 {path}")
        data = json.loads(path.read_text())
        return Vault(
            {
                purpose: {int(version): base64.b64decode(key) for version, key in versions.items()}
                for purpose, versions in data["keys"].items()
            }
        )
    except FileNotFoundError:
        raise KeysMissing(f"There is no key file at {path}. Run: consult setup") from None
    except (KeyError, ValueError, AttributeError):
        raise KeysMissing(f"The key file {path} cannot be read as keys.") from None
