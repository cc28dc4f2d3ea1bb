"""Settings: the environment wins, and what cannot be used stops the start with a sentence."""

from pathlib import Path

import pytest

from consult.settings import Settings, SettingsWrong, read_settings


def test_without_anything_said_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'public_url = "https://a.example.org/"\nsmall_cell = 12')
    assert read_settings({}, tmp_path).public_url == "https://a.example.org"
    both = read_settings({"CONSULT_PUBLIC_URL": "http://b.example.org"}, tmp_path)
    assert (both.public_url, both.small_cell, both.secure) == ("http://b.example.org", 12, False)


def test_a_server_database_is_reached_by_its_driver(tmp_path: Path) -> None:
    settings = read_settings({"CONSULT_DATABASE_URL": "postgresql://db/consult"}, tmp_path)
    assert settings.database_url == "postgresql+psycopg://db/consult"
    assert not settings.sqlite


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMALL_CELL", "9", "may only be raised"),
        ("SMALL_CELL", "ten", "whole number"),
        ("PUBLIC_URL", "consult.example.org", "must begin with"),
        ("QUEUE", "rabbits", "rabbits"),
        ("PROVIDERS", "pigeon", "pigeon"),
        ("PROVIDERS", ",", "provider"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsWrong, match=said):
        read_settings({f"CONSULT_{name}": value}, tmp_path)


@pytest.mark.parametrize("written", ["colour = 'blue'", "this is no toml"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, written: str) -> None:
    write(tmp_path, written)
    with pytest.raises(SettingsWrong):
        read_settings({}, tmp_path)


def write(folder: Path, text: str) -> None:
    (folder / "instance").mkdir()
    (folder / "instance" / "consult.toml").write_text(text)
