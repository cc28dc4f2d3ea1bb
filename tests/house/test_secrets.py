"""No number of a person, no secret, no place of a machine stands in what git keeps."""

import re
from pathlib import Path

from tests.house.source import TREE, tracked

PHONE = re.compile(r"(?<![\w.+-])\+\d[\d .()-]{6,}\d|(?<![\w.-])00[1-9]\d{8,}|(?<![\w.-])07\d{8,9}(?![\w.])")
SECRET = re.compile(
    r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|\bAC[0-9a-f]{32}\b"
    r"|(?i:secret|password|token|api_?key)\w*[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
)
ADDRESS = re.compile(r"--(extra-)?index-url|--find-(?:links)|https?://[^\s\"]+\.(whl|tar\.gz)")
MACHINE = re.compile(r"(?<![\w.])/(root|work|home/[a-z]+)/")
LEFT = re.compile(r"\b(TODO|FIXME|XXX)\b")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".po",
    ".pot",
    ".svg",
    ".mako",
    ".csv",
    ".jsonl",
    ".json",
    "",
}
THIS = Path(__file__)


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where `pattern` stands: file and line, never the match itself."""
    places = []
    for path in tracked():
        if path.suffix not in TEXT or path == THIS:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            if pattern.search(line) and "sha256:" not in line:
                places.append(f"{path.relative_to(TREE)}:{number}")
    return places


def test_no_telephone_number_is_written_down() -> None:
    assert not found(PHONE)


def test_no_secret_is_written_down() -> None:
    assert not found(SECRET)


def test_no_registry_and_no_machine_is_named() -> None:
    assert not found(ADDRESS)
    assert not found(MACHINE)


def test_nothing_is_left_for_later_in_a_mark() -> None:
    assert not found(LEFT)


def test_the_patterns_bite() -> None:
    assert PHONE.search("call +44 7700" + " 900123")
    assert PHONE.search("0044" + "7700900123")
    assert not PHONE.search("+3 days, 2027-06-04, 4821 0957 3364 1187")
    assert SECRET.search('auth_token = "' + "a" * 32 + '"')
    assert not SECRET.search("token=token")
    assert ADDRESS.search("--find-" + "links /somewhere")
    assert MACHINE.search("cd /" + "root/x")
