"""Meetings, and whether an answer is faithful to what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("response_version") as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_response_version_asked_at"), ["asked_at"], unique=False)
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
