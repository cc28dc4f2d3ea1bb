"""Which passwords an account may have, and how they are kept."""

import unicodedata
from pathlib import Path

from consult.common.errors import Refused, mark
from consult.people.records import Account
from consult.people.slow_hashes import matches, slow_hash

LEAST = 12
MOST = 200
FEWEST_SIGNS = 5

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())
ROW = "0123456789" * 20


def keep(account: Account, password: str, *, field: str = "password") -> None:
    """Give `account` this password. Raises Refused (at `field`) for one that is easily guessed."""
    if len(password) < LEAST:
        raise Refused(
            mark("This is too short. Letters and signs at least: %(least)s."), field=field, least=LEAST
        )
    if len(password) > MOST:
        raise Refused(mark("This is too long. Letters and signs at most: %(most)s."), field=field, most=MOST)
    plain = _one_form(password).casefold()
    own = {account.email.casefold(), account.name.casefold()}
    counted = plain in ROW or plain in ROW[::-1]
    if plain in COMMON or plain in own or counted or len(set(plain)) < FEWEST_SIGNS:
        raise Refused(
            mark("Many people use this password, so it is easily guessed. Please take another one."),
            field=field,
        )
    account.password_hash = slow_hash(_one_form(password))


def is_right(account: Account | None, password: str) -> bool:
    """Whether `password` is that of `account`. For nobody the same work is done."""
    return matches(account.password_hash if account else None, _one_form(password))


def _one_form(password: str) -> str:
    """One form for letters that keyboards write in several ways."""
    return unicodedata.normalize("NFKC", password)
