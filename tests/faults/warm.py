"""Read by the process from which others are forked: what the first work of a process costs, done once.

It leaves nothing open: its house is gone when this is read.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import consult.app
from consult.post import inbound
from consult.settings import settings_here
from tests.faults.forked import Struck
from tests.faults.run import phone


@contextlib.contextmanager
def elsewhere() -> Iterator[Path]:
    """A folder of our own to stand in, and the environment as it was at the end."""
    here, before, folder = Path.cwd(), dict(os.environ), Path(tempfile.mkdtemp(prefix="warm"))
    try:
        yield folder
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder)


def warm() -> None:
    """Hear two texts and answer them; serve a page."""
    with elsewhere() as folder:
        house = Struck(folder / "house", network=None, database_url=f"sqlite:///{folder / 'house.sqlite'}")
        os.environ.update(house.env)
        os.chdir(house.folder)
        settings = settings_here()
        hands = consult.app.create_worker(settings)
        with hands.parts.database.work() as session:
            for n in range(2):
                inbound.store(
                    session,
                    vault=hands.parts.vault,
                    provider="twilio",
                    provider_message_id=f"SM{n}",
                    sender=phone(n),
                    text=house.join,
                    now=house.clock.at,
                )
        while hands.step(house.clock.at):
            pass
        hands.parts.database.close()
        site = consult.app.create_app(settings)
        site.test_client().get("/")
        site.test_client().get("/healthz")


warm()
