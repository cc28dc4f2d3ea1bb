"""The house that takes over in the middle of a history: its own database, keys, network and staff."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.closed_box import make_private
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop import departure
from consult.loop.close.handover_begin import begin
from consult.loop.close.handover_done import done
from consult.loop.close.handover_pack import close_pack, preview
from consult.loop.close.handover_take import open_pack, take
from consult.people import contacts, passing_on
from consult.people.records import Account, Community, ContactPoint, Office, Participant, Reach, Role, Seat
from tests.histories.world import World

STAFF = {"water": ("Dana", "Emil"), "roads": ("Farah", "Ivo")}


class Successor(World):
    """Knows nobody until it takes a pack."""

    def __init__(self, before: World, database: Database, vault: Vault, *, folder: Path) -> None:
        super().__init__(database, vault, seed=before.chance.randint(0, 999), now=before.now)
        self.before, self.private = before, make_private(folder / "handover.key")

    def _settle_down(self, session: Session) -> None:
        self.who = {}

    def takes(self) -> str:
        """A pack of the house before, taken here, twice as often as needed; its receipt."""
        before = self.before
        with before.database.work() as session:
            pack = preview(
                session,
                vault=before.vault,
                community=session.query(Community).one(),
                house="A",
                now=before.now,
            )
            to = self.private.public_key()
            box = close_pack(session, pack=pack, to=to, successor="B", now=before.now)
        for _ in range(2):
            opened = open_pack(box, private=self.private)
            with self.database.work() as session:
                taken = take(session, vault=self.vault, opened=opened, provider="console", now=self.now)
                for person in taken.gone:
                    departure.leave(session, vault=self.vault, participant=person, now=self.now)
        self._staff()
        return taken.receipt

    def _staff(self) -> None:
        with self.database.work() as session:
            for office in session.scalars(select(Office)):
                for n, name in enumerate(STAFF[office.slug], start=1):
                    if name not in self.who:
                        staff = Account(email=f"{name}@example.org", name=name, language="en")
                        seat = Seat(account=staff, role=Role.STAFF, office=office, number=n, since=self.now)
                        session.add(seat)
                        session.flush()
                        self.who[name] = staff.id
            for point in session.scalars(select(ContactPoint).where(ContactPoint.sealed_number != b"")):
                self.numbers_of[point.id] = int(contacts.number_of(point, vault=self.vault)[-3:])

    def is_done(self, receipt: str) -> None:
        before = self.before
        with before.database.work() as session:
            done(session, community=session.query(Community).one(), receipt=receipt, now=before.now)

    def begins(self) -> None:
        with self.database.work() as session:
            begin(session, community=session.query(Community).one(), now=self.now)
        self.settle()


def agree(world: World, session: Session) -> None:
    """Somebody says yes, or takes it back, for one of their phones."""
    reach = world.way(session)
    passing_on.say(session, reach=reach, given=world.chance.random() < 0.8, now=world.now)


def go(world: World, session: Session) -> None:
    """Somebody leaves, in a house in which nobody counts beside."""
    departure.leave(session, vault=world.vault, participant=world.somebody(session), now=world.now)


def numbers_that_may_go(world: World) -> set[str]:
    with world.database.reading() as session:
        people = session.scalars(select(Participant.id)).all()
        ways = session.scalars(select(Reach).where(Reach.id.in_(passing_on.may_go(session, people))))
        return {contacts.number_of(each.contact_point, vault=world.vault) for each in ways}
