"""The list of addresses that were given out: python -m tests.house.addresses adds the new ones."""

import tempfile
from pathlib import Path

from flask import Flask

KEPT = Path(__file__).with_name("addresses.txt")


def of(app: Flask) -> set[str]:
    """Each address of `app` with how it is asked for."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    }


def main() -> None:
    from consult.app import create_app
    from consult.common.vault import make_keys
    from consult.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(database_url=f"sqlite:///{place / 'a.sqlite'}", keys_file=place / "keys.json")
        make_keys(settings.keys_file)
        kept = set(KEPT.read_text().splitlines()) if KEPT.exists() else set()
        KEPT.write_text("".join(f"{each}\n" for each in sorted(kept | of(create_app(settings)))))


if __name__ == "__main__":
    main()
