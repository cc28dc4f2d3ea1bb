"""What a file makes once for all its tests is made once in a run, however many processes it has."""

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def makers(of_the_run: Path) -> Path:
    file = of_the_run / "makers"
    with file.open("a") as made:
        made.write("made\n")
    return file


@pytest.mark.parametrize("each", range(6))
def test_it_is_made_once(makers: Path, each: int) -> None:
    assert makers.read_text() == "made\n"
