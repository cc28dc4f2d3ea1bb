"""The house as it is really put together, on an empty database."""

import pytest
from flask import Flask

from consult.app import create_app
from consult.common.vault import make_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.settings import Settings


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("house")
    settings = Settings(database_url=f"sqlite:///{folder / 'a.sqlite'}", keys_file=folder / "keys.json")
    make_keys(settings.keys_file)
    database = Database.at(settings.database_url)
    upgrade(database)
    database.close()
    return create_app(settings)
