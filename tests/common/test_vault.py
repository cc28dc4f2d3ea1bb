"""The vault: bound to its row, found by a keyed hash, keys apart and never overwritten."""

import json
import stat
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from consult.common.vault import PURPOSES, KeysMissing, Vault, make_keys, read_keys
from tests.cast import number
from tests.web.helpers.conftest import sealed_to


def test_what_is_sealed_opens_in_its_row_and_column_alone(vault: Vault) -> None:
    row = uuid4()
    sealed = vault.seal(number(1), row=row, column="contact_point.number")
    assert vault.open(sealed, row=row, column="contact_point.number") == number(1)
    with pytest.raises(InvalidTag):
        vault.open(sealed, row=uuid4(), column="contact_point.number")
    with pytest.raises(InvalidTag):
        vault.open(sealed, row=row, column="inbound.sealed")
    with pytest.raises(InvalidTag):
        vault.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), row=row, column="contact_point.number")


def test_the_same_number_is_never_sealed_the_same_way_twice(vault: Vault) -> None:
    row = uuid4()
    assert vault.seal("a", row=row, column="c") != vault.seal("a", row=row, column="c")


def test_a_lookup_finds_without_telling_and_keeps_kinds_apart(vault: Vault) -> None:
    assert vault.lookup("phone", number(1)) == vault.lookup("phone", number(1))
    assert vault.lookup("phone", number(1)) != vault.lookup("phone", number(2))
    assert vault.lookup("phone", number(1)) != vault.lookup("tombstone", number(1))
    assert number(1) not in vault.lookup("phone", number(1))


def test_each_purpose_has_a_key_of_its_own(vault: Vault, tmp_path: Path) -> None:
    keys = json.loads((tmp_path / "keys.json").read_text())["keys"]
    assert set(keys) == set(PURPOSES)
    assert len({key for versions in keys.values() for key in versions.values()}) == len(PURPOSES)
    told = {vault.lookup("x", "a"), vault.pepper("a"), vault.audit_mac("a"), vault.cookie_key("a")}
    assert len(told) == 4


def test_an_older_key_still_opens_and_finds_while_the_newest_seals() -> None:
    row, old = uuid4(), {purpose: {1: bytes(32)} for purpose in PURPOSES}
    before = Vault(old)
    sealed, found = before.seal("a", row=row, column="c"), before.lookup("phone", "a")
    turned = Vault({purpose: {1: bytes(32), 2: bytes([7]) * 32} for purpose in PURPOSES})
    assert turned.open(sealed, row=row, column="c") == "a"
    assert turned.lookups("phone", "a") == [turned.lookup("phone", "a"), found]
    with pytest.raises(InvalidTag):
        before.open(turned.seal("a", row=row, column="c"), row=row, column="c")


def test_the_vault_shows_nothing_of_itself(vault: Vault) -> None:
    assert repr(vault) == "<Vault>"


def test_keys_are_for_their_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "keys.json"
    assert make_keys(file)
    first = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not make_keys(file)
    assert file.read_bytes() == first


def test_a_key_file_that_is_missing_open_to_others_or_broken_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    with pytest.raises(KeysMissing, match="Run: consult setup"):
        read_keys(file)
    make_keys(file)
    file.chmod(0o640)
    with pytest.raises(KeysMissing, match="chmod 600"):
        read_keys(file)
    file.chmod(0o600)
    file.write_text("{}")
    with pytest.raises(KeysMissing, match="cannot be read as keys"):
        read_keys(file)
    file.write_text('{"keys": {"lookup": {}}}')
    with pytest.raises(KeysMissing, match="no key for lookup"):
        read_keys(file)


def test_what_a_phone_seals_opens_for_its_link_and_record_alone(vault: Vault) -> None:
    row, public = uuid4(), vault.sealing_key
    assert len(public(row)) == 66
    assert public(row) == public(row) != public(uuid4())
    sealed = sealed_to(public(row), "words", key="one", row=row.hex)
    assert vault.open_from_outside(sealed, row=row, about="one") == b"words"
    for wrong_row, about in ((uuid4(), "one"), (row, "two")):
        with pytest.raises(InvalidTag):
            vault.open_from_outside(sealed, row=wrong_row, about=about)
    for broken in (
        b"",
        sealed[:60],
        bytes([9]) + sealed[1:],
        sealed[:1] + bytes(65) + sealed[66:],
        sealed[:-1],
    ):
        with pytest.raises(InvalidTag):
            vault.open_from_outside(broken, row=row, about="one")
