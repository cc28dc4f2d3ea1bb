"""Exactly the providers that the settings name are on the shelf, each under its own name."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from consult.common.vault import Vault
from consult.providers.shelf import take_down, twilio_account
from consult.providers.twilio.signing import Secrets
from consult.settings import Settings
from tests.cast import number


def test_the_named_providers_are_taken_down(vault: Vault, tmp_path: Path) -> None:
    settings = Settings(keys_file=tmp_path / "keys.json", providers=("console",))
    shelf = take_down(settings, vault, lambda: datetime(2027, 6, 4, tzinfo=UTC))
    assert {name: provider.name for name, provider in shelf.items()} == {"console": "console"}


def test_twilio_sends_with_the_key_where_there_is_one(vault: Vault, tmp_path: Path) -> None:
    settings = Settings(
        keys_file=tmp_path / "keys.json",
        providers=("console", "twilio"),
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="hidden one",
        twilio_auth_token_next="hidden two",
        twilio_from=number(900),
    )
    shelf = take_down(settings, vault, lambda: datetime(2027, 6, 4, tzinfo=UTC))
    assert {name: provider.name for name, provider in shelf.items()} == {
        "console": "console",
        "twilio": "twilio",
    }
    account = twilio_account(settings)
    assert (account.user, account.password) == (settings.twilio_account_sid, "hidden one")
    assert account.secrets == Secrets(("hidden one", "hidden two"))
    assert "hidden" not in repr(account)
    key = replace(settings, twilio_api_key="SK1", twilio_api_secret="hidden key", twilio_shared_key="shared")
    account = twilio_account(key)
    assert (account.user, account.password) == ("SK1", "hidden key")
    assert account.secrets == Secrets(("hidden one", "hidden two"), ("shared",))
