"""Every setting is described, and nothing is described that does not exist."""

import re
import tomllib
from dataclasses import fields

from consult.settings import Settings, read_settings, variable
from tests.house.source import TREE


def test_every_setting_has_its_row_and_every_row_its_setting() -> None:
    page = (TREE / "docs" / "settings.md").read_text()
    described = re.findall(r"^\| `([A-Z_]+)` ", page, flags=re.MULTILINE)
    assert sorted(described) == sorted(variable(each.name) for each in fields(Settings))


def test_the_example_names_every_setting_and_is_the_default(tmp_path) -> None:  # type: ignore[no-untyped-def]
    example = (TREE / "instance" / "consult.example.toml").read_text()
    spoken = re.sub(r"^# (\w+ = )", r"\1", example, flags=re.MULTILINE)
    assert set(tomllib.loads(spoken)) == {each.name for each in fields(Settings)}
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "consult.toml").write_text(example)
    assert read_settings({}, tmp_path) == Settings()
