"""Meetings, and whether an answer is faithful to what was said.

What was said at a meeting becomes answers of the meeting: read, masked and sorted as cards, and never
counted as persons.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("response_version") as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_response_version_asked_at"), ["asked_at"], unique=False)
    op.create_table(
        "happened_count",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_happened_count_response_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_happened_count_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happened_count")),
        sa.UniqueConstraint(
            "theme_id",
            "response_id",
            "counted_on",
            "says",
            name=op.f("uq_happened_count_theme_id_response_id_counted_on_says"),
        ),
    )
    op.create_index(op.f("ix_happened_count_theme_id"), "happened_count", ["theme_id"])
    # A wording that came after permission was asked waits for a yes of its own.
    for table, name in (("translation", "waits"), ("clearance", "later")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("translation", sa.Column("let_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "faithfulness",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_faithfulness_community_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_faithfulness_seat_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["response_version.id"], name=op.f("fk_faithfulness_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faithfulness")),
        sa.UniqueConstraint("version_id", "seat_id", name=op.f("uq_faithfulness_version_id_seat_id")),
    )
    with op.batch_alter_table("faithfulness") as batch_op:
        batch_op.create_index(batch_op.f("ix_faithfulness_version_id"), ["version_id"], unique=False)
    what_is_counted_is_noted()
    points_become_answers()
    with op.batch_alter_table("findings_theme") as batch_op:
        batch_op.add_column(sa.Column("meetings", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recording_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_findings_theme_recording_id"), "recording", ["recording_id"], ["id"]
        )
    voices_stay_with_their_release()


def voices_stay_with_their_release() -> None:
    """Where the name is the same still, and its voice was there on the day before the release."""
    connection = op.get_bind()
    said = sa.select(ITEM.c.id, THEME.c.recording_id, FINDINGS.c.released_at, RECORDING.c.made_on).where(
        THEME.c.id == ITEM.c.theme_id,
        THEME.c.name == ITEM.c.name,
        FINDINGS.c.id == ITEM.c.findings_id,
        RECORDING.c.id == THEME.c.recording_id,
    )
    for item, recording, released_at, made_on in connection.execute(said).all():
        if made_on < released_at.date():
            connection.execute(sa.update(ITEM).where(ITEM.c.id == item).values(recording_id=recording))


def points_become_answers() -> None:
    with op.batch_alter_table("answer") as batch_op:
        batch_op.alter_column("submission_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("meeting_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_meeting_id"), "meeting_report", ["meeting_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_answer_of_one"), "(submission_id IS NULL) <> (meeting_id IS NULL)"
        )
    op.create_index(op.f("ix_answer_meeting_id"), "answer", ["meeting_id"])
    connection = op.get_bind()
    for point in connection.execute(
        sa.select(
            POINT.c.id, POINT.c.report_id, POINT.c.wording_id, POINT.c.text, POINT.c.recording_id,
            REPORT.c.received_on,
        ).join(REPORT, REPORT.c.id == POINT.c.report_id)
    ).all():  # fmt: skip
        _becomes_an_answer(connection, point)
    _ask_for_cards(connection)
    op.drop_table("meeting_point")


def _becomes_an_answer(connection: sa.Connection, point: Any) -> None:
    connection.execute(
        sa.insert(ANSWER).values(
            id=point.id, meeting_id=point.report_id, wording_id=point.wording_id, later_words=False
        )
    )
    said = [("original", point.text, None)] if point.text else []
    heard = [("recording", "", point.recording_id)] if point.recording_id else []
    for position, (kind, text, recording) in enumerate(said + heard, start=1):
        part = {"kind": kind, "text": text, "recording_id": recording, "made_on": point.received_on}
        connection.execute(sa.insert(PART).values(id=uuid4(), answer_id=point.id, position=position, **part))


def _ask_for_cards(connection: sa.Connection) -> None:
    """The worker deals the numbers, as it does for every new answer."""
    asked = sa.select(ROUND.c.consultation_id).join(REPORT, REPORT.c.round_id == ROUND.c.id)
    told = asked.join(POINT, POINT.c.report_id == REPORT.c.id).distinct()
    for consultation in connection.scalars(told).all():
        connection.execute(
            sa.insert(OUTBOX).values(
                id=uuid4(), name="number_card", key=f"0009:{consultation}", due_at=datetime.now(UTC),
                payload={"consultation_id": str(consultation)}, tries=0, coarse=False,
            )
        )  # fmt: skip


def what_is_counted_is_noted() -> None:
    """Under which codes a card lies now, and how its second reading stands to the first."""
    op.add_column("coding_code", sa.Column("counts", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_coding_code_counts", "coding_code", ["code_id"],
        sqlite_where=sa.text("counts = 1"), postgresql_where=sa.text("counts"),
    )  # fmt: skip
    op.add_column("coding", sa.Column("beside", sa.String(length=40), nullable=True))
    noted = sa.text("beside IS NOT NULL")
    op.create_index(
        "ix_coding_beside", "coding", ["beside", "second", "answer_id"],
        sqlite_where=noted, postgresql_where=noted,
    )  # fmt: skip
    op.execute(
        "UPDATE coding_code SET counts = true"
        " WHERE EXISTS (SELECT 1 FROM card WHERE card.coding_id = coding_code.coding_id)"
    )
    op.execute(
        "UPDATE coding SET second = 'blind' WHERE NOT \"primary\" AND EXISTS (SELECT 1 FROM deal"
        " JOIN card ON card.id = deal.card_id WHERE card.answer_id = coding.answer_id"
        " AND deal.account_id = coding.by_id AND deal.second = 'blind')"
    )
    op.execute(
        f"UPDATE coding SET beside = CASE WHEN {FIRST} IS NULL THEN NULL"  # noqa: S608 - our own words
        f" WHEN NOT ({_beyond(FIRST, 'coding.id')} OR {_beyond('coding.id', FIRST)}) THEN 'alike'"
        f" WHEN EXISTS (SELECT 1 {STANDING} AND one.sequence > coding.sequence AND one.memo <> ''"
        " AND one.pile_id IS NULL) THEN 'settled' ELSE 'to_talk' END"
        ' WHERE NOT "primary" AND retracted_at IS NULL'
    )


STANDING = (
    'FROM coding AS one WHERE one.answer_id = coding.answer_id AND one."primary" AND one.retracted_at IS NULL'
)
FIRST = f"(SELECT one.id {STANDING} AND one.sequence < coding.sequence ORDER BY one.sequence DESC LIMIT 1)"


def _beyond(one: str, other: str) -> str:
    """Whether a sorting lies under a code under which the other does not; merged ones are their other."""
    return (
        "EXISTS (SELECT 1 FROM coding_code AS here JOIN code ON code.id = here.code_id"  # noqa: S608 - our own words
        f" WHERE here.coding_id = {one} AND coalesce(code.alias_of_id, code.id) NOT IN"
        " (SELECT coalesce(another.alias_of_id, another.id) FROM coding_code AS there"
        f" JOIN code AS another ON another.id = there.code_id WHERE there.coding_id = {other}))"
    )


def _table(name: str, /, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(key, kind) for key, kind in columns.items()))


UUID = sa.Uuid()
POINT = _table("meeting_point", id=UUID, report_id=UUID, wording_id=UUID, text=sa.Text(), recording_id=UUID)
REPORT = _table("meeting_report", id=UUID, round_id=UUID, received_on=sa.Date())
ITEM = _table("findings_theme", id=UUID, findings_id=UUID, theme_id=UUID, name=sa.String(), recording_id=UUID)
THEME = _table("theme", id=UUID, name=sa.String(), recording_id=UUID)
FINDINGS = _table("findings", id=UUID, released_at=sa.DateTime(timezone=True))
RECORDING = _table("recording", id=UUID, made_on=sa.Date())
ROUND = _table("round", id=UUID, consultation_id=UUID)
ANSWER = _table("answer", id=UUID, meeting_id=UUID, wording_id=UUID, later_words=sa.Boolean())
PART = _table(
    "answer_part", id=UUID, answer_id=UUID, position=sa.Integer(), kind=sa.String(), text=sa.Text(),
    recording_id=UUID, made_on=sa.Date(),
)  # fmt: skip
OUTBOX = _table(
    "outbox_item", id=UUID, name=sa.String(), key=sa.String(), payload=sa.JSON(),
    due_at=sa.DateTime(timezone=True), tries=sa.Integer(), coarse=sa.Boolean(),
)  # fmt: skip
