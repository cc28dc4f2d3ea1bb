"""What the door for texts needs, handed in by the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import g

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.providers.port import Provider


@dataclass(frozen=True)
class SmsParts:
    """`spool`: the folder where requests wait while the database is away; `phones`: where the
    rehearsal phones lie, None while no console is on."""

    providers: Mapping[str, Provider]
    vault: Vault
    database: Database
    spool: Path
    public_url: str
    clock: Callable[[], datetime]
    phones: Path | None = None
    console_key: str = ""


def parts() -> SmsParts:
    return cast("SmsParts", g.sms)
