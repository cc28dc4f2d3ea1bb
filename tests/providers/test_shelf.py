"""Exactly the providers that the settings name are on the shelf, each under its own name."""

from datetime import UTC, datetime
from pathlib import Path

from consult.common.vault import Vault
from consult.providers.shelf import take_down
from consult.settings import Settings


def test_the_named_providers_are_taken_down(vault: Vault, tmp_path: Path) -> None:
    settings = Settings(keys_file=tmp_path / "keys.json", providers=("console",))
    shelf = take_down(settings, vault, lambda: datetime(2027, 6, 4, tzinfo=UTC))
    assert {name: provider.name for name, provider in shelf.items()} == {"console": "console"}
