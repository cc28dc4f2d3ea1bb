"""`consult languages`: the list, and a language of the house's own."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.languages.gather import gather
from tests.cli.conftest import Migrated


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_a_language_is_added_to_a_house_and_stands_on_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("consult.cli.languages.gather", cache(gather))  # the code does not change between
    migrated(tmp_path)
    assert run("setup", "--email", "gita@example.org").exit_code == 0
    own = ("qaa", "Leb Tesfa", "--rtl", "--fallback", "fr", "--keyword", "menu", "kwena")
    refused = run("languages", "add", *own, "--by", "nobody@example.org")
    assert (refused.exit_code, "No account" in refused.stderr) == (1, True)
    done = run("languages", "add", *own, "--by", "gita@example.org")
    assert (done.exit_code, "/people/languages/qaa" in done.stdout) == (0, True), done.output
    listed = run("languages", "list").stdout.splitlines()
    assert "qaa  Leb Tesfa  rtl  qaa → fr  0 sentences of this house, a draft" in listed
    assert any(line.startswith("ach  ") and line.endswith("a draft") for line in listed)
    monkeypatch.setattr("consult.cli.languages.without_danger_place", lambda *_, **said: [said["language"]])
    ends = "a draft, communities that do not say in it where to go in danger: 1"
    assert [line.endswith(ends) for line in run("languages", "list").stdout.splitlines()][-1]
