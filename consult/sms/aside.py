"""Lines of the spool that could not be taken in: seen without their words, and tried again."""

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from consult.common.history import Actor, HistoryEntry
from consult.common.vault import Vault
from consult.sms import spool

ABOUT = "spool_line"


class Fault(StrEnum):
    """Why a line could not be taken in, as far as it can be told now."""

    TORN = "torn"  # a part of it is missing; whoever sent it was never told that it came
    KEY = "key"  # no key of this house opens it
    NETWORK = "network"  # it came by a network that is not switched on
    REFUSED = "refused"  # it opens; the database would not have it


@dataclass(frozen=True)
class Aside:
    """A line by its name. `day` and `provider` where the line can be opened."""

    id: UUID
    fault: Fault
    day: date | None = None
    provider: str = ""


def lines_aside(folder: Path, *, vault: Vault, providers: Container[str]) -> list[Aside]:
    """What was set aside in the spool `folder`, the longest waiting first."""
    return [_seen(line, vault, providers) for line in spool.aside(folder)]


def lines_again(
    session: Session, *, folder: Path, names: Collection[UUID] | None = None, by: Actor, now: datetime
) -> int:
    """Have the worker take in these lines again, or all (None). Returns how many there were.

    What fails again is set aside again, so nothing is lost; a second ask finds nothing to do.
    """
    there = {spool.name_of(line) for line in spool.aside(folder)}
    chosen = there if names is None else there.intersection(names)
    for name in chosen:
        session.add(
            HistoryEntry(
                at=now,
                actor_kind=by.kind,
                actor_id=by.id,
                action="set_aside.again",
                about_kind=ABOUT,
                about_id=name,
                detail={"kind": "spool", "of": len(chosen)},
            )
        )
    session.flush()
    if chosen:
        spool.back(folder, chosen)
    return len(chosen)


@dataclass(frozen=True)
class SpoolHere:
    """The spool of this machine, for pages that may not know the door."""

    folder: Path
    vault: Vault
    providers: Container[str]

    def waiting(self) -> int:
        return spool.count(self.folder)

    def aside(self) -> list[Aside]:
        return lines_aside(self.folder, vault=self.vault, providers=self.providers)

    def again(self, session: Session, *, names: Collection[UUID] | None, by: Actor, now: datetime) -> int:
        return lines_again(session, folder=self.folder, names=names, by=by, now=now)


def _seen(line: bytes, vault: Vault, providers: Container[str]) -> Aside:
    name = spool.name_of(line)
    try:
        waiting = spool.read(vault, line)
    except spool.Torn:
        return Aside(name, Fault.TORN)
    except InvalidTag:
        return Aside(name, Fault.KEY)
    fault = Fault.REFUSED if waiting.provider in providers else Fault.NETWORK
    return Aside(name, fault, waiting.came_at.date(), waiting.provider)
