"""What meetings say of whether a promise happened, and how much of what people say of it came through helpers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    happened()


def happened() -> None:
    """What was counted before stays as it was: nobody knows how much of it came through helpers."""
    op.add_column("beans_brought", sa.Column("happened", sa.JSON(), nullable=True))
    for name in ("helped", "paid"):
        op.add_column("happened_count", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "happened_line",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("beans", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_happened_line_return_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_happened_line_theme_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_happened_line_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happened_line")),
        sa.UniqueConstraint(
            "return_id",
            "theme_id",
            "response_id",
            "says",
            name=op.f("uq_happened_line_return_id_theme_id_response_id_says"),
        ),
    )
    op.create_index(op.f("ix_happened_line_return_id"), "happened_line", ["return_id"])
