"""Asking in own words: groups and lists, helpers, meetings, recordings, protected reports, own languages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "guess_bucket",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guess_bucket")),
        sa.UniqueConstraint("what", name=op.f("uq_guess_bucket_what")),
    )
    op.create_table(
        "helper_link",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("paid_by_office", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_helper_link_community_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_helper_link_made_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_helper_link_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper_link")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_helper_link_community_id_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_helper_link_token_hash")),
    )
    op.create_table(
        "language",
        sa.Column("code", sa.String(length=35), nullable=False),
        sa.Column("autonym", sa.String(length=80), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("fallbacks", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.String(length=120), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_language_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language")),
        sa.UniqueConstraint("code", name=op.f("uq_language_code")),
    )
    op.create_table(
        "own_word",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_own_word_by_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_own_word_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_word")),
        sa.UniqueConstraint(
            "community_id",
            "language",
            "kind",
            "word",
            name=op.f("uq_own_word_community_id_language_kind_word"),
        ),
    )
    op.create_table(
        "people_group",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_people_group_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_group")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_people_group_community_id_name")),
    )
    op.create_table(
        "recording",
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("wiped_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_recording_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_table(
        "estimate",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(group_id IS NULL) <> (place_id IS NULL)", name=op.f("ck_estimate_of_one")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_estimate_by_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_estimate_community_id")),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name=op.f("fk_estimate_group_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_estimate_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate")),
    )
    with op.batch_alter_table("estimate") as batch_op:
        batch_op.create_index(batch_op.f("ix_estimate_community_id"), ["community_id"], unique=False)

    op.create_table(
        "language_sentence",
        sa.Column("language_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recording", sa.LargeBinary(), nullable=True),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_language_sentence_by_id")),
        sa.ForeignKeyConstraint(
            ["language_id"], ["language.id"], name=op.f("fk_language_sentence_language_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_sentence")),
        sa.UniqueConstraint("language_id", "key", name=op.f("uq_language_sentence_language_id_key")),
    )
    op.create_table(
        "belonging",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name=op.f("fk_belonging_group_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_belonging_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belonging")),
        sa.UniqueConstraint("participant_id", "group_id", name=op.f("uq_belonging_participant_id_group_id")),
    )
    with op.batch_alter_table("belonging") as batch_op:
        batch_op.create_index(batch_op.f("ix_belonging_group_id"), ["group_id"], unique=False)

    op.create_table(
        "outreach_task",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_outreach_task_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_outreach_task_consultation_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name=op.f("fk_outreach_task_group_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_outreach_task_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_task")),
    )
    with op.batch_alter_table("outreach_task") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outreach_task_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "reading_seat",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_reading_seat_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_reading_seat_consultation_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reading_seat_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_seat")),
        sa.UniqueConstraint(
            "consultation_id", "seat_id", name=op.f("uq_reading_seat_consultation_id_seat_id")
        ),
    )
    op.create_table(
        "meeting_report",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("helper_link_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("read_back", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_meeting_report_by_id")),
        sa.ForeignKeyConstraint(
            ["helper_link_id"], ["helper_link.id"], name=op.f("fk_meeting_report_helper_link_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_meeting_report_place_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_meeting_report_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_report")),
        sa.UniqueConstraint("key", name=op.f("uq_meeting_report_key")),
    )
    with op.batch_alter_table("meeting_report") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_report_helper_link_id"), ["helper_link_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meeting_report_round_id"), ["round_id"], unique=False)

    op.create_table(
        "speaks_for_you",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_speaks_for_you_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_speaks_for_you_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaks_for_you")),
        sa.UniqueConstraint(
            "participant_id", "round_id", name=op.f("uq_speaks_for_you_participant_id_round_id")
        ),
    )
    with op.batch_alter_table("speaks_for_you") as batch_op:
        batch_op.create_index(batch_op.f("ix_speaks_for_you_round_id"), ["round_id"], unique=False)

    op.create_table(
        "kept_hint",
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.Column("hint", sa.String(length=40), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_kept_hint_by_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["prompt_wording.id"], name=op.f("fk_kept_hint_wording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_hint")),
        sa.UniqueConstraint("wording_id", "hint", name=op.f("uq_kept_hint_wording_id_hint")),
    )
    op.create_table(
        "meeting_point",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_meeting_point_recording_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["meeting_report.id"], name=op.f("fk_meeting_point_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["prompt_wording.id"], name=op.f("fk_meeting_point_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_point")),
        sa.UniqueConstraint("report_id", "position", name=op.f("uq_meeting_point_report_id_position")),
    )
    op.create_table(
        "protected_report",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("flagged_by_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("general_line", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_protected_report_answer_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_protected_report_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["flagged_by_id"], ["account.id"], name=op.f("fk_protected_report_flagged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["account.id"], name=op.f("fk_protected_report_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_protected_report_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_report")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_protected_report_consultation_id_number")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_protected_report_key")),
    )
    with op.batch_alter_table("protected_report") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_protected_report_consultation_id"), ["consultation_id"], unique=False
        )

    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mail_work", sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("protected_on", sa.Date(), nullable=True))

    with op.batch_alter_table("answer_part") as batch_op:
        batch_op.add_column(sa.Column("recording_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_part_recording_id"), "recording", ["recording_id"], ["id"]
        )

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(
            sa.Column("belongs_to", sa.String(length=40), nullable=False, server_default="everyone")
        )
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("place_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("template", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("opening", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("costs", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_group_id"), "people_group", ["group_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_consultation_place_id"), "place", ["place_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_consultation_owners_fit"),
            "(belongs_to = 'everyone' AND group_id IS NULL AND place_id IS NULL)"
            " OR (belongs_to = 'group' AND group_id IS NOT NULL AND place_id IS NULL)"
            " OR (belongs_to = 'place' AND place_id IS NOT NULL AND group_id IS NULL)",
        )

    with op.batch_alter_table("import") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default=""))

    with op.batch_alter_table("import_row") as batch_op:
        batch_op.add_column(sa.Column("person_hash", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_import_row_person", ["round_id", "person_hash"], unique=False)

    with op.batch_alter_table("prompt_wording") as batch_op:
        batch_op.add_column(sa.Column("by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("back_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("recording_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_prompt_wording_by_id"), "account", ["by_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_prompt_wording_back_by_id"), "account", ["back_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_prompt_wording_recording_id"), "recording", ["recording_id"], ["id"]
        )

    with op.batch_alter_table("round") as batch_op:
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))

    with op.batch_alter_table("seat") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_seat_role_fits_place"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_seat_role_fits_place"),
            "(community_id IS NOT NULL AND committee_id IS NULL AND office_id IS NULL"
            " AND role IN ('representative', 'translator', 'reader', 'protection_officer'))"
            " OR (committee_id IS NOT NULL AND community_id IS NULL AND office_id IS NULL"
            " AND role = 'committee_member')"
            " OR (office_id IS NOT NULL AND community_id IS NULL AND committee_id IS NULL"
            " AND role = 'staff')"
            " OR (office_id IS NULL AND community_id IS NULL AND committee_id IS NULL"
            " AND role = 'administrator')",
        )
        batch_op.add_column(sa.Column("chosen_by", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("objected", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("stepped_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("submission") as batch_op:
        batch_op.add_column(sa.Column("helper_link_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("read_back", sa.Boolean(), nullable=True))
        batch_op.create_index(batch_op.f("ix_submission_helper_link_id"), ["helper_link_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_helper_link_id"), "helper_link", ["helper_link_id"], ["id"]
        )
