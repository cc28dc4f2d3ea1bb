"""A house that leaves and one that takes over, each with its database and its keys."""

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import closed_box
from consult.common.vault import Vault, make_keys, read_keys
from consult.db.tables import METADATA
from consult.db.unit import Database
from consult.loop.close.debts import Reason
from consult.loop.close.handover_done import done
from consult.loop.close.handover_pack import Pack, close_pack, preview
from consult.loop.close.handover_records import Handover
from consult.loop.close.handover_take import Taken, open_pack, take
from consult.loop.close.ledger import ledger
from consult.loop.collect.consultations import find
from consult.loop.departure import leave
from consult.people import passing_on
from consult.people.records import Participant
from tests.loop.close.released import Released, chain


class Two:
    """The house that leaves (`released`) and its successor, with a key."""

    def __init__(self, released: Released, folder: Path) -> None:
        self.released, self.old = released, released.session
        self.database = Database.at(f"sqlite:///{folder / 'successor.sqlite'}")
        METADATA.create_all(self.database.engine)
        make_keys(folder / "keys.json")
        self.vault: Vault = read_keys(folder / "keys.json")
        self.private = closed_box.make_private(folder / "handover.key")
        self.new = Session(self.database.engine, expire_on_commit=False)

    def packed(self) -> tuple[Pack, bytes]:
        self.old.flush()
        pack = preview(
            self.old,
            vault=self.released.vault,
            community=self.released.cast.community,
            house="Mission",
            now=self.released.now,
        )
        to = self.private.public_key()
        return pack, close_pack(self.old, pack=pack, to=to, successor="Council", now=self.released.now)

    def takes(self, box: bytes) -> Taken:
        opened = open_pack(box, private=self.private)
        taken = take(self.new, vault=self.vault, opened=opened, provider="console", now=self.released.now)
        for person in taken.gone:
            leave(self.new, vault=self.vault, participant=person, now=self.released.now)
        self.new.commit()
        return taken

    def is_done(self, receipt: str) -> Handover:
        return done(self.old, community=self.released.cast.community, receipt=receipt, now=self.released.now)

    def debts(self, session: Session) -> dict[Reason, int]:
        session.flush()
        here = find(session, slug="river")
        assert here is not None
        counted = ledger(session, consultation=here, chain=chain, now=self.released.now)
        return {reason: count for reason, count in counted.debts.items() if count}

    def count(self, session: Session, record: type) -> int:
        return session.scalar(select(func.count()).select_from(record)) or 0


def agrees(two: Two, *people: Participant) -> None:
    for person in people:
        passing_on.say(two.old, reach=two.released.reaches[person.id], given=True, now=two.released.now)
