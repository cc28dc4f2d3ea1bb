"""While the database is away, what was signed waits on disk, sealed, and nobody is told otherwise."""

import fcntl
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.records import Inbound, Unreadable
from consult.providers.port import Request
from consult.sms import away, spool
from consult.sms.away import take_in_spool
from consult.sms.spool import ASIDE, TAKEN, WAITING, Waiting
from tests.cast import number
from tests.sms.conftest import Door


class Away(Database):
    """A database that fails, when it is asked or only when it is to keep what it was told."""

    def __init__(self, real: Database, *, at_commit: bool) -> None:
        super().__init__(real.engine)
        self.at_commit = at_commit

    @contextmanager
    def work(self, **_: object) -> Iterator[Session]:
        with Session(self.engine) as session:
            if self.at_commit:
                yield session
            session.rollback()
            raise OperationalError("COMMIT", None, Exception("database or disk is full"))


@pytest.fixture(params=["asked", "commit"])
def breaks(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "commit")


def letter(name: str = "a", n: int = 1) -> dict[str, str]:
    return {"id": name, "from": number(n), "text": f"plain words {name}"}


def take_away(door: Door, *, at_commit: bool = False) -> None:
    object.__setattr__(door.parts, "database", Away(door.site.database, at_commit=at_commit))


def bring_back(door: Door) -> None:
    object.__setattr__(door.parts, "database", door.site.database)


def stored(door: Door) -> list[Inbound]:
    with door.site.database.reading() as session:
        found = list(session.scalars(select(Inbound).order_by(Inbound.provider_message_id)))
        session.expunge_all()
        return found


def test_a_letter_that_came_while_the_database_was_away_is_taken_in_later(door: Door, breaks: bool) -> None:
    take_away(door, at_commit=breaks)
    came = door.site.clock()
    for name in ("a", "b", "a"):
        assert door.post("inbound", letter(name)).status_code == 200
    assert not stored(door)
    with pytest.raises(OperationalError):
        take_in_spool(door.parts)
    bring_back(door)
    door.site.clock.move(hours=3)
    assert door.post("inbound", letter("b")).status_code == 200, "the network brought it once more"
    assert take_in_spool(door.parts)
    assert not take_in_spool(door.parts)
    first, second = stored(door)
    assert (first.received_at, first.provider_message_id) == (came, "a")
    assert second.provider_message_id == "b"
    assert not spool.anything_in(door.parts.spool)


def test_the_spool_tells_nobody_anything(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    take_away(door)
    door.post("inbound", letter())
    file = door.parts.spool / WAITING
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(door.parts.spool.stat().st_mode) == 0o700
    for word in ("plain words", number(1), "console"):
        assert word.encode() not in file.read_bytes()
        assert word not in caplog.text or word == "console"
    assert "OperationalError" in caplog.text


def test_a_line_is_on_disk_before_the_network_is_told(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_size), real(handle)))
    take_away(door)
    door.post("inbound", letter())
    assert (door.parts.spool / WAITING).stat().st_size in synced


def test_when_the_spool_is_full_too_the_network_is_asked_to_come_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(door)
    assert door.post("inbound", letter("kept")).status_code == 200
    before = (door.parts.spool / WAITING).read_bytes()

    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, line: real(handle, line[:10]))
    assert door.post("inbound", letter("half")).status_code == 503
    monkeypatch.undo()
    assert (door.parts.spool / WAITING).read_bytes() == before, "no part of it stays"
    bring_back(door)
    assert take_in_spool(door.parts)
    assert [each.provider_message_id for each in stored(door)] == ["kept"]


def test_a_folder_that_cannot_be_made_is_503(door: Door) -> None:
    take_away(door)
    door.parts.spool.write_text("a file where the folder should be")
    assert door.post("inbound", letter()).status_code == 503


def test_a_line_that_a_kill_cut_short_harms_no_other(door: Door) -> None:
    take_away(door)
    door.post("inbound", letter("a"))
    file = door.parts.spool / WAITING
    whole = file.read_bytes()
    with file.open("ab") as end:
        end.write(whole[: len(whole) // 2])
    door.post("inbound", letter("b"))
    with file.open("ab") as end:
        end.write(whole[:20])
    bring_back(door)
    assert take_in_spool(door.parts)
    assert [each.provider_message_id for each in stored(door)] == ["a", "b"]
    assert len((door.parts.spool / ASIDE).read_bytes().splitlines()) == 2


def test_killed_while_emptying_the_spool_it_begins_anew_and_keeps_nothing_twice(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(door)
    for name in "abc":
        door.post("inbound", letter(name))
    bring_back(door)
    real, seen = away.take_in, []

    def die_at_the_second(*given: Any, **more: Any) -> None:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(*given, **more)

    monkeypatch.setattr(away, "take_in", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        take_in_spool(door.parts)
    monkeypatch.undo()
    assert (door.parts.spool / TAKEN).exists()
    take_away(door)
    door.post("inbound", letter("d"))
    bring_back(door)
    while take_in_spool(door.parts):
        pass
    assert [each.provider_message_id for each in stored(door)] == list("abcd")
    assert not spool.anything_in(door.parts.spool)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_can_never_be_kept_is_set_aside_and_the_rest_goes_on(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(door)
    for name in ("a", "poison", "b"):
        door.post("inbound", letter(name))
    bring_back(door)
    real = away.take_in

    def choke(session: Session, sms: Any, provider: Any, request: Request, **more: Any) -> None:
        if b"poison" in request.body:
            raise ValueError(request.body)
        real(session, sms, provider, request, **more)

    monkeypatch.setattr(away, "take_in", choke)
    assert take_in_spool(door.parts)
    assert [each.provider_message_id for each in stored(door)] == ["a", "b"]
    (aside,) = (door.parts.spool / ASIDE).read_bytes().splitlines()
    waiting = spool.opened(door.parts.vault, aside)
    assert waiting is not None
    assert b"poison" in waiting.request.body


@pytest.mark.parametrize("kind", ["sqlite"])
def test_many_may_write_while_one_empties(door: Door) -> None:
    """Nothing is lost between those who append and the one who moves the file away."""
    take_away(door)
    emptying = replace(door.parts, database=door.site.database)
    request = Request("POST", "/", {}, b"x")

    def bring(n: int) -> None:
        spool.put(door.parts.spool, door.parts.vault, Waiting("console", door.site.clock(), named(n)))

    def named(n: int) -> Request:
        return replace(request, body=b'{"id": "%d", "from": "%s", "text": "x"}' % (n, number(1).encode()))

    with ThreadPoolExecutor(6) as pool:
        written = [pool.submit(bring, n) for n in range(60)]
        emptied = [pool.submit(take_in_spool, emptying) for _ in range(20)]
        for each in (*written, *emptied):
            each.result()
    while take_in_spool(emptying):
        pass
    assert len(stored(door)) == 60


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_line_of_another_key_is_kept_and_not_opened(door: Door, tmp_path: Path) -> None:
    from consult.common.vault import make_keys, read_keys

    make_keys(tmp_path / "other.json")
    other: Vault = read_keys(tmp_path / "other.json")
    spool.put(door.parts.spool, other, Waiting("console", door.site.clock(), Request("POST", "/", {}, b"{}")))
    take_in_spool(door.parts)
    assert not stored(door)
    assert (door.parts.spool / ASIDE).exists()


def test_a_riddle_that_came_while_the_database_was_away_is_counted_too(door: Door) -> None:
    take_away(door)
    assert door.post("inbound", b"\xff\xfe").status_code == 200
    bring_back(door)
    take_in_spool(door.parts)
    with door.site.database.reading() as session:
        assert session.scalars(select(Unreadable)).one()


def test_the_health_page_says_that_texts_wait(door: Door, now: datetime) -> None:
    assert door.site.client().get("/readyz").json["spool"] is False
    take_away(door)
    door.post("inbound", letter())
    assert door.site.client().get("/readyz").json["spool"] is True


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_real_database_that_may_only_be_read_sends_letters_to_the_spool(door: Door) -> None:
    """No stand-in: the database itself refuses to write."""
    reading = Database.at(str(door.site.database.engine.url))

    event.listen(reading.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    object.__setattr__(door.parts, "database", reading)
    assert door.post("inbound", letter()).status_code == 200
    assert not stored(door)
    bring_back(door)
    take_in_spool(door.parts)
    assert len(stored(door)) == 1
    reading.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_no_line_goes_into_a_file_that_was_moved_away_meanwhile(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = fcntl.flock, door.parts.spool / "moved"

    def move_first(handle: int, how: int) -> None:
        if not moved.exists():
            (door.parts.spool / WAITING).rename(moved)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", move_first)
    spool.put(
        door.parts.spool,
        door.parts.vault,
        Waiting("console", door.site.clock(), Request("POST", "/", {}, b"x")),
    )
    assert moved.read_bytes() == b""
    assert (door.parts.spool / WAITING).read_bytes().count(b"\n") == 1
