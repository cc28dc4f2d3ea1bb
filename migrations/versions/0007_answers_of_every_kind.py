"""Answers of every kind: permission inside offices, questions back, promises, and where answers went."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "clearance_level",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_clearance_level_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_clearance_level_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_level")),
        sa.UniqueConstraint("office_id", "place", name=op.f("uq_clearance_level_office_id_place")),
    )
    with op.batch_alter_table("clearance_level") as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_level_office_id"), ["office_id"], unique=False)

    op.create_table(
        "planning_day",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_planning_day_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_planning_day_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_day")),
    )
    with op.batch_alter_table("planning_day") as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_day_office_id"), ["office_id"], unique=False)

    op.create_table(
        "went_into",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("went_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_went_into_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_went_into_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_went_into")),
    )
    with op.batch_alter_table("went_into") as batch_op:
        batch_op.create_index(batch_op.f("ix_went_into_response_id"), ["response_id"], unique=False)

    op.create_table(
        "clearance",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("waits_since", sa.Date(), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_by_id", sa.Uuid(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_clearance_by_id")),
        sa.ForeignKeyConstraint(["level_id"], ["clearance_level.id"], name=op.f("fk_clearance_level_id")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["account.id"], name=op.f("fk_clearance_typed_by_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["response_version.id"], name=op.f("fk_clearance_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        sa.UniqueConstraint("level_id", "number", name=op.f("uq_clearance_level_id_number")),
    )
    with op.batch_alter_table("clearance") as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_version_id"), ["version_id"], unique=False)
        batch_op.create_index(
            "uq_clearance_waits_once",
            ["version_id"],
            unique=True,
            sqlite_where=sa.text("said IS NULL"),
            postgresql_where=sa.text("said IS NULL"),
        )

    op.create_table(
        "commitment",
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("other_community_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(by = 'communities') = (other_community_id IS NOT NULL)",
            name=op.f("ck_commitment_communities_are_two"),
        ),
        sa.CheckConstraint(
            "(by = 'office') = (response_id IS NOT NULL)", name=op.f("ck_commitment_office_by_its_answer")
        ),
        sa.CheckConstraint(
            "by <> 'both' OR office_id IS NOT NULL", name=op.f("ck_commitment_both_has_its_office")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_commitment_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_commitment_consultation_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_commitment_office_id")),
        sa.ForeignKeyConstraint(
            ["other_community_id"], ["community.id"], name=op.f("fk_commitment_other_community_id")
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_commitment_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("response_id", name=op.f("uq_commitment_response_id")),
    )
    with op.batch_alter_table("commitment") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_office_id"), ["office_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_commitment_other_community_id"), ["other_community_id"], unique=False
        )

    op.create_table(
        "question_reply",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_question_reply_seat_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["response_version.id"], name=op.f("fk_question_reply_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_reply")),
        sa.UniqueConstraint("version_id", "sequence", name=op.f("uq_question_reply_version_id_sequence")),
    )
    with op.batch_alter_table("question_reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_question_reply_version_id"), ["version_id"], unique=False)

    op.create_table(
        "commitment_step",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_commitment_step_by_id")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_step_commitment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_step")),
        sa.UniqueConstraint(
            "commitment_id", "sequence", name=op.f("uq_commitment_step_commitment_id_sequence")
        ),
    )
    with op.batch_alter_table("commitment_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_step_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "commitment_theme",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_theme_commitment_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_commitment_theme_theme_id")),
        sa.PrimaryKeyConstraint("commitment_id", "theme_id", name=op.f("pk_commitment_theme")),
    )
    with op.batch_alter_table("commitment_theme") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "passed_on",
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.Column("from_office_id", sa.Uuid(), nullable=False),
        sa.Column("to_office_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["account.id"], name=op.f("fk_passed_on_accepted_by_id")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["account.id"], name=op.f("fk_passed_on_agreed_by_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_passed_on_by_id")),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"], ["findings_theme.id"], name=op.f("fk_passed_on_findings_theme_id")
        ),
        sa.ForeignKeyConstraint(["from_office_id"], ["office.id"], name=op.f("fk_passed_on_from_office_id")),
        sa.ForeignKeyConstraint(["to_office_id"], ["office.id"], name=op.f("fk_passed_on_to_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on")),
        sa.UniqueConstraint(
            "findings_theme_id",
            "from_office_id",
            "to_office_id",
            name=op.f("uq_passed_on_findings_theme_id_from_office_id_to_office_id"),
        ),
    )
    with op.batch_alter_table("passed_on") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passed_on_findings_theme_id"), ["findings_theme_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_passed_on_to_office_id"), ["to_office_id"], unique=False)

    with op.batch_alter_table("response_version") as batch_op:
        batch_op.add_column(sa.Column("to_whom", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("to_office_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("handed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reference", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("question", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_response_version_to_office_id"), "office", ["to_office_id"], ["id"]
        )
