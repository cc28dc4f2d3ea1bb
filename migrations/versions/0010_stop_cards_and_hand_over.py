"""Stop cards and keep cards, with what offices say to them; and a mission that hands over."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("meeting_report", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.add_column("seat", sa.Column("woman_or_man", sa.String(length=40), nullable=True))
    stop_cards()
    hand_over()
    heard()
    fewer_codes_are_others()


def stop_cards() -> None:
    op.create_table(
        "stop_card",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_stop_card_community_id")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["account.id"], name=op.f("fk_stop_card_looked_by_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["account.id"], name=op.f("fk_stop_card_named_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_stop_card_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_card")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_stop_card_community_id_number")),
    )
    op.create_index(op.f("ix_stop_card_office_id"), "stop_card", ["office_id"])
    op.create_table(
        "stop_answer",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["stop_card.id"], name=op.f("fk_stop_answer_card_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["account.id"], name=op.f("fk_stop_answer_drafted_by_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_stop_answer_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_answer")),
        sa.UniqueConstraint("card_id", "number", name=op.f("uq_stop_answer_card_id_number")),
    )
    op.create_table(
        "stop_word",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("is_one", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["stop_answer.id"], name=op.f("fk_stop_word_answer_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_stop_word_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_word")),
        sa.UniqueConstraint("answer_id", "seat_id", name=op.f("uq_stop_word_answer_id_seat_id")),
    )
    op.create_index(op.f("ix_stop_word_answer_id"), "stop_word", ["answer_id"])


def hand_over() -> None:
    with op.batch_alter_table("receipt") as batch_op:
        batch_op.add_column(sa.Column("twin", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("sealed_pepper", sa.LargeBinary(), nullable=True))
        batch_op.drop_constraint("uq_receipt_selector", type_="unique")
        batch_op.create_unique_constraint("uq_receipt_selector_twin", ["selector", "twin"])
    op.add_column("participant", sa.Column("quiet_since", sa.Date(), nullable=True))
    op.add_column("findings", sa.Column("quotes_behind", sa.JSON(), nullable=True))
    op.add_column("obligation", sa.Column("kind", sa.String(length=40), nullable=True))
    op.create_table(
        "successor",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_successor_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_successor_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successor")),
    )
    op.create_index(op.f("ix_successor_consultation_id"), "successor", ["consultation_id"])
    counts = ("people", "owed", "with_number", "with_code", "by_meeting", "ended")
    op.create_table(
        "handover",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("house", sa.String(length=120), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_handover_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_community_id"), "handover", ["community_id"])
    op.create_table(
        "handed_over",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handed_over_handover_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_handed_over_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_over")),
        sa.UniqueConstraint(
            "obligation_id", "handover_id", name=op.f("uq_handed_over_obligation_id_handover_id")
        ),
    )
    op.create_index(op.f("ix_handed_over_handover_id"), "handed_over", ["handover_id"])


def heard() -> None:
    """Nothing is counted here: until the clock did, it is counted whenever somebody asks."""
    op.create_table(
        "heard",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("firsts", sa.JSON(), nullable=False),
        sa.Column("by_group", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_heard_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_heard_consultation_id")),
    )


def fewer_codes_are_others() -> None:
    """Second readings under some of the codes of the first, and no other, were noted as if both had chosen
    the same."""
    op.execute(
        "UPDATE coding SET beside = CASE WHEN EXISTS (SELECT 1 FROM coding AS later"  # noqa: S608 - our own words
        ' WHERE later.answer_id = coding.answer_id AND later."primary" AND later.retracted_at IS NULL'
        " AND later.memo <> '' AND later.pile_id IS NULL AND later.sequence > coding.sequence)"
        " THEN 'settled' ELSE 'to_talk' END WHERE beside = 'alike' AND EXISTS (SELECT 1"
        f" FROM coding_code AS here JOIN code AS mine ON mine.id = here.code_id WHERE here.coding_id = {FIRST}"
        " AND coalesce(mine.alias_of_id, mine.id) NOT IN (SELECT coalesce(theirs.alias_of_id, theirs.id)"
        " FROM coding_code AS there JOIN code AS theirs ON theirs.id = there.code_id"
        " WHERE there.coding_id = coding.id))"
    )


FIRST = (
    '(SELECT one.id FROM coding AS one WHERE one.answer_id = coding.answer_id AND one."primary"'
    " AND one.sequence < coding.sequence AND (one.retracted_at IS NULL OR EXISTS (SELECT 1"
    " FROM coding_code AS lay JOIN code AS was ON was.id = lay.code_id"
    " JOIN code_step AS step ON step.code_id = coalesce(was.alias_of_id, was.id)"
    " WHERE lay.coding_id = one.id AND step.step = 'split' AND step.at = one.retracted_at))"
    " ORDER BY one.sequence DESC LIMIT 1)"
)
"""The sorting that counted when a card was read a second time."""
