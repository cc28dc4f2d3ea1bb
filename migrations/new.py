"""Write the next migration from what the records say now: python migrations/new.py "what changes".

Read what it wrote, mend it by hand, and add its test with data to tests/migrations/.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from consult.db.migrate import configured, head, upgrade
from consult.db.unit import Database


def main() -> None:
    message = " ".join(sys.argv[1:]).strip().rstrip(".")
    if not message:
        raise SystemExit("Say in a few words what changes.")
    number = f"{int(head() or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database.at(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        if head():
            upgrade(database)
        with database.engine.connect() as connection:
            command.revision(
                configured(connection),
                message=message[0].upper() + message[1:],
                rev_id=number,
                autogenerate=True,
            )
        database.close()


if __name__ == "__main__":
    main()
