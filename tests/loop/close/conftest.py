from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loop.close.released import Released
from tests.loop.close.two_houses import Two


@pytest.fixture
def two(released: Released, tmp_path: Path) -> Iterator[Two]:
    houses = Two(released, tmp_path)
    yield houses
    houses.new.close()
    houses.database.close()
