"""Houses that are made quickly: `consult setup` runs whole in each, on a database that is migrated already.

Where the migrating is the point (test_setup, test_demo, test_run), nobody asks for this."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Migrated = Callable[[Path], None]


@pytest.fixture(scope="session")
def migrated(sqlite_template: Path) -> Migrated:
    """Lay the database that was migrated once into the folder of a house that is still to be set up."""

    def lay(folder: Path) -> None:
        (folder / "instance").mkdir()
        shutil.copy(sqlite_template, folder / "instance" / "consult.sqlite")

    return lay
