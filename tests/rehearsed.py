"""The sample as `consult setup` and `consult demo` make it, once in a run: sixty days take half a minute."""

import fcntl
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.cli.demo import ACCOUNTS

INSTANCE, SAID = "instance", "said"


@dataclass(frozen=True)
class House:
    """The command in `folder`, on the database at `address` or else on SQLite there."""

    folder: Path
    address: str | None = None

    def consult(self, *words: str, **settings: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            self.settle(patch)
            for name, value in settings.items():
                patch.setenv(name, value)
            return CliRunner().invoke(main, list(words))

    def settle(self, patch: pytest.MonkeyPatch) -> None:
        patch.chdir(self.folder)
        if self.address:
            patch.setenv("CONSULT_DATABASE_URL", self.address)

    def rehearse(self) -> str:
        """Set it up, play the sample in it; what was printed."""
        done = self.consult("setup", "--yes", "--no-administrator")
        assert done.exit_code == 0, done.output
        played = self.consult("demo")
        assert played.exit_code == 0, played.output
        return played.stdout


@dataclass(frozen=True)
class Rehearsed:
    """Lies where all processes of the run find it: to be copied, never changed."""

    folder: Path

    @classmethod
    def once(cls, folder: Path) -> Self:
        """The first process that needs it builds it for all of them."""
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / SAID).exists():
                said = House(folder).rehearse()
                (folder / SAID).write_text(said)
        return cls(folder)

    @property
    def said(self) -> str:
        """What `consult demo` printed."""
        return (self.folder / SAID).read_text()

    def copy(self, to: Path) -> Path:
        """Where the files of a copy lie: its database, keys and rehearsal phones."""
        return Path(shutil.copytree(self.folder / INSTANCE, to / INSTANCE))

    @property
    def password(self) -> str:
        return str(json.loads((self.folder / INSTANCE / ACCOUNTS).read_text())["password"])
