"""Lines of the spool that were set aside: told apart without their words, and taken in again."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from consult.common.history import OPERATOR, HistoryEntry
from consult.common.vault import make_keys, read_keys
from consult.sms import spool
from consult.sms.aside import Aside, Fault, lines_again, lines_aside
from consult.sms.away import take_in_spool
from consult.sms.spool import ASIDE, WAITING, Waiting
from tests.cast import number
from tests.sms.conftest import Door
from tests.sms.test_spool import bring_back, letter, stored, take_away

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def put_aside(door: Door, name: str = "a") -> bytes:
    """A letter that came while the database was away, and was set aside."""
    take_away(door)
    assert door.post("inbound", letter(name)).status_code == 200
    bring_back(door)
    folder = door.parts.spool
    (line,) = (folder / WAITING).read_bytes().splitlines()
    (folder / WAITING).unlink()
    spool.set_aside(folder, line)
    return line


def seen(door: Door, *providers: str) -> list[Aside]:
    return lines_aside(door.parts.spool, vault=door.parts.vault, providers=providers or ("console",))


def again(door: Door, *names: object) -> int:
    with door.site.database.work() as session:
        return lines_again(
            session,
            folder=door.parts.spool,
            names=names or None,  # type: ignore[arg-type]
            by=OPERATOR,
            now=door.site.clock(),
        )


def test_each_fault_is_told_and_no_word(door: Door, tmp_path: Path) -> None:
    line = put_aside(door)
    folder, day = door.parts.spool, door.site.clock().date()
    make_keys(tmp_path / "other.json")
    stranger = Waiting("console", door.site.clock(), spool.read(door.parts.vault, line).request)
    spool.put(folder, read_keys(tmp_path / "other.json"), stranger)
    (foreign,) = (folder / WAITING).read_bytes().splitlines()
    for each in (line, foreign, line[:80], b"\xff"):
        spool.set_aside(folder, each)
    faults = [(each.fault, each.day, each.provider) for each in seen(door)]
    assert faults == [
        (Fault.REFUSED, day, "console"),
        (Fault.KEY, None, ""),
        (Fault.TORN, None, ""),
        (Fault.TORN, None, ""),
    ]
    assert seen(door, "twilio")[0].fault is Fault.NETWORK
    assert "plain" not in repr(seen(door))
    assert number(1) not in repr(seen(door))


def test_a_line_is_taken_in_again_once_with_a_note(door: Door) -> None:
    put_aside(door, "a")
    put_aside(door, "b")
    first = seen(door)[0]
    door.site.clock.move(days=2)
    assert [again(door, first.id) for _ in "ab"] == [1, 0]
    assert take_in_spool(door.parts)
    (kept,) = stored(door)
    came = door.site.clock() - timedelta(days=2)
    assert (kept.provider_message_id, kept.received_at) == ("a", came)
    assert len(seen(door)) == 1
    with door.site.database.reading() as session:
        (note,) = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "set_aside.again"))
        assert (note.about_kind, note.about_id) == ("spool_line", first.id)
        assert note.detail == {"kind": "spool", "of": 1}
    assert again(door) == 1
    assert take_in_spool(door.parts)
    assert [each.provider_message_id for each in stored(door)] == ["a", "b"]
    assert again(door) == 0


def test_a_line_that_fails_again_waits_once(door: Door) -> None:
    torn = b"not a line"
    spool_folder = door.parts.spool
    put_aside(door)
    spool.set_aside(spool_folder, torn)
    assert again(door) == 2
    assert spool.count(spool_folder) == 2
    take_in_spool(door.parts)
    assert [each.fault for each in seen(door)] == [Fault.TORN]
    spool.set_aside(spool_folder, torn)
    assert (spool_folder / ASIDE).read_bytes() == torn + b"\n"
    assert spool.count(spool_folder) == 0


def test_a_name_that_is_not_there_changes_nothing(door: Door) -> None:
    assert again(door, uuid4()) == 0
    assert seen(door) == []
    put_aside(door)
    before = (door.parts.spool / ASIDE).read_bytes()
    assert again(door, uuid4()) == 0
    assert (door.parts.spool / ASIDE).read_bytes() == before
