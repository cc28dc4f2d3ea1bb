"""What goes along in a hand-over, column by column. What is not named here stays in this house.

Staff stay: whoever did something is nobody's account there. Words as they were said stay, with quotes of
them; recordings, letters, conversations and the history stay. Numbers go by another way, each by a yes.
"""

COLUMNS: dict[str, str] = {
    "community": "slug name language region timezone public danger_place danger_number",
    "place": "community_id name",
    "committee": "community_id name",
    "people_group": "community_id number name retired_at",
    "consultation": "community_id slug name language languages belongs_to group_id place_id template who_asks"
    " who_reads what_is_open meeting opening costs risks_talked_at risks_note made_at",
    "round": "consultation_id number opened_at closes_on closed_at news_by review_by paused_at cancelled_at"
    " reason",
    "prompt": "consultation_id number withdrawn_at",
    "prompt_version": "prompt_id number frozen_at made_at",
    "prompt_wording": "version_id language text back_translation",
    "office": "slug name disabled_at",
    "seat": "role community_id committee_id office_id number since until ended_at",
    "helper_link": "community_id number language office_id paid_by_office until ended_at",
    "theme": "consultation_id number name statement language audience made_at",
    "theme_office": "theme_id office_id",
    "hold": "theme_id since lifted_at",
    "findings": "consultation_id round_id number released_at review_by spoke set_aside alone language made"
    " quotes_behind hash",
    "findings_theme": "findings_id theme_id number name statement language audience people meetings hash",
    "findings_theme_office": "findings_theme_id office_id",
    "breakdown": "findings_id by themes rows columns cells fewest hash",
    "review": "findings_theme_id seat_id sequence position reason language signed at afterwards",
    "assessment": "theme_id office_id seat_id words language signed at",
    "response": "office_id made_at",
    "response_theme": "response_id findings_theme_id",
    "response_version": "response_id number kind words why who by_when language to_whom to_office_id"
    " handed_on reference question only_wording drafted_at checked_by_one asked_at published_at",
    "went_into": "response_id document paragraph page went_on at",
    "question_reply": "version_id sequence reply text language seat_id at",
    "faithfulness": "version_id community_id seat_id says note language at",
    "commitment": "by response_id office_id consultation_id other_community_id what who language"
    " first_day at",
    "commitment_theme": "commitment_id theme_id",
    "commitment_step": "commitment_id sequence step day text at",
    "translation": "about_kind about_id field language version text written_at waits let_at",
    "participant": "community_id language stays_in_id",
    "consent": "participant_id purpose text_version language given given_on detail",
    "obligation": "key participant_id round_id theme_id since kind",
    "contribution": "findings_theme_id participant_id",
    "return": "consultation_id place_id form told_on people said at taken_by",
    "return_version": "return_id version_id",
    "return_line": "return_id theme_id says beans",
    "beans_brought": "key consultation_id helper_link_id place_id held_on people beans happened brought_on",
    "happened_line": "return_id theme_id response_id says beans",
    "reached": "key obligation_id version_id findings_id how return_id reached_on",
    "verdict": "participant_id theme_id version_id question sequence says said_on taken_by",
    "happened_count": "theme_id response_id counted_on says people helped paid",
    "said_count": "consultation_id counted_on says answers",
    "receipt": "participant_id selector verifier_hash made_on",
}
"""Tables in the order in which they are taken, each with the columns that go along beside its id."""

STAYS: dict[str, str] = {
    "community": "disabled_at",
    "prompt_wording": "recording_id",
    "seat": "public_name how_chosen chosen_by objected renewed_at stepped_back woman_or_man",
    "helper_link": "name token_hash made_at",
    "beans_brought": "settled_on return_id",
    "theme": "recording_id",
    "findings_theme": "recording_id",
    "breakdown": "sealed",
    "response_version": "handed_over_at sent_back_at sent_back_note",
    "translation": "by_id checked_by_id",
    "participant": "comes_from_id left_on quiet_since",
    "reached": "message_id",
    "receipt": "twin sealed_pepper failures locked_until ended_on",
}
"""Columns that stay, beside those that name an account: a new column must be put on one of the two lists."""

EMPTY: dict[str, dict[str, object]] = {
    "seat": {"how_chosen": "", "chosen_by": "", "objected": "", "stepped_back": False},
    "response_version": {"sent_back_note": ""},
}
"""What stands there instead, where a column may not be empty."""

STEPS: tuple[tuple[str, str, str], ...] = (
    ("place", "community_id", "community.id"),
    ("committee", "community_id", "community.id"),
    ("people_group", "community_id", "community.id"),
    ("consultation", "community_id", "community.id"),
    ("round", "consultation_id", "consultation.id"),
    ("prompt", "consultation_id", "consultation.id"),
    ("prompt_version", "prompt_id", "prompt.id"),
    ("prompt_wording", "version_id", "prompt_version.id"),
    ("findings", "consultation_id", "consultation.id"),
    ("findings_theme", "findings_id", "findings.id"),
    ("findings_theme_office", "findings_theme_id", "findings_theme.id"),
    ("theme", "consultation_id", "consultation.id"),
    ("theme_office", "theme_id", "theme.id"),
    ("hold", "theme_id", "theme.id"),
    ("breakdown", "findings_id", "findings.id"),
    ("review", "findings_theme_id", "findings_theme.id"),
    ("assessment", "theme_id", "theme.id"),
    ("response_theme", "findings_theme_id", "findings_theme.id"),
    ("response", "id", "response_theme.response_id"),
    ("response_version", "response_id", "response.id"),
    ("went_into", "response_id", "response.id"),
    ("question_reply", "version_id", "response_version.id"),
    ("faithfulness", "version_id", "response_version.id"),
    ("commitment_theme", "theme_id", "theme.id"),
    ("commitment", "id", "commitment_theme.commitment_id"),
    ("commitment_step", "commitment_id", "commitment.id"),
    ("office", "id", "findings_theme_office.office_id"),
    ("office", "id", "theme_office.office_id"),
    ("office", "id", "response.office_id"),
    ("office", "id", "response_version.to_office_id"),
    ("office", "id", "assessment.office_id"),
    ("office", "id", "commitment.office_id"),
    ("seat", "id", "review.seat_id"),
    ("seat", "id", "assessment.seat_id"),
    ("seat", "id", "question_reply.seat_id"),
    ("seat", "id", "faithfulness.seat_id"),
    ("obligation", "round_id", "round.id"),
    ("participant", "id", "obligation.participant_id"),
    ("consent", "participant_id", "participant.id"),
    ("receipt", "participant_id", "participant.id"),
    ("contribution", "participant_id", "participant.id"),
    ("verdict", "participant_id", "participant.id"),
    ("reached", "obligation_id", "obligation.id"),
    ("return", "consultation_id", "consultation.id"),
    ("return_version", "return_id", "return.id"),
    ("return_line", "return_id", "return.id"),
    ("happened_line", "return_id", "return.id"),
    ("beans_brought", "consultation_id", "consultation.id"),
    ("helper_link", "id", "beans_brought.helper_link_id"),
    ("happened_count", "theme_id", "theme.id"),
    ("said_count", "consultation_id", "consultation.id"),
)
"""How the rows are found: table, its column, and the column of rows found before whose values it holds."""

WORDED = (
    "consultation", "round", "theme", "findings", "findings_theme", "response_version", "commitment",
    "commitment_step", "review", "assessment", "question_reply", "faithfulness",
)  # fmt: skip
"""Whose texts have wordings in other languages."""
