"""Texts for real: what a text cost, what the network forgot, how fast a line may go; unread cards."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "line",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_code", sa.String(length=40), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("provider", name=op.f("uq_line_provider")),
    )
    op.create_table(
        "unreadable",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreadable")),
        sa.UniqueConstraint("provider", "digest", name=op.f("uq_unreadable_provider_digest")),
    )
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(sa.Column("segments", sa.Integer(), nullable=True))
        attempt.add_column(sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_card_unread", "card", ["consultation_id", "masked_at", "number"])
