"""Long enough, not one that everybody takes; no other rule."""

import pytest

from consult.common.errors import Refused
from consult.people import passwords
from consult.people.records import Account


@pytest.fixture
def account() -> Account:
    return Account(email="nadia.of.tesfa@example.org", name="Nadia of Tesfa")


@pytest.mark.parametrize(
    "password", ["seven small boats", "x7" + "kq!" * 21, "ሰባት ትንሽ ጀልባዎች አሉ", "abcde" * 40]
)
def test_long_ones_are_taken_in_any_script(account: Account, password: str) -> None:
    passwords.keep(account, password)
    assert passwords.is_right(account, password)
    assert not passwords.is_right(account, password + " ")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "eleven sign",
        "Password1234",
        "QWERTYUIOP123",
        "".join(str(n % 10) for n in range(1, 13)),
        "".join(str(n % 10) for n in range(20, 5, -1)),
        "aaaaaaaaaaaaaa",
        "abababababab",
        "Nadia.of.Tesfa@example.org",
        "nadia of tesfa",
        "a long sentence " * 20,
    ],
)
def test_short_and_common_ones_are_refused(account: Account, password: str) -> None:
    with pytest.raises(Refused) as refused:
        passwords.keep(account, password)
    assert refused.value.field == "password"
    assert account.password_hash is None


def test_the_same_password_is_kept_differently_each_time(account: Account) -> None:
    passwords.keep(account, "seven small boats")
    first = account.password_hash
    passwords.keep(account, "seven small boats")
    assert first != account.password_hash


def test_nobody_s_password_is_never_right() -> None:
    assert not passwords.is_right(None, "")
    assert not passwords.is_right(Account(), "seven small boats")
