"""What people say of answers through helpers, told apart from what they say by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for table in ("verdict", "return"):
        op.add_column(table, sa.Column("taken_by", sa.String(length=40), nullable=True))
    beans()
    ledgers()


def ledgers() -> None:
    """What is kept of counts."""
    op.create_table(
        "said_count",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_said_count_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_count")),
        sa.UniqueConstraint(
            "consultation_id",
            "counted_on",
            "says",
            name=op.f("uq_said_count_consultation_id_counted_on_says"),
        ),
    )
    op.create_index(op.f("ix_said_count_consultation_id"), "said_count", ["consultation_id"])
    op.create_table(
        "ledger_kept",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_ledger_kept_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_kept")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_ledger_kept_consultation_id")),
    )


def beans() -> None:
    """What helpers counted at meetings waits here for a representative."""
    op.create_table(
        "beans_brought",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("helper_link_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("beans", sa.JSON(), nullable=False),
        sa.Column("brought_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("return_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_beans_brought_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["helper_link_id"], ["helper_link.id"], name=op.f("fk_beans_brought_helper_link_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_beans_brought_place_id")),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_beans_brought_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beans_brought")),
        sa.UniqueConstraint("key", name=op.f("uq_beans_brought_key")),
    )
    op.create_index(op.f("ix_beans_brought_consultation_id"), "beans_brought", ["consultation_id"])
