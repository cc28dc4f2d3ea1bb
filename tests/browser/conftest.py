"""The sample, built once, served from this process, and looked at by everybody in it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.app import build_house, create_app
from consult.cli.demo.place import read_place
from consult.cli.demo.rehearsal import Rehearsal
from consult.common.vault import make_keys
from consult.loop.collect.records import Consultation
from consult.settings import Settings
from tests.browser.sample import LANGUAGES, Sample
from tests.browser.walking import Walk, Walker


@pytest.fixture(scope="session")
def sample(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample on a free port. Its consultation speaks every language, the pseudo-languages too."""
    folder = tmp_path_factory.mktemp("sample")
    file = folder / "consult.sqlite"
    shutil.copy(sqlite_template, file)
    settings = Settings(database_url=f"sqlite:///{file}", keys_file=folder / "keys.json")
    make_keys(settings.keys_file)
    house = build_house(settings)
    rehearsal = Rehearsal(house, read_place())
    for step in rehearsal.steps():
        step()
    with house.database.work() as session:
        session.scalars(select(Consultation)).one().languages = list(LANGUAGES)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Sample(f"http://127.0.0.1:{server.server_port}", app, rehearsal.password)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["consult"].database.close()
    house.database.close()


@pytest.fixture(scope="session")
def walk_of(browser: Browser, sample: Sample) -> Callable[[str], Walk]:
    """What somebody of the sample meets on every page that they can reach; each walks once."""

    @cache
    def walk(who: str) -> Walk:
        with Walker(browser, sample, who) as walker:
            return walker.walk()

    return walk
