"""Settings: the environment wins, and what cannot be used stops the start with a sentence."""

from pathlib import Path

import pytest

from consult.settings import Settings, SettingsWrong, read_settings
from tests.cast import number


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


def test_pace_price_and_budget_of_texts_are_numbers(tmp_path: Path) -> None:
    said = {"SEGMENTS_PER_SECOND": "10", "SEGMENT_PRICE": "0.05 USD", "SMS_BUDGET": "9000"}
    settings = read_settings({f"CONSULT_{name}": value for name, value in said.items()}, tmp_path)
    assert settings.segments_per_second == 10.0
    assert (settings.segment_price, settings.sms_budget) == ("0.05 USD", 9000)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMALL_CELL", "9", "may only be raised"),
        ("SMALL_CELL", "ten", "whole number"),
        ("DATABASE_URL", "consult.sqlite", "must begin with sqlite:///"),
        ("DATABASE_URL", "mysql://db/consult", "or postgresql://"),
        ("PUBLIC_URL", "consult.example.org", "must begin with"),
        ("PUBLIC_URL", "http://[", "then the host"),
        ("QUEUE", "rabbits", "rabbits. Choose embedded or procrastinate"),
        ("QUEUE", "procrastinate", "needs PostgreSQL"),
        ("PROVIDERS", "console,pigeon", "pigeon. There are console and twilio"),
        ("PROVIDERS", ",", "must name a provider: console or twilio"),
        ("SEGMENTS_PER_SECOND", "0", "more than 0"),
        ("SEGMENTS_PER_SECOND", "nan", "more than 0"),
        ("SEGMENTS_PER_SECOND", "fast", "must be a number"),
        ("SEGMENT_PRICE", "5 cents", "a currency"),
        ("SMS_BUDGET", "-1", "less than 0"),
        ("SMS_BUDGET", "much", "whole number"),
        ("SMTP_URL", "mail.example.org:25", "must be smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:many", "must be smtp://"),
        ("SMTP_URL", "smtp://user:" + "pass@mail.example.org", "unprotected"),
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


ACCOUNT = "AC" + "0" * 32
TWILIO = {
    "CONSULT_PROVIDERS": "twilio",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "words that nobody else may see",
    "TWILIO_FROM": number(900),
}


def test_twilio_is_let_through_with_all_it_needs(tmp_path: Path) -> None:
    settings = read_settings(TWILIO, tmp_path)
    assert (settings.providers, settings.twilio_api_url) == (("twilio",), "https://api.twilio.com")
    assert read_settings({**TWILIO, "TWILIO_FROM": "70123"}, tmp_path).twilio_sender == "70123"
    service = "MG" + "a" * 32
    for number_too in (TWILIO, {**TWILIO, "TWILIO_FROM": ""}):
        given = {**number_too, "TWILIO_MESSAGING_SERVICE_SID": service}
        assert read_settings(given, tmp_path).twilio_sender == service


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCOUNT_SID", ""),
        ("AUTH_TOKEN", ""),
        ("FROM", ""),
        ("ACCOUNT_SID", "AC1"),
        ("FROM", "BANK"),
        ("MESSAGING_SERVICE_SID", "MG1"),
        ("API_KEY", "SK1"),
        ("API_SECRET", "alone"),
        ("API_URL", "http://api.twilio.com"),
        ("API_URL", "http://127.0.0.1@example.org"),
        ("API_URL", "http://[::1"),
    ],
)
def test_without_what_twilio_needs_nothing_starts(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsWrong, match=f"TWILIO_{name}") as wrong:
        read_settings({**TWILIO, f"TWILIO_{name}": value}, tmp_path)
    assert TWILIO["TWILIO_AUTH_TOKEN"] not in str(wrong.value)


def test_what_is_secret_is_never_shown(tmp_path: Path) -> None:
    secret = dict.fromkeys(("AUTH_TOKEN_NEXT", "SHARED_KEY", "API_KEY", "API_SECRET"), "hidden")
    given = {**TWILIO, **{f"TWILIO_{name}": value for name, value in secret.items()}}
    given["CONSULT_SMTP_URL"] = "smtps://user:" + "hidden@mail.example.org"
    shown = repr(read_settings(given, tmp_path))
    assert "hidden" not in shown
    assert TWILIO["TWILIO_AUTH_TOKEN"] not in shown


@pytest.mark.parametrize(
    "here", ["http://127.0.0.1:7000", "http://localhost:7000/", "http://[::1]:7000", "https://127.8.8.8"]
)
def test_another_time_is_only_for_rehearsals(tmp_path: Path, here: str) -> None:
    clock = {"CONSULT_CLOCK": "clock"}
    assert read_settings(clock, tmp_path).clock == Path("clock")
    assert read_settings({**TWILIO, **clock, "TWILIO_API_URL": here}, tmp_path).clock == Path("clock")
    for real in ("https://api.twilio.com", "https://127.0.0.1.example.org", "https://localhost.example.org"):
        with pytest.raises(SettingsWrong, match="CONSULT_CLOCK"):
            read_settings({**TWILIO, **clock, "TWILIO_API_URL": real}, tmp_path)


def test_a_file_that_is_no_settings_is_told_in_a_sentence(tmp_path: Path) -> None:
    write(tmp_path, "public_url")
    file = tmp_path / "instance" / "consult.toml"
    for content in (b"public_url", b'public_url = "\xff"'):
        file.write_bytes(content)
        with pytest.raises(SettingsWrong, match=r"consult\.toml cannot be read"):
            read_settings({}, tmp_path)


def write(folder: Path, text: str) -> None:
    (folder / "instance").mkdir()
    (folder / "instance" / "consult.toml").write_text(text)
