"""Hashes that are slow on purpose, for passwords and receipt codes.

Whoever knows nothing learns nothing from the time: an unknown name costs the same work.
"""

from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import Type

TIME_COST = 2
MEMORY_KIB = 19 * 1024
HASHER = PasswordHasher(
    time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def _plain(octets: bytes) -> str:
    return b64encode(octets).decode().rstrip("=")


NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={TIME_COST},p=1${_plain(bytes(16))}${_plain(bytes(32))}"
"""A hash that nothing matches and that costs as much to try as a real one."""


def slow_hash(secret: str) -> str:
    """Argon2id with a salt of its own."""
    return HASHER.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Whether `secret` is what `kept` was made from. Without `kept`: the same work, and no."""
    try:
        return HASHER.verify(kept or NOBODY, secret) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False
