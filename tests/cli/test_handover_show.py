"""`consult handover`: what the two operators are told, and what is refused with one sentence."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, make_transient

from consult.cli import handover_trial
from consult.common.closed_box import in_writing, make_private
from consult.common.ids import new_id
from consult.loop.collect.consultations import find
from consult.loop.collect.successors import name_successor
from consult.loop.departure import leave
from consult.people.records import Account, ContactPoint, Participant
from tests.cli.test_handover import NOW, House, houses, leaves, receipt_in

__all__ = ["houses"]


def test_the_operators_see_which_packs_went_and_whether_another_is_needed(
    houses: tuple[House, House], tmp_path: Path
) -> None:
    old, new = houses
    here = ("--community", "tesfa")
    (tmp_path / "key").write_text(public := new.handover("key").stdout.strip())
    who = leaves(old, public)
    assert "No pack" in old.handover("show", *here).output

    def pack(name: str) -> str:
        packed = old.handover(
            "pack", *here, "--to", str(tmp_path / "key"), "--out", str(tmp_path / name),
            "--name", "Mission", "--yes",
        )  # fmt: skip
        assert packed.exit_code == 0, packed.output
        return receipt_in(new.handover("take", str(tmp_path / name), "--yes").output)

    receipt = pack("one")
    assert new.handover("--help").output.index("pack ") < new.handover("--help").output.index("archive")
    assert "not read out yet" in old.handover("show", *here).output
    shown = new.handover("show", *here).output
    assert f"From Mission, packed on 2027-06-04. Receipt: {receipt}" in shown
    assert "not written to yet: 4" in shown
    assert "consult handover begin --community tesfa" in shown
    assert old.handover("done", *here, "--receipt", receipt).exit_code == 0
    assert "Nothing has changed" in old.handover("show", *here).output
    assert new.handover("begin", *here, "--yes").exit_code == 0
    assert "not written to" not in new.handover("show", *here).output

    with old.work() as session:
        coded = next(each for each in session.scalars(select(Participant)) if str(each.id) == who["coded"])
        leave(session, vault=old.vault, participant=coded, now=NOW)
    shown = old.handover("show", *here).output
    assert "done on 2027-06-04" in shown
    assert "anew since: 1. Pack again." in shown, "nobody else would tell that somebody left"
    to_key = ("pack", *here, "--to", str(tmp_path / "key"))
    again = old.handover(*to_key, "--out", str(tmp_path / "one"), "--yes")
    assert (again.exit_code, "already" in again.output) == (1, True), "no file is lost"
    assert old.handover("done", *here, "--receipt", pack("two")).exit_code == 0
    assert "Nothing has changed" in old.handover("show", *here).output
    assert old.handover("show", *here).output.count("done on") == 2
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["key", "one", "two"]

    back = old.handover("key").stdout.strip()
    (tmp_path / "back").write_text(back)
    with new.work() as session:
        by, river = session.scalars(select(Account)).first(), find(session, slug="river")
        assert by is not None
        assert river is not None
        name_successor(session, consultation=river, name="Mission", key=back, by=by, now=NOW)
    to_back = ("pack", *here, "--to", str(tmp_path / "back"))
    packed = new.handover(*to_back, "--out", str(tmp_path / "three"), "--yes")
    assert packed.exit_code == 0, packed.output
    refused = old.handover("take", str(tmp_path / "three"), "--yes")
    assert (refused.exit_code, "handed the same community on" in refused.output) == (1, True)


def test_nobody_waits_while_it_is_rehearsed_or_the_operator_is_asked(
    houses: tuple[House, House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = houses
    (tmp_path / "council.key").write_text(public := new.handover("key").stdout)
    leaves(old, public.strip())
    really, where = handover_trial.take, []

    def stop(at: datetime | None) -> bool:
        with old.work() as session:
            for phone in session.scalars(select(ContactPoint)):
                phone.stopped_at = at
        return True

    def take(session: Session, **rest: object) -> object:
        where.append(session.get_bind().engine.url.database)
        stop(None)
        return really(session, **rest)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(handover_trial, "take", take)
    tried = old.handover("pack", "--community", "tesfa", "--rehearsal")
    assert "all 4 answers arrived" in tried.output, tried.output
    assert where == [None], "in memory alone"
    to = str(tmp_path / "council.key")
    packs = ("pack", "--community", "tesfa", "--to", to, "--out", str(tmp_path / "pack"))
    monkeypatch.setattr("click.confirm", lambda _text: stop(NOW))
    changed = old.handover(*packs)
    assert "have changed" in changed.output, changed.output
    assert not (tmp_path / "pack").exists()

    other = in_writing(make_private(tmp_path / "other.key").public_key())
    with old.work() as session:
        hill = find(session, slug="river")
        assert hill is not None
        session.expunge(hill)
        make_transient(hill)
        hill.id, hill.slug = new_id(), "hill"
        session.add(hill)
        session.flush()
        by = session.scalars(select(Account)).first()
        assert by is not None
        others = {"consultation": hill, "key": other, "by": by}
        name_successor(session, name="Others", now=NOW, **others)
    refused = old.handover(*packs, "--yes")
    assert "different successors" in refused.output, refused.output
    with old.work() as session:
        name_successor(session, name="council", now=NOW + timedelta(minutes=1), **others)
    refused = old.handover(*packs, "--yes")
    assert "different keys" in refused.output, refused.output
