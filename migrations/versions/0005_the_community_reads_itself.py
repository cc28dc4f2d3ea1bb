"""The community reads itself: second readers, pointing, quotes, beans, a notebook, checks, breakdowns."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "group_shown",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("shown", sa.String(length=40), nullable=False),
        sa.Column("said_how", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(group_id IS NULL) <> (place_id IS NULL)", name=op.f("ck_group_shown_of_one")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_group_shown_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_group_shown_consultation_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name=op.f("fk_group_shown_group_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_group_shown_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_shown")),
    )
    with op.batch_alter_table("group_shown") as batch_op:
        batch_op.create_index(batch_op.f("ix_group_shown_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "help_measured",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("guess", sa.Integer(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_help_measured_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_help_measured_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_measured")),
    )
    with op.batch_alter_table("help_measured") as batch_op:
        batch_op.create_index("ix_help_measured_of", ["consultation_id", "language", "method"], unique=False)

    op.create_table(
        "help_run",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_help_run_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_help_run_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_run")),
    )
    with op.batch_alter_table("help_run") as batch_op:
        batch_op.create_index(batch_op.f("ix_help_run_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "notebook_entry",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_notebook_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_notebook_entry_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook_entry")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_notebook_entry_consultation_id_number")
        ),
    )
    with op.batch_alter_table("notebook_entry") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notebook_entry_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "community_check",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_community_check_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_community_check_consultation_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_community_check_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_check")),
    )
    with op.batch_alter_table("community_check") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_community_check_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_community_check_round_id"), ["round_id"], unique=False)

    op.create_table(
        "help_group",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["help_run.id"], name=op.f("fk_help_group_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_group")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_help_group_run_id_number")),
    )
    op.create_table(
        "notebook_step",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_notebook_step_by_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["notebook_entry.id"], name=op.f("fk_notebook_step_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook_step")),
    )
    with op.batch_alter_table("notebook_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_notebook_step_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "ranking",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ranking_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_ranking_consultation_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ranking_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
    )
    with op.batch_alter_table("ranking") as batch_op:
        batch_op.create_index(batch_op.f("ix_ranking_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ranking_round_id"), ["round_id"], unique=False)

    op.create_table(
        "sign_seen",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_sign_seen_by_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["notebook_entry.id"], name=op.f("fk_sign_seen_entry_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sign_seen_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_seen")),
        sa.UniqueConstraint("entry_id", "round_id", name=op.f("uq_sign_seen_entry_id_round_id")),
    )
    with op.batch_alter_table("sign_seen") as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_seen_round_id"), ["round_id"], unique=False)

    op.create_table(
        "breakdown",
        sa.Column("findings_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("themes", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["findings_id"], ["findings.id"], name=op.f("fk_breakdown_findings_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakdown")),
        sa.UniqueConstraint("findings_id", "by", "themes", name=op.f("uq_breakdown_findings_id_by_themes")),
    )
    op.create_table(
        "check_word",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=True),
        sa.Column("masked_by_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["community_check.id"], name=op.f("fk_check_word_check_id")),
        sa.ForeignKeyConstraint(["masked_by_id"], ["account.id"], name=op.f("fk_check_word_masked_by_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_check_word_participant_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_check_word_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_word")),
        sa.UniqueConstraint("key", name=op.f("uq_check_word_key")),
    )
    with op.batch_alter_table("check_word") as batch_op:
        batch_op.create_index("ix_check_word_of", ["check_id", "theme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_word_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "ranking_line",
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("beans", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ranking_id"], ["ranking.id"], name=op.f("fk_ranking_line_ranking_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_ranking_line_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_line")),
        sa.UniqueConstraint("ranking_id", "theme_id", name=op.f("uq_ranking_line_ranking_id_theme_id")),
    )
    op.create_table(
        "answer_vector",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("of", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_vector_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_vector")),
        sa.UniqueConstraint("answer_id", "method", name=op.f("uq_answer_vector_answer_id_method")),
    )
    op.create_table(
        "help_group_answer",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_help_group_answer_answer_id")),
        sa.ForeignKeyConstraint(["group_id"], ["help_group.id"], name=op.f("fk_help_group_answer_group_id")),
        sa.PrimaryKeyConstraint("group_id", "answer_id", name=op.f("pk_help_group_answer")),
    )
    with op.batch_alter_table("help_group_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_help_group_answer_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "quote",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("where", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["account.id"], name=op.f("fk_quote_agreed_by_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_quote_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_quote_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_quote_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    with op.batch_alter_table("quote") as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "suggestion_shown",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("pointing", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_suggestion_shown_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_suggestion_shown_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_shown")),
    )
    with op.batch_alter_table("suggestion_shown") as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_shown_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index("ix_suggestion_shown_by", ["by_id", "at"], unique=False)

    op.create_table(
        "deal",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("second", sa.String(length=40), nullable=True),
        sa.Column("dealt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_deal_account_id")),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_deal_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("card_id", "account_id", name=op.f("uq_deal_card_id_account_id")),
    )
    with op.batch_alter_table("deal") as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_account_id"), ["account_id"], unique=False)

    op.create_table(
        "findings_quote",
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("where", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"], ["findings_theme.id"], name=op.f("fk_findings_quote_findings_theme_id")
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_findings_quote_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_quote")),
        sa.UniqueConstraint(
            "findings_theme_id", "quote_id", name=op.f("uq_findings_quote_findings_theme_id_quote_id")
        ),
    )
    with op.batch_alter_table("findings_quote") as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_quote_quote_id"), ["quote_id"], unique=False)

    op.create_table(
        "notebook_link",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN to_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN card_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_notebook_link_to_one"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_notebook_link_by_id")),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_notebook_link_card_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["notebook_entry.id"], name=op.f("fk_notebook_link_entry_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_notebook_link_theme_id")),
        sa.ForeignKeyConstraint(["to_id"], ["notebook_entry.id"], name=op.f("fk_notebook_link_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook_link")),
    )
    with op.batch_alter_table("notebook_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_notebook_link_card_id"), ["card_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notebook_link_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notebook_link_theme_id"), ["theme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notebook_link_to_id"), ["to_id"], unique=False)

    with op.batch_alter_table("code") as batch_op:
        batch_op.add_column(sa.Column("recording_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_code_recording_id"), "recording", ["recording_id"], ["id"])

    with op.batch_alter_table("coding") as batch_op:
        batch_op.add_column(sa.Column("second", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("suggestion_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("memo", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_coding_suggestion_id"), "suggestion_shown", ["suggestion_id"], ["id"]
        )

    with op.batch_alter_table("findings") as batch_op:
        batch_op.add_column(sa.Column("made", sa.JSON(), nullable=True))

    with op.batch_alter_table("theme") as batch_op:
        batch_op.add_column(sa.Column("recording_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_recording_id"), "recording", ["recording_id"], ["id"]
        )
