"""What the pages need, handed in by the app: neighbours are strangers to one another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.settings import Settings

if TYPE_CHECKING:
    from consult.languages.speak import Languages


@dataclass(frozen=True)
class Parts:
    settings: Settings
    database: Database
    vault: Vault
    languages: "Languages"
    clock: Callable[[], datetime]


def parts() -> Parts:
    """The parts of the running app."""
    return cast("Parts", current_app.extensions["consult"])


def now() -> datetime:
    """The time of this request's clock."""
    return parts().clock()
