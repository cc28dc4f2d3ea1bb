"""The list of addresses that were given out: python -m tests.house.addresses adds the new ones."""

import tempfile
from pathlib import Path

from flask import Flask

from consult.app import create_app
from consult.common.vault import make_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.settings import Settings

KEPT = Path(__file__).with_name("addresses.txt")


def app_in(folder: Path) -> Flask:
    """The house as it is really put together, on an empty database in `folder`."""
    settings = Settings(database_url=f"sqlite:///{folder / 'a.sqlite'}", keys_file=folder / "keys.json")
    make_keys(settings.keys_file)
    database = Database.at(settings.database_url)
    upgrade(database)
    database.close()
    return create_app(settings)


def of(app: Flask) -> set[str]:
    """Each address of `app` with how it is asked for."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    }


def main() -> None:
    kept = set(KEPT.read_text().splitlines()) if KEPT.exists() else set()
    with tempfile.TemporaryDirectory() as folder:
        KEPT.write_text("".join(f"{each}\n" for each in sorted(kept | of(app_in(Path(folder))))))


if __name__ == "__main__":
    main()
