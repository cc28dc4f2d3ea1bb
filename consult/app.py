"""The house put together: the only module that knows every part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from consult.common.vault import Vault, read_keys
from consult.db.unit import Database
from consult.languages.speak import Languages
from consult.settings import Settings, SettingsWrong, settings_here
from consult.web.build import build_site
from consult.web.parts import Parts
from consult.web.site import Site

Clock = Callable[[], datetime]


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
    return House(
        settings=settings,
        database=Database.at(settings.database_url),
        vault=read_keys(settings.keys_file),
        languages=Languages(),
        clock=clock_of(settings),
    )


def create_app(settings: Settings | None = None) -> Site:
    """The web application: every page and every webhook."""
    house = build_house(settings or settings_here())
    return build_site(
        Parts(
            settings=house.settings,
            database=house.database,
            vault=house.vault,
            languages=house.languages,
            clock=house.clock,
        )
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
    return time if time.tzinfo else time.replace(tzinfo=UTC)
