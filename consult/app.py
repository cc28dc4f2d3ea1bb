"""The house put together: the only module that knows every part."""

import gc
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from types import ModuleType

from sqlalchemy.exc import SQLAlchemyError

from consult.common.fold import folded
from consult.common.vault import Vault, read_keys
from consult.db.migrate import demand_head
from consult.db.unit import Database
from consult.jobs import parts as jobs
from consult.jobs.worker import Worker
from consult.languages.speak import KeywordsHere, Languages
from consult.loop.conversation.hear import hear
from consult.loop.conversation.words import Words
from consult.mail.smtp import Smtp
from consult.people.languages import Added, read_added
from consult.post.outcomes import Rejected
from consult.providers.console.phones import FILE
from consult.providers.port import Provider
from consult.providers.shelf import take_down
from consult.providers.twilio.addresses import inbound_address, status_address
from consult.providers.twilio.provider import Twilio
from consult.settings import Settings, SettingsWrong, settings_here
from consult.sms.aside import SpoolHere
from consult.sms.away import take_in_spool
from consult.sms.door import sms_blueprint
from consult.sms.parts import SmsParts
from consult.sms.phone import phone_blueprint
from consult.sms.spool import FOLDER
from consult.web.build import build_site
from consult.web.parts import Checked, Network, Parts
from consult.web.site import Site

Clock = Callable[[], datetime]
SWITCH = 0.001
"""Seconds after which a thread of the web server lets another go on. The usual five milliseconds are longer
than most of our work takes, and a text that is back from the disk would wait them out."""


@dataclass(frozen=True)
class House:
    """The parts that every door shares."""

    settings: Settings
    database: Database
    vault: Vault
    languages: Languages
    clock: Clock

    def now(self) -> datetime:
        return self.clock()


def build_house(settings: Settings) -> House:
    """Open what `settings` name. Raises KeysMissing or SettingsWrong with a sentence."""
    database = Database.at(settings.database_url)
    if settings.queue == "procrastinate":
        queue = many_machines()
        if not queue.installed(database.engine):
            raise SettingsWrong("CONSULT_QUEUE=procrastinate has no tables yet. Run: consult setup")
        queue.wake_with(database.engine)
    return House(
        settings=settings,
        database=database,
        vault=read_keys(settings.keys_file),
        languages=Languages(added=partial(_added, database)),
        clock=clock_of(settings),
    )


def _added(database: Database) -> list[Added] | None:
    """The languages that this house added; None while the database cannot say."""
    try:
        with database.reading() as session:
            return read_added(session)
    except SQLAlchemyError:
        return None


def create_app(settings: Settings | None = None) -> Site:
    """The web application: every page and every webhook."""
    settings = settings or settings_here()
    house = build_house(settings)
    site = build_site(
        Parts(
            settings=house.settings,
            database=house.database,
            vault=house.vault,
            languages=house.languages,
            clock=house.clock,
            spool=SpoolHere(settings.instance / FOLDER, house.vault, settings.providers),
            networks=networks(house),
        )
    )
    sms = sms_parts(house)
    doors = [sms_blueprint(sms), *([phone_blueprint(sms)] if sms.phones else [])]
    for door in doors:
        site.register_blueprint(door)
        site.extensions["csrf"].exempt(door)  # a webhook is signed; the rehearsal phone has no cookie
    return site


def wsgi() -> Site:
    """What the production web server asks for. Refuses a database that is behind the code."""
    settings = settings_here()
    with closing(Database.at(settings.database_url)) as database:
        demand_head(database)
    sys.setswitchinterval(SWITCH)
    site = create_app(settings)
    stay()
    return site


def stay() -> None:
    """What is in memory now is no longer searched for circles, for which now and then somebody would wait a
    tenth of a second and more. What nobody holds any more still goes. Runs in each worker of the web server.
    """
    gc.collect()
    gc.freeze()


def create_worker(settings: Settings) -> Worker:
    """The worker of these settings. Refuses a database that is behind the code."""
    house = build_house(settings)
    demand_head(house.database)
    return worker_in(house, take_down(house.settings, house.vault, house.clock))


def run_worker(settings: Settings, stop: Event) -> None:
    """Work until `stop` is set, woken as CONSULT_QUEUE says."""
    hands = create_worker(settings)
    if settings.queue == "procrastinate":
        many_machines().work(hands.parts.database.engine, hands.drain, stop)
    else:
        hands.run(stop)


def many_machines() -> ModuleType:
    """The queue of many machines, which is an extra. Raises SettingsWrong where it is not installed."""
    try:
        from consult.queue import procrastinate
    except ModuleNotFoundError:
        raise SettingsWrong(
            "CONSULT_QUEUE=procrastinate needs its extra. Run: pip install consult[procrastinate]"
        ) from None
    return procrastinate


def worker_in(house: House, providers: Mapping[str, Provider]) -> Worker:
    """A worker with the parts of `house`, sending through `providers`."""
    words = Words(
        keywords=KeywordsHere(house.languages),
        fold=folded,
        chain=house.languages.reads,
        name=lambda code: house.languages.get(code).autonym,
    )
    return Worker(
        jobs.Parts(
            database=house.database,
            vault=house.vault,
            languages=house.languages,
            providers=providers,
            clock=house.clock,
            paces={name: pace for name in providers if (pace := pace_of(name, house.settings)) is not None},
            hear=partial(hear, vault=house.vault, words=words),
            spooled=partial(take_in_spool, replace(sms_parts(house), providers=providers)),
            mail=mail_of(house.settings),
            public_url=house.settings.public_url,
            small_cell=house.settings.small_cell,
        )
    )


def mail_of(settings: Settings) -> Smtp | None:
    """The server that takes mails to accounts; None: links are shown on the page."""
    return Smtp(settings.smtp_url, settings.mail_sender) if settings.smtp_url else None


def pace_of(provider: str, settings: Settings) -> float | None:
    """Segments a second on the line to `provider`; None: it is not slowed."""
    return None if provider == "console" else settings.segments_per_second


def networks(house: House) -> tuple[Network, ...]:
    """The networks that are switched on, as the operator's page shows and tries them."""
    providers = take_down(house.settings, house.vault, house.clock)
    return tuple(_network(each, house.settings) for each in providers.values())


def _network(provider: Provider, settings: Settings) -> Network:
    pace = pace_of(provider.name, settings)
    if not isinstance(provider, Twilio):
        return Network(provider.name, pace)
    addresses = {
        "inbound": inbound_address(settings.public_url),
        "status": status_address(settings.public_url),
    }
    return Network(provider.name, pace, addresses, partial(_checked, provider))


def _checked(twilio: Twilio) -> Checked:
    match twilio.check():
        case None:
            return Checked(answered=True)
        case Rejected(_, code):
            return Checked(answered=True, code=code)
        case _:
            return Checked(answered=False)


def sms_parts(house: House) -> SmsParts:
    """What the door for texts needs."""
    providers = take_down(house.settings, house.vault, house.clock)
    console = "console" in providers
    return SmsParts(
        providers=providers,
        vault=house.vault,
        database=house.database,
        spool=house.settings.instance / FOLDER,
        public_url=house.settings.public_url,
        clock=house.clock,
        phones=house.settings.instance / FILE if console else None,
        console_key=house.vault.cookie_key("console") if console else "",
    )


def clock_of(settings: Settings) -> Clock:
    """The real clock, or for rehearsals the time that stands in the file of CONSULT_CLOCK."""
    return partial(_rehearsed, settings.clock) if settings.clock else _real


def _real() -> datetime:
    return datetime.now(UTC)


def _rehearsed(file: Path) -> datetime:
    try:
        time = datetime.fromisoformat(file.read_text().strip())
    except (OSError, ValueError):
        raise SettingsWrong(
            f"CONSULT_CLOCK: {file} must hold a time such as 2027-06-04T10:00+00:00."
        ) from None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
