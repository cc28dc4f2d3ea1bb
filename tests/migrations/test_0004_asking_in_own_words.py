"""The fourth migration: what was asked, said and promised before stays, and belongs to everyone."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.collect.records import AnswerPart, BelongsTo, Consultation, Submission
from consult.people.records import Account, Group, Role, Seat
from tests.migrations.rows import add

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)
DAY = date(2027, 6, 4)


def test_what_was_said_before_stays_and_belongs_to_everyone(empty: Database) -> None:
    upgrade(empty, "0003")
    fill(empty)
    upgrade(empty)
    with empty.work() as session:
        consultation = session.scalars(select(Consultation)).one()
        assert (consultation.name, consultation.belongs_to) == ("River", BelongsTo.EVERYONE)
        assert (consultation.template, consultation.opening, consultation.group_id) == ("", "", None)
        submission = session.scalars(select(Submission)).one()
        assert (submission.helper_link, submission.read_back) == (None, None)
        part = session.scalars(select(AnswerPart)).one()
        assert (part.text, part.recording, part.answer.protected_on) == ("The well is dry.", None, None)
        seat = session.scalars(select(Seat)).one()
        assert (seat.role, seat.stepped_back, seat.account.mail_work) == (Role.REPRESENTATIVE, False, True)
        session.add(Seat(account=seat.account, role=Role.READER, community=seat.community, since=NOW))


def test_a_consultation_belongs_to_exactly_one_owner(empty: Database) -> None:
    upgrade(empty, "0003")
    fill(empty)
    upgrade(empty)
    with empty.work() as session:
        consultation = session.scalars(select(Consultation)).one()
        group = Group(community_id=consultation.community_id, number=1, name="Women")
        consultation.belongs_to, consultation.group = BelongsTo.GROUP, group
    with pytest.raises(IntegrityError), empty.work() as session:
        session.scalars(select(Consultation)).one().belongs_to = BelongsTo.EVERYONE
    with pytest.raises(IntegrityError), empty.work() as session:
        session.add(
            Seat(account=session.scalars(select(Account)).one(), role=Role.PROTECTION_OFFICER, since=NOW)
        )


def fill(database: Database) -> None:
    """One answer with all it stands on, as the schema of before took it."""
    ids = {
        name: uuid4()
        for name in ("account", "community", "consultation", "round", "prompt", "version", "wording",
                     "participant", "submission", "answer")
    }  # fmt: skip
    add(
        database,
        "account",
        id=ids["account"],
        email="amina@example.org",
        name="Amina",
        language="en",
        failures=0,
    )
    add(
        database, "community", id=ids["community"], slug="tesfa", name="Tesfa", language="en", region="GB",
        timezone="UTC", public=True, danger_place="", danger_number="",
    )  # fmt: skip
    add(
        database, "seat", id=uuid4(), account_id=ids["account"], role="representative",
        community_id=ids["community"], number=1, how_chosen="", since=NOW,
    )  # fmt: skip
    add(
        database, "consultation", id=ids["consultation"], community_id=ids["community"], slug="river",
        name="River", language="en", languages=["en"], who_asks="", who_reads="", what_is_open="",
        meeting="", risks_note="", made_at=NOW,
    )  # fmt: skip
    add(database, "round", id=ids["round"], consultation_id=ids["consultation"], number=1)
    add(database, "prompt", id=ids["prompt"], consultation_id=ids["consultation"], number=1)
    add(
        database, "prompt_version", id=ids["version"], prompt_id=ids["prompt"], number=1,
        by_id=ids["account"], made_at=NOW,
    )  # fmt: skip
    add(
        database, "prompt_wording", id=ids["wording"], version_id=ids["version"], language="en",
        text="How is life here?", back_translation="",
    )  # fmt: skip
    add(database, "participant", id=ids["participant"], community_id=ids["community"], language="en")
    add(
        database, "submission", id=ids["submission"], participant_id=ids["participant"],
        round_id=ids["round"], door="web", language="en", readers="here", quote_where=[], received_on=DAY,
    )  # fmt: skip
    add(
        database, "answer", id=ids["answer"], submission_id=ids["submission"], wording_id=ids["wording"],
        later_words=False,
    )  # fmt: skip
    add(
        database, "answer_part", id=uuid4(), answer_id=ids["answer"], position=1, kind="original",
        text="The well is dry.", made_on=DAY,
    )  # fmt: skip
