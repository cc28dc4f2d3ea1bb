"""A small list of languages with one that no library knows."""

from pathlib import Path

import pytest

from tests.languages.juba import write_juba


@pytest.fixture
def juba(tmp_path: Path) -> Path:
    """A translations folder with English, Arabic and Juba Arabic (pga, Latin letters, own months)."""
    return write_juba(tmp_path / "translations")
