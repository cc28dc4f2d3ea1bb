"""Letters and obligations are found in the order in which they are taken, however many wait."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_message_in_turn", "message", ["state", "asked", "not_before", "place"])
    op.drop_index(op.f("ix_message_state"), "message")
    op.drop_index(op.f("ix_message_not_before"), "message")
    op.create_index("ix_obligation_of_theme", "obligation", ["theme_id", "id"])
    op.drop_index(op.f("ix_obligation_theme_id"), "obligation")
