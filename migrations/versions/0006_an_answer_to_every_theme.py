"""An answer to every theme: the committee's words, also on what offices intend and did."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "intention",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("decides_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_intention_by_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_intention_community_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_intention_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intention")),
    )
    with op.batch_alter_table("intention") as batch_op:
        batch_op.create_index(batch_op.f("ix_intention_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intention_office_id"), ["office_id"], unique=False)

    op.create_table(
        "intention_word",
        sa.Column("intention_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intention_id"], ["intention.id"], name=op.f("fk_intention_word_intention_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_intention_word_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intention_word")),
    )
    with op.batch_alter_table("intention_word") as batch_op:
        batch_op.create_index(batch_op.f("ix_intention_word_intention_id"), ["intention_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("signed", sa.String(length=120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_assessment_office_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_assessment_seat_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_assessment_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_theme_id"), ["theme_id"], unique=False)

    with op.batch_alter_table("review") as batch_op:
        batch_op.add_column(sa.Column("afterwards", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("typed_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_review_typed_by_id"), "account", ["typed_by_id"], ["id"])

    op.create_table(
        "help_answer",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("alike", sa.JSON(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_help_answer_answer_id")),
        sa.ForeignKeyConstraint(["run_id"], ["help_run.id"], name=op.f("fk_help_answer_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_answer")),
        sa.UniqueConstraint("run_id", "answer_id", name=op.f("uq_help_answer_run_id_answer_id")),
    )
    with op.batch_alter_table("help_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_help_answer_answer_id"), ["answer_id"], unique=False)

    with op.batch_alter_table("help_group") as batch_op:
        batch_op.add_column(
            sa.Column("pointing", sa.String(length=40), nullable=False, server_default="group")
        )
        batch_op.add_column(sa.Column("on_a_day", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("help_run") as batch_op:
        batch_op.add_column(sa.Column("bursts", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
