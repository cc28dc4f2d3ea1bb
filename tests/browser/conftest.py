"""The sample, served from this process, and looked at by everybody in it."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.app import create_app
from consult.loop.collect.records import Consultation
from consult.settings import Settings
from tests.browser.sample import LANGUAGES, Sample
from tests.rehearsed import Rehearsed


@pytest.fixture(scope="session")
def sample(rehearsed: Rehearsed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample on a free port, for the tests of this process alone. Its consultation speaks every
    language, the pseudo-languages too."""
    copy = rehearsed.copy(tmp_path_factory.mktemp("sample"))
    app = create_app(
        Settings(database_url=f"sqlite:///{copy / 'consult.sqlite'}", keys_file=copy / "keys.json")
    )
    database = app.extensions["consult"].database
    with database.work() as session:
        session.scalars(select(Consultation)).one().languages = list(LANGUAGES)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Sample(f"http://127.0.0.1:{server.server_port}", app, rehearsed.password)
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()
