"""The house as it is really put together, on an empty database."""

import pytest
from flask import Flask

from tests.house.addresses import app_in


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_in(tmp_path_factory.mktemp("house"))
