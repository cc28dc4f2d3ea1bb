"""The house stands: every table of the first loop; the history can be added to and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "community",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("danger_place", sa.String(length=120), nullable=False),
        sa.Column("danger_number", sa.String(length=40), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    op.create_table(
        "contact_point",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("sealed_number", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sa.UniqueConstraint("lookup", name=op.f("uq_contact_point_lookup")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeat_name")),
    )
    op.create_table(
        "history_entry",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    op.create_index(op.f("ix_history_entry_about_id"), "history_entry", ["about_id"], unique=False)
    op.create_index(op.f("ix_history_entry_action"), "history_entry", ["action"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("provider_message_id", sa.String(length=120), nullable=False),
        sa.Column("sender_lookup", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("understood_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("coarse", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint(
            "provider", "provider_message_id", name=op.f("uq_inbound_provider_provider_message_id")
        ),
    )
    op.create_index(op.f("ix_inbound_received_at"), "inbound", ["received_at"], unique=False)
    op.create_index(op.f("ix_inbound_sender_lookup"), "inbound", ["sender_lookup"], unique=False)
    op.create_index(op.f("ix_inbound_understood_at"), "inbound", ["understood_at"], unique=False)
    op.create_table(
        "office",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("slug", name=op.f("uq_office_slug")),
    )
    op.create_table(
        "outbox_item",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("coarse", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_item_key")),
    )
    op.create_index(op.f("ix_outbox_item_done_at"), "outbox_item", ["done_at"], unique=False)
    op.create_index(op.f("ix_outbox_item_due_at"), "outbox_item", ["due_at"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("what", "hash", name=op.f("uq_tombstone_what_hash")),
    )
    op.create_table(
        "translation",
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "about_id",
            "field",
            "language",
            "version",
            name=op.f("uq_translation_about_id_field_language_version"),
        ),
    )
    op.create_index(op.f("ix_translation_about_id"), "translation", ["about_id"], unique=False)
    op.create_table(
        "account_invitation",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_invitation_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_account_invitation_account_id"), "account_invitation", ["account_id"], unique=False
    )
    op.create_table(
        "account_session",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_table(
        "committee",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_committee_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    op.create_table(
        "consultation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("who_asks", sa.Text(), nullable=False),
        sa.Column("who_reads", sa.Text(), nullable=False),
        sa.Column("what_is_open", sa.Text(), nullable=False),
        sa.Column("meeting", sa.String(length=120), nullable=False),
        sa.Column("risks_talked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("risks_note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_consultation_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    op.create_index(op.f("ix_consultation_community_id"), "consultation", ["community_id"], unique=False)
    op.create_table(
        "history_seal",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["history_entry.id"], name=op.f("fk_history_seal_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_history_seal_entry_id")),
        sa.UniqueConstraint("seq", name=op.f("uq_history_seal_seq")),
    )
    op.create_table(
        "place",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_place_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_place_community_id_name")),
    )
    op.create_table(
        "response",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_response_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_office_id"), "response", ["office_id"], unique=False)
    op.create_table(
        "join_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_join_word_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_word")),
        sa.UniqueConstraint("word", name=op.f("uq_join_word_word")),
    )
    op.create_index(op.f("ix_join_word_consultation_id"), "join_word", ["consultation_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("comes_from_id", sa.Uuid(), nullable=True),
        sa.Column("stays_in_id", sa.Uuid(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["comes_from_id"], ["place.id"], name=op.f("fk_participant_comes_from_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_participant_community_id")),
        sa.ForeignKeyConstraint(["stays_in_id"], ["place.id"], name=op.f("fk_participant_stays_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_community_id"), "participant", ["community_id"], unique=False)
    op.create_table(
        "prompt",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_prompt_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_prompt_consultation_id_number")),
    )
    op.create_index(op.f("ix_prompt_consultation_id"), "prompt", ["consultation_id"], unique=False)
    op.create_table(
        "response_version",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("only_wording", sa.Boolean(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_note", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_by_one", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_response_version_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["account.id"], name=op.f("fk_response_version_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_response_version_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_version")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_response_version_response_id_number")),
    )
    op.create_index(
        op.f("ix_response_version_published_at"), "response_version", ["published_at"], unique=False
    )
    op.create_index(
        op.f("ix_response_version_response_id"), "response_version", ["response_id"], unique=False
    )
    op.create_table(
        "return",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_return_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_return_consultation_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_return_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return")),
    )
    op.create_index(op.f("ix_return_consultation_id"), "return", ["consultation_id"], unique=False)
    op.create_table(
        "round",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news_by", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_round_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_round_consultation_id_number")),
    )
    op.create_index(op.f("ix_round_consultation_id"), "round", ["consultation_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("committee_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_name", sa.String(length=120), nullable=True),
        sa.Column("how_chosen", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(community_id IS NOT NULL AND committee_id IS NULL AND office_id IS NULL AND role IN ('representative', 'translator')) OR (committee_id IS NOT NULL AND community_id IS NULL AND office_id IS NULL AND role = 'committee_member') OR (office_id IS NOT NULL AND community_id IS NULL AND committee_id IS NULL AND role = 'staff') OR (office_id IS NULL AND community_id IS NULL AND committee_id IS NULL AND role = 'administrator')",
            name=op.f("ck_seat_role_fits_place"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seat_account_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_seat_committee_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_seat_community_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_seat_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_account_id"), "seat", ["account_id"], unique=False)
    op.create_index(op.f("ix_seat_committee_id"), "seat", ["committee_id"], unique=False)
    op.create_index(op.f("ix_seat_community_id"), "seat", ["community_id"], unique=False)
    op.create_index(op.f("ix_seat_office_id"), "seat", ["office_id"], unique=False)
    op.create_table(
        "step_done",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_step_done_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_step_done_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_done")),
        sa.UniqueConstraint("consultation_id", "step", name=op.f("uq_step_done_consultation_id_step")),
    )
    op.create_table(
        "theme",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_theme_consultation_id")
        ),
        sa.ForeignKeyConstraint(["named_by_id"], ["account.id"], name=op.f("fk_theme_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_theme_consultation_id_number")),
    )
    op.create_index(op.f("ix_theme_consultation_id"), "theme", ["consultation_id"], unique=False)
    op.create_table(
        "code",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("control", sa.String(length=40), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("alias_of_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["alias_of_id"], ["code.id"], name=op.f("fk_code_alias_of_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_code_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_code_consultation_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_code_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_code_consultation_id_number")),
    )
    op.create_index(op.f("ix_code_consultation_id"), "code", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_code_theme_id"), "code", ["theme_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_participant_id"), "consent", ["participant_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("spoke", sa.Integer(), nullable=False),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_findings_consultation_id")
        ),
        sa.ForeignKeyConstraint(["released_by_id"], ["account.id"], name=op.f("fk_findings_released_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_findings_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_findings_consultation_id_number")),
    )
    op.create_index(op.f("ix_findings_consultation_id"), "findings", ["consultation_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_hold_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_hold_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_theme_id"), "hold", ["theme_id"], unique=False)
    op.create_table(
        "import",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_import_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_import_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_index(op.f("ix_import_round_id"), "import", ["round_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_obligation_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_obligation_round_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_obligation_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("key", name=op.f("uq_obligation_key")),
    )
    op.create_index(op.f("ix_obligation_participant_id"), "obligation", ["participant_id"], unique=False)
    op.create_index(op.f("ix_obligation_round_id"), "obligation", ["round_id"], unique=False)
    op.create_index(op.f("ix_obligation_theme_id"), "obligation", ["theme_id"], unique=False)
    op.create_table(
        "prompt_version",
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_prompt_version_by_id")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name=op.f("fk_prompt_version_prompt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_version")),
        sa.UniqueConstraint("prompt_id", "number", name=op.f("uq_prompt_version_prompt_id_number")),
    )
    op.create_index(op.f("ix_prompt_version_prompt_id"), "prompt_version", ["prompt_id"], unique=False)
    op.create_table(
        "reach",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("contact_point_id", sa.Uuid(), nullable=False),
        sa.Column("suffix", sa.Integer(), nullable=False),
        sa.Column("hear_back", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name=op.f("fk_reach_contact_point_id")
        ),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_reach_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
        sa.UniqueConstraint("contact_point_id", "suffix", name=op.f("uq_reach_contact_point_id_suffix")),
    )
    op.create_index(op.f("ix_reach_contact_point_id"), "reach", ["contact_point_id"], unique=False)
    op.create_index(op.f("ix_reach_participant_id"), "reach", ["participant_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("selector", sa.String(length=6), nullable=False),
        sa.Column("verifier_hash", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_receipt_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("selector", name=op.f("uq_receipt_selector")),
    )
    op.create_index(op.f("ix_receipt_participant_id"), "receipt", ["participant_id"], unique=False)
    op.create_table(
        "return_line",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("beans", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_return_line_return_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_return_line_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
        sa.UniqueConstraint(
            "return_id", "theme_id", "says", name=op.f("uq_return_line_return_id_theme_id_says")
        ),
    )
    op.create_index(op.f("ix_return_line_return_id"), "return_line", ["return_id"], unique=False)
    op.create_table(
        "return_version",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_return_version_return_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["response_version.id"], name=op.f("fk_return_version_version_id")
        ),
        sa.PrimaryKeyConstraint("return_id", "version_id", name=op.f("pk_return_version")),
    )
    op.create_table(
        "submission",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("readers", sa.String(length=40), nullable=False),
        sa.Column("quote_where", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_submission_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_submission_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("key", name=op.f("uq_submission_key")),
        sa.UniqueConstraint("participant_id", "round_id", name=op.f("uq_submission_participant_id_round_id")),
    )
    op.create_index(op.f("ix_submission_participant_id"), "submission", ["participant_id"], unique=False)
    op.create_index(op.f("ix_submission_round_id"), "submission", ["round_id"], unique=False)
    op.create_table(
        "theme_office",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_theme_office_office_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_office_theme_id")),
        sa.PrimaryKeyConstraint("theme_id", "office_id", name=op.f("pk_theme_office")),
    )
    op.create_table(
        "theme_step",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_theme_step_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_step_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_step")),
    )
    op.create_index(op.f("ix_theme_step_theme_id"), "theme_step", ["theme_id"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_verdict_participant_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_verdict_theme_id")),
        sa.ForeignKeyConstraint(["version_id"], ["response_version.id"], name=op.f("fk_verdict_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint(
            "participant_id",
            "theme_id",
            "question",
            "sequence",
            name=op.f("uq_verdict_participant_id_theme_id_question_sequence"),
        ),
    )
    op.create_index(op.f("ix_verdict_participant_id"), "verdict", ["participant_id"], unique=False)
    op.create_index(op.f("ix_verdict_theme_id"), "verdict", ["theme_id"], unique=False)
    op.create_index(op.f("ix_verdict_version_id"), "verdict", ["version_id"], unique=False)
    op.create_table(
        "code_step",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_code_step_by_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_code_step_code_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_step")),
    )
    op.create_index(op.f("ix_code_step_code_id"), "code_step", ["code_id"], unique=False)
    op.create_table(
        "findings_theme",
        sa.Column("findings_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["findings_id"], ["findings.id"], name=op.f("fk_findings_theme_findings_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_findings_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_theme")),
        sa.UniqueConstraint("findings_id", "number", name=op.f("uq_findings_theme_findings_id_number")),
    )
    op.create_index(op.f("ix_findings_theme_findings_id"), "findings_theme", ["findings_id"], unique=False)
    op.create_index(op.f("ix_findings_theme_theme_id"), "findings_theme", ["theme_id"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_row_import_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_import_row_round_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_import_row_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("round_id", "source_hash", name=op.f("uq_import_row_round_id_source_hash")),
    )
    op.create_index(op.f("ix_import_row_import_id"), "import_row", ["import_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("contact_point_id", sa.Uuid(), nullable=False),
        sa.Column("reach_id", sa.Uuid(), nullable=True),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coarse", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name=op.f("fk_message_contact_point_id")
        ),
        sa.ForeignKeyConstraint(["reach_id"], ["reach.id"], name=op.f("fk_message_reach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_contact_point_id"), "message", ["contact_point_id"], unique=False)
    op.create_index(op.f("ix_message_ended_at"), "message", ["ended_at"], unique=False)
    op.create_index(op.f("ix_message_not_before"), "message", ["not_before"], unique=False)
    op.create_index(op.f("ix_message_reach_id"), "message", ["reach_id"], unique=False)
    op.create_index(op.f("ix_message_state"), "message", ["state"], unique=False)
    op.create_table(
        "pile",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_pile_by_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_pile_code_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_pile_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pile")),
    )
    op.create_index(op.f("ix_pile_consultation_id"), "pile", ["consultation_id"], unique=False)
    op.create_table(
        "prompt_wording",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("back_translation", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["prompt_version.id"], name=op.f("fk_prompt_wording_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_wording")),
        sa.UniqueConstraint("version_id", "language", name=op.f("uq_prompt_wording_version_id_language")),
    )
    op.create_index(op.f("ix_prompt_wording_version_id"), "prompt_wording", ["version_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.Column("later_words", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_answer_submission_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["prompt_wording.id"], name=op.f("fk_answer_wording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_submission_id"), "answer", ["submission_id"], unique=False)
    op.create_index(op.f("ix_answer_wording_id"), "answer", ["wording_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("provider_message_id", sa.String(length=120), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attempt_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_attempt_message_id_number")),
        sa.UniqueConstraint(
            "provider", "provider_message_id", name=op.f("uq_attempt_provider_provider_message_id")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_attempt_token")),
    )
    op.create_index(op.f("ix_attempt_message_id"), "attempt", ["message_id"], unique=False)
    op.create_table(
        "contribution",
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"], ["findings_theme.id"], name=op.f("fk_contribution_findings_theme_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_contribution_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "findings_theme_id",
            "participant_id",
            name=op.f("uq_contribution_findings_theme_id_participant_id"),
        ),
    )
    op.create_index(
        op.f("ix_contribution_findings_theme_id"), "contribution", ["findings_theme_id"], unique=False
    )
    op.create_index(op.f("ix_contribution_participant_id"), "contribution", ["participant_id"], unique=False)
    op.create_table(
        "findings_theme_office",
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"],
            ["findings_theme.id"],
            name=op.f("fk_findings_theme_office_findings_theme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_findings_theme_office_office_id")
        ),
        sa.PrimaryKeyConstraint("findings_theme_id", "office_id", name=op.f("pk_findings_theme_office")),
    )
    op.create_index(
        op.f("ix_findings_theme_office_office_id"), "findings_theme_office", ["office_id"], unique=False
    )
    op.create_table(
        "message_cause",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_cause_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_cause")),
        sa.UniqueConstraint("key", name=op.f("uq_message_cause_key")),
    )
    op.create_index(op.f("ix_message_cause_message_id"), "message_cause", ["message_id"], unique=False)
    op.create_table(
        "reached",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("findings_id", sa.Uuid(), nullable=True),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("return_id", sa.Uuid(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(how = 'return') = (return_id IS NOT NULL)", name=op.f("ck_reached_return_has_its_return")
        ),
        sa.ForeignKeyConstraint(["findings_id"], ["findings.id"], name=op.f("fk_reached_findings_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_reached_message_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_reached_obligation_id")),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_reached_return_id")),
        sa.ForeignKeyConstraint(["version_id"], ["response_version.id"], name=op.f("fk_reached_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reached")),
        sa.UniqueConstraint("key", name=op.f("uq_reached_key")),
    )
    op.create_index(op.f("ix_reached_obligation_id"), "reached", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_reached_version_id"), "reached", ["version_id"], unique=False)
    op.create_table(
        "response_theme",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"], ["findings_theme.id"], name=op.f("fk_response_theme_findings_theme_id")
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_response_theme_response_id")),
        sa.PrimaryKeyConstraint("response_id", "findings_theme_id", name=op.f("pk_response_theme")),
    )
    op.create_index(
        op.f("ix_response_theme_findings_theme_id"), "response_theme", ["findings_theme_id"], unique=False
    )
    op.create_table(
        "review",
        sa.Column("findings_theme_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("signed", sa.String(length=120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["findings_theme_id"], ["findings_theme.id"], name=op.f("fk_review_findings_theme_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_review_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_findings_theme_id"), "review", ["findings_theme_id"], unique=False)
    op.create_index(op.f("ix_review_seat_id"), "review", ["seat_id"], unique=False)
    op.create_table(
        "telling",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("findings_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["findings_id"], ["findings.id"], name=op.f("fk_telling_findings_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_telling_message_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_telling_obligation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["response_version.id"], name=op.f("fk_telling_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sa.UniqueConstraint(
            "obligation_id",
            "version_id",
            "findings_id",
            "message_id",
            name=op.f("uq_telling_obligation_id_version_id_findings_id_message_id"),
        ),
    )
    op.create_index(op.f("ix_telling_message_id"), "telling", ["message_id"], unique=False)
    op.create_index(op.f("ix_telling_obligation_id"), "telling", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_telling_version_id"), "telling", ["version_id"], unique=False)
    op.create_table(
        "answer_part",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_part_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_answer_part_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_part")),
        sa.UniqueConstraint("answer_id", "position", name=op.f("uq_answer_part_answer_id_position")),
    )
    op.create_index(op.f("ix_answer_part_answer_id"), "answer_part", ["answer_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("masked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_reader_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_card_answer_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_card_consultation_id")
        ),
        sa.ForeignKeyConstraint(["first_reader_id"], ["account.id"], name=op.f("fk_card_first_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_card_answer_id")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_card_consultation_id_number")),
    )
    op.create_index(op.f("ix_card_consultation_id"), "card", ["consultation_id"], unique=False)
    op.create_table(
        "coding",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("pile_id", sa.Uuid(), nullable=True),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_coding_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_coding_by_id")),
        sa.ForeignKeyConstraint(["pile_id"], ["pile.id"], name=op.f("fk_coding_pile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("answer_id", "sequence", name=op.f("uq_coding_answer_id_sequence")),
    )
    op.create_index(op.f("ix_coding_answer_id"), "coding", ["answer_id"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("contact_point_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("reach_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("prompt_number", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_conversation_answer_id")),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name=op.f("fk_conversation_contact_point_id")
        ),
        sa.ForeignKeyConstraint(["reach_id"], ["reach.id"], name=op.f("fk_conversation_reach_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_conversation_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("contact_point_id", name=op.f("uq_conversation_contact_point_id")),
    )
    op.create_table(
        "delivery_event",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_delivery_event_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_event")),
        sa.UniqueConstraint(
            "attempt_id", "state", "code", name=op.f("uq_delivery_event_attempt_id_state_code")
        ),
    )
    op.create_index(op.f("ix_delivery_event_attempt_id"), "delivery_event", ["attempt_id"], unique=False)
    op.create_table(
        "coding_code",
        sa.Column("coding_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_coding_code_code_id")),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name=op.f("fk_coding_code_coding_id")),
        sa.PrimaryKeyConstraint("coding_id", "code_id", name=op.f("pk_coding_code")),
    )
    op.create_index(op.f("ix_coding_code_code_id"), "coding_code", ["code_id"], unique=False)
    keep_for_ever()


KEPT = {
    "history_entry": "",
    "history_seal": "",
    # The moment of a delivery becomes its day after two days; nothing else of it may change.
    "delivery_event": " OF id, attempt_id, state, code",
}
"""Tables that are only added to, and which of their columns the rule covers."""


def keep_for_ever() -> None:
    """Let the database itself refuse to change or delete what is only added to."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END$$"
        )
    for table, columns in KEPT.items():
        for act in (f"UPDATE{columns}", "DELETE"):
            name = f"{table}_no_{act.split()[0].lower()}"
            refuse = (
                "EXECUTE FUNCTION only_added_to()"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {refuse}")
