"""Two communities in one house: in one people read Arabic alone, in the other Swahili alone."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from consult.app import House, worker_in
from consult.common.history import OPERATOR
from consult.common.vault import make_keys, read_keys
from consult.db.unit import Database
from consult.people import accounts, communities, seats
from consult.people.records import Account, Role
from consult.settings import Settings
from consult.web.build import build_site
from consult.web.parts import Parts
from tests.browser.own_language import LANGUAGES

PASSWORD = " ".join(("mango", "basket", "river", "stone"))
PLACES = {
    "ar": {
        "slug": "wadi",
        "name": "وادي السلام",
        "region": "SD",
        "timezone": "Africa/Khartoum",
        "danger_place": "المركز الصحي",
        "danger_number": "112",
    },
    "sw": {
        "slug": "kisima",
        "name": "Kisima cha Amani",
        "region": "KE",
        "timezone": "Africa/Nairobi",
        "danger_place": "kituo cha afya",
        "danger_number": "112",
    },
}
QUARTERS = {"ar": "الحي القديم", "sw": "Mtaa wa Juu"}
NAMES = {"ar": "ليلى", "sw": "Neema"}


@dataclass
class Wall:
    """The clock of the house."""

    at: datetime = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@dataclass
class TwoPlaces:
    """Served at `url`. Of each language a representative, `rep-<code>@example.org`, and an officer."""

    url: str
    house: House
    wall: Wall = field(default_factory=Wall)

    def work_is_done(self) -> None:
        """The worker does all that is due."""
        worker = worker_in(self.house, {})
        while worker.step(self.wall()):
            pass

    def a_day_passes(self) -> None:
        self.wall.at += timedelta(days=1)
        self.work_is_done()


def _set_up(session: Session, now: datetime) -> None:
    for code, words in PLACES.items():
        community = communities.make(session, **words, language=code, by=OPERATOR, now=now)
        communities.add_place(session, community=community, name=QUARTERS[code], by=OPERATOR, now=now)
        for role in (Role.REPRESENTATIVE, Role.PROTECTION_OFFICER):
            account = _account(session, f"{role[:3]}-{code}@example.org", code, now)
            seats.give(session, account=account, role=role, community=community, by=OPERATOR, now=now)


def _account(session: Session, email: str, code: str, now: datetime) -> Account:
    given = {"email": email, "name": NAMES[code], "language": code, "by": OPERATOR, "now": now}
    account, token = accounts.invite(session, **given)
    if email.startswith("rep"):
        accounts.accept(session, token=token, password=PASSWORD, now=now)
    return account


@contextmanager
def two_places(
    template: Path, folder: Path, *, set_up: Callable[[House], None] | None = None
) -> Iterator[TwoPlaces]:
    """The house on a free port, with `template` as its database, in `folder`. `set_up`: others than ours."""
    file, wall = folder / "consult.sqlite", Wall()
    shutil.copy(template, file)
    settings = Settings(
        database_url=f"sqlite:///{file}", keys_file=folder / "keys.json", sms_number="+" + "2499" + "0" * 7
    )
    make_keys(settings.keys_file)
    house = House(
        settings, Database.at(settings.database_url), read_keys(settings.keys_file), LANGUAGES, wall
    )
    app = build_site(Parts(settings, house.database, house.vault, house.languages, wall))
    if set_up:
        set_up(house)
    else:
        with house.database.work() as session:
            _set_up(session, wall())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield TwoPlaces(f"http://127.0.0.1:{server.server_port}", house, wall)
    server.shutdown()
    thread.join()
    server.server_close()
    house.database.close()
