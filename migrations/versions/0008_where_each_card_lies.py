"""Where each card lies is noted on the card, so that no page looks through all the sorting to find out."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WAITS = sa.text("masked_at IS NOT NULL AND coding_id IS NULL")
TAKEN_BACK = sa.text("withdrawn_on IS NOT NULL")
AWAY = sa.text("withdrawn_on IS NOT NULL OR protected_on IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("card") as batch_op:
        batch_op.add_column(sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("coding_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_card_coding_id"), "coding", ["coding_id"], ["id"])
    op.execute(
        "UPDATE card SET coding_id = (SELECT coding.id FROM coding WHERE coding.answer_id = card.answer_id"
        ' AND coding."primary" AND coding.retracted_at IS NULL ORDER BY coding.sequence DESC LIMIT 1)'
    )
    op.execute(
        "UPDATE card SET elsewhere = EXISTS (SELECT 1 FROM answer JOIN submission"
        " ON submission.id = answer.submission_id"
        " WHERE answer.id = card.answer_id AND submission.readers = 'elsewhere')"
    )
    for name, table, columns, where, on_sqlite in (
        ("ix_card_unsorted", "card", ["consultation_id", "number"], WAITS, WAITS),
        (
            "ix_card_elsewhere",
            "card",
            ["consultation_id", "number"],
            sa.text("elsewhere"),
            sa.text("elsewhere = 1"),
        ),
        ("ix_coding_again", "coding", ["answer_id"], sa.text('NOT "primary"'), sa.text('"primary" = 0')),
        ("ix_answer_gone", "answer", ["id"], AWAY, AWAY),
        ("ix_submission_gone", "submission", ["id"], TAKEN_BACK, TAKEN_BACK),
    ):
        op.create_index(name, table, columns, postgresql_where=where, sqlite_where=on_sqlite)
    op.create_index(op.f("ix_card_coding_id"), "card", ["coding_id"])
    op.create_index("ix_coding_by", "coding", ["by_id", "at"])
    op.drop_index("ix_coding_code_code_id", "coding_code")
    op.create_index("ix_coding_code_code_id", "coding_code", ["code_id", "coding_id"])
