"""The fifth migration: what was sorted and released before stays as it was."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.understand.findings import hash_of, verify
from consult.loop.understand.records import (
    Code,
    Coding,
    EntryKind,
    Findings,
    LinkKind,
    NotebookEntry,
    NotebookLink,
)
from tests.migrations.rows import add
from tests.migrations.test_0004_asking_in_own_words import fill

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def test_what_was_sorted_before_is_primary_and_has_no_memo(empty: Database) -> None:
    as_before(empty)
    upgrade(empty)
    with empty.reading() as session:
        coding = session.scalars(select(Coding)).one()
        assert (coding.primary, coding.second, coding.memo, coding.suggestion_id) == (True, None, "", None)
        assert [code.name for code in coding.codes] == ["The well"]
        assert session.scalars(select(Code)).one().recording is None
        findings = session.scalars(select(Findings)).one()
        assert findings.made is None
        assert verify(session, findings)


def test_a_link_of_the_notebook_leads_to_exactly_one_thing(empty: Database) -> None:
    as_before(empty)
    upgrade(empty)
    with empty.work() as session:
        findings = session.scalars(select(Findings)).one()
        entry = NotebookEntry(
            consultation=findings.consultation,
            number=1,
            kind=EntryKind.NEED,
            title="Water",
            language="en",
            by_id=findings.released_by_id,
            made_at=NOW,
        )
        session.add(entry)
    link = NotebookLink(entry_id=entry.id, kind=LinkKind.CLOSE, by_id=entry.by_id, at=NOW)
    with pytest.raises(IntegrityError), empty.work() as session:
        session.add(link)


def as_before(database: Database) -> None:
    """One card sorted under one code, and a release without themes, as the schema of before took them."""
    upgrade(database, "0003")
    fill(database)
    upgrade(database, "0004")
    with database.reading() as session:
        answer, account, consultation, asked = (
            session.scalar(select(Record.metadata.tables[name].c.id))
            for name in ("answer", "account", "consultation", "round")
        )
    code, coding = uuid4(), uuid4()
    add(
        database, "code", id=code, consultation_id=consultation, number=1, name="The well", language="en",
        definition="", by_id=account, made_at=NOW,
    )  # fmt: skip
    add(
        database, "coding", id=coding, answer_id=answer, sequence=1, by_id=account, primary=True, at=NOW,
    )  # fmt: skip
    add(database, "coding_code", coding_id=coding, code_id=code)
    said = {
        "consultation": "river", "findings": 1, "round": 1, "released": "2027-06-04",
        "review_by": "2027-06-18", "spoke": 1, "set_aside": 0, "alone": "", "language": "en", "items": [],
    }  # fmt: skip
    add(
        database, "findings", id=uuid4(), consultation_id=consultation, round_id=asked, number=1,
        released_at=NOW, released_by_id=account, review_by=date(2027, 6, 18), spoke=1, set_aside=0, alone="",
        language="en", hash=hash_of(said),
    )  # fmt: skip
