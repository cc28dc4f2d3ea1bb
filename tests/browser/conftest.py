"""The sample, built once, served from this process, and looked at by everybody in it."""

import fcntl
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.app import build_house, create_app
from consult.cli.demo.place import read_place
from consult.cli.demo.rehearsal import Rehearsal
from consult.common.vault import make_keys
from consult.loop.collect.records import Consultation
from consult.settings import Settings
from tests.browser.sample import LANGUAGES, Sample

DATABASE, KEYS, PASSWORD = "consult.sqlite", "keys.json", "password"


def settings_in(folder: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{folder / DATABASE}", keys_file=folder / KEYS)


def build(folder: Path, template: Path) -> None:
    """Its consultation speaks every language, the pseudo-languages too."""
    settings = settings_in(folder)
    shutil.copy(template, folder / DATABASE)
    make_keys(settings.keys_file)
    house = build_house(settings)
    rehearsal = Rehearsal(house, read_place())
    for step in rehearsal.steps():
        step()
    with house.database.work() as session:
        session.scalars(select(Consultation)).one().languages = list(LANGUAGES)
    house.database.close()
    (folder / PASSWORD).write_text(rehearsal.password)


@pytest.fixture(scope="session")
def built(sqlite_template: Path, of_the_run: Path) -> Path:
    """Where the sample lies: the first process of this run that needs it builds it for all of them."""
    folder = of_the_run / "built"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / PASSWORD).exists():
            build(folder, sqlite_template)
    return folder


@pytest.fixture(scope="session")
def sample(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample on a free port, for the tests of this process alone."""
    folder = tmp_path_factory.mktemp("sample")
    for name in (DATABASE, KEYS):
        shutil.copy(built / name, folder)
    app = create_app(settings_in(folder))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Sample(f"http://127.0.0.1:{server.server_port}", app, (built / PASSWORD).read_text())
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["consult"].database.close()
