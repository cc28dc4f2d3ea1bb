"""`consult handover`: two houses, each in its folder. One leaves, the other answers."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import build_house, worker_in
from consult.cli import handover_archive, main
from consult.common.history import HistoryEntry
from consult.common.outbox import ask_for
from consult.common.vault import Vault, read_keys
from consult.db.unit import Database
from consult.loop.close.debts import Reason
from consult.loop.close.handover_records import Handover, Way
from consult.loop.close.ledger import ledger
from consult.loop.close.records import How, Obligation, Reached, Says, Verdict
from consult.loop.collect.consultations import find
from consult.loop.collect.successors import name_successor
from consult.loop.respond.records import Kind, Response, ResponseVersion
from consult.loop.understand.records import FindingsTheme
from consult.people import contacts, passing_on
from consult.people.receipts import issue, open_receipt
from consult.people.records import Account, HearBack, Office, Participant
from consult.post import inbound
from consult.post.records import Message
from consult.providers.shelf import take_down
from consult.settings import settings_here
from tests.cast import Cast, number
from tests.cli.conftest import Migrated
from tests.loop.close.released import Released, chain

NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


class House:
    """One house in a folder of its own, with its shell, its worker and its text door."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> None:
        self.folder, self.patch = folder, monkeypatch
        self.at = NOW
        folder.mkdir()
        (folder / "clock").write_text(NOW.isoformat())
        migrated(folder)
        assert self.consult("setup", "--no-administrator").exit_code == 0

    def enter(self) -> None:
        self.patch.chdir(self.folder)
        self.patch.setenv("CONSULT_CLOCK", str(self.folder / "clock"))

    def consult(self, *words: str) -> Result:
        self.enter()
        return CliRunner().invoke(main, list(words))

    def handover(self, *words: str) -> Result:
        return self.consult("handover", *words)

    @property
    def vault(self) -> Vault:
        return read_keys(self.folder / "instance" / "keys.json")

    @contextmanager
    def work(self) -> Iterator[Session]:
        url = f"sqlite:///{self.folder}/instance/consult.sqlite"
        with closing(Database.at(url)) as database, database.work() as session:
            yield session

    def drain(self) -> None:
        """The worker does all that waits; later it asks the line what became of it."""
        self.enter()
        house = build_house(settings_here())
        with closing(house.database):
            worker = worker_in(house, take_down(house.settings, house.vault, house.clock))
            for _ in range(2):
                worker.drain(Event())
                self.at += timedelta(minutes=20)
                (self.folder / "clock").write_text(self.at.isoformat())
            worker.drain(Event())

    def texts(self, n: int, text: str) -> None:
        with self.work() as session:
            inbound.store(
                session, vault=self.vault, provider="console", provider_message_id=text + str(n),
                sender=number(n), text=text, now=NOW,
            )  # fmt: skip
        self.drain()

    def sent_to(self) -> set[str]:
        """The numbers to which this house wrote anything at all."""
        with self.work() as session:
            written = session.scalars(select(Message)).all()
            return {contacts.number_of(each.contact_point, vault=self.vault) for each in written}

    def debts(self) -> dict[Reason, int]:
        with self.work() as session:
            here = find(session, slug="river")
            assert here is not None
            counted = ledger(session, consultation=here, chain=chain, now=NOW)
            return {reason: count for reason, count in counted.debts.items() if count}


@pytest.fixture
def houses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> tuple[House, House]:
    old, new = (House(tmp_path / name, monkeypatch, migrated) for name in ("mission", "council"))
    return old, new


def leaves(old: House, public: str) -> dict[str, str]:
    """Four people are owed an answer to theme 3: who says yes, who says no, who said STOP, who has a code."""
    with old.work() as session:
        r = Released(session, Cast(session, NOW), old.vault, NOW)
        three = r.theme(3)
        yes, _no, stopped = (r.person(three, hear_back=HearBack.WHOLE) for _ in range(3))
        coded = r.person(three, hear_back=None)
        r.owe()
        for person in (yes, stopped):
            passing_on.say(session, reach=r.reaches[person.id], given=True, now=NOW)
        r.reaches[stopped.id].contact_point.stopped_at = NOW
        code = issue(session, vault=old.vault, participant=coded, now=NOW)
        name_successor(
            session, consultation=r.consultation, name="Council", key=public, by=r.cast.amal, now=NOW
        )
        return {"code": code, "yes": str(yes.id), "coded": str(coded.id)}


def receipt_in(said: str) -> str:
    return said.rsplit("other house: ", 1)[1].strip()


def test_a_mission_leaves_and_its_successor_answers(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    public = new.handover("key").stdout.strip()
    assert stat.S_IMODE((new.folder / "instance" / "handover.key").stat().st_mode) == 0o600
    assert new.handover("key").stdout.strip() == public, "a key is never overwritten"
    (tmp_path / "council.key").write_text(public)
    people = leaves(old, public)
    tried = old.handover("pack", "--community", "tesfa", "--rehearsal")
    assert "all 4 answers arrived" in tried.output, tried.output
    file = str(tmp_path / "pack")
    packs = ("pack", "--community", "tesfa", "--to", str(tmp_path / "council.key"), "--out", file)
    packed = old.handover(*packs, "--name", "Mission", "--yes")
    assert "People whose number goes along: 1" in packed.output, packed.output
    check = packed.output.split("Check number of the file: ")[1].splitlines()[0]

    (tmp_path / "half").write_bytes(Path(file).read_bytes()[:-30])
    for wrong in (str(tmp_path / "half"), str(tmp_path / "council.key"), str(tmp_path / "nothing")):
        refused = new.handover("take", wrong, "--yes")
        assert (refused.exit_code, refused.output.count("\n")) == (1, 1), refused.output
    with new.work() as session:
        assert session.scalars(select(Participant)).first() is None
    taken = new.handover("take", file, "--yes")
    assert check in taken.output
    assert "changed" in new.handover("take", file, "--yes").output
    done = old.handover("done", "--community", "tesfa", "--receipt", receipt_in(taken.output))
    assert "Passed on to Council. Answers: 4. People by number: 1" in done.output, done.output

    assert "water" in new.handover("office", "water", "District water").output
    answers(new)
    new.drain()
    assert new.sent_to() == set(), "nothing before the other house has ended"
    assert "From now on" not in new.handover("begin", "--community", "tesfa").output
    begun = new.handover("begin", "--community", "tesfa", "--yes")
    assert "those who came. People who waited: 4" in begun.output, begun.output
    new.drain()
    assert new.sent_to() == {number(1)}, "who said no, and who said STOP, hear nothing"
    new.texts(1, "31")
    with new.work() as session:
        (verdict,) = session.scalars(select(Verdict)).all()
        assert (str(verdict.participant_id), verdict.says) == (people["yes"], Says.YES)
        assert session.scalars(select(Reached.how)).all() == [How.TEXT]
        opened = open_receipt(session, vault=new.vault, code=people["code"], now=NOW)
        assert str(opened.id if opened else None) == people["coded"]
        assert len(session.scalars(select(Obligation)).all()) == 4
    assert new.debts() == {Reason.NOT_PASSED: 2, Reason.PHONE_STOPPED: 1}
    assert old.debts() == {Reason.PASSED_ON: 1, Reason.NOT_PASSED: 3}
    old.drain()
    assert old.sent_to() == set(), "no text from the house that left"
    with old.work() as session:
        acts = set(session.scalars(select(HistoryEntry.action)))
        assert {"handover.packed", "handover.done", "handover.rehearsed", "successor.named"} <= acts


def answers(new: House) -> None:
    """The successor's office publishes an answer to theme 3, as a record, and asks that it be told."""
    with new.work() as session:
        released = session.scalars(select(FindingsTheme)).one()
        office, by = session.scalars(select(Office)).one(), session.scalars(select(Account)).one()
        assert (office.name, released.offices) == ("District water", [office])
        response = Response(office=office, made_at=NOW, themes=[released])
        version = ResponseVersion(
            response=response, number=1, kind=Kind.WILL_DO, words="We will mend the pump.",
            why="It is broken.", who="The council", by_when=NOW.date(), language="en",
            drafted_by_id=by.id, drafted_at=NOW, published_at=NOW,
        )  # fmt: skip
        session.add(version)
        session.flush()
        ask_for(session, "fan_out", key=str(version.id), now=NOW, version_id=str(version.id))


def test_the_archive_holds_what_is_public_and_no_person(
    houses: tuple[House, House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = houses
    with old.work() as session:
        cast = Cast(session, NOW)
        r = Released(session, cast, old.vault, NOW)
        three = r.theme(3)
        people = [r.person(three), r.person(three, hear_back=None)]
        r.owe()
        r.answered(three)
        cast.consultation("being-written", opened=False)
        code = issue(session, vault=old.vault, participant=people[1], now=NOW).replace(" ", "")
        names = [each.name for each in session.scalars(select(Account))]
        ids = [each.id.hex for each in people]
        counts = dict.fromkeys(("people", "owed", "with_number", "with_code", "by_meeting", "ended"), 1)
        for way in Way:
            past = {"way": way, "house": "Council", "at": NOW, "done_on": NOW.date(), **counts}
            session.add(Handover(community=cast.community, **past))
    really, least = handover_archive.gathered, []

    def gathered(*here: object, k: int, **rest: object) -> object:
        least.append(k)
        return really(*here, k=k, **rest)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(handover_archive, "gathered", gathered)
    monkeypatch.setenv("CONSULT_SMALL_CELL", "17")
    out = tmp_path / "archive"
    written = old.handover("archive", "--community", "tesfa", "--out", str(out))
    assert written.exit_code == 0, written.output
    files = {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()}
    assert {"README.txt", "hand-overs.json", "river/findings-1.json", "river/findings-1.csv"} <= files
    assert {"river/process-record.json", "river/promise-book-ar.json"} <= files
    assert {"river/ledger.json", "river/ledger.csv", "cards.json", "cards.csv"} <= files
    assert least == [17], "the house's own smallest number"
    told = json.loads((out / "hand-overs.json").read_text())
    assert sorted(told, key=lambda each: each["way"]) == [
        {"way": way, "house": "Council", "day": "2027-06-04"} for way in ("in", "out")
    ]
    assert not [each for each in files if each.startswith("being-written/")], "nothing of it was public"
    whole = "\n".join((out / each).read_text() for each in sorted(files))
    assert "We will mend the pump." in whole
    assert "We say 3." in whole
    for hidden in ("being-written", "Some words of mine", number(1), number(1)[3:], code, *names, *ids):
        assert hidden not in whole, hidden
    book = old.consult("book", "verify", str(out / "river" / "promise-book-en.json"))
    assert book.exit_code == 0, book.output
    again = old.handover("archive", "--community", "tesfa", "--out", str(out))
    assert (again.exit_code, "not empty" in again.output) == (1, True)
