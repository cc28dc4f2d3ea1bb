"""The ninth migration: what was answered before was never asked about, and stands as it was published;
what was said at meetings becomes answers of the meetings, to be read as cards."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import func, select

from consult.common.outbox import OutboxItem
from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.collect.records import Answer, AnswerPart
from consult.loop.respond.records import Faithfulness, ResponseVersion
from consult.loop.understand.records import Beside, Card, Coding, FindingsTheme, Second, coding_code
from tests.migrations.rows import add
from tests.migrations.test_0007_answers_of_every_kind import as_before as before_0007
from tests.migrations.test_0008_where_each_card_lies import NOW
from tests.migrations.test_0008_where_each_card_lies import as_before as before_0008

HELD = date(2027, 6, 3)
POINT = sa.table(
    "meeting_point",
    *(sa.column(name, sa.Uuid()) for name in ("id", "report_id", "wording_id", "recording_id")),
    sa.column("position", sa.Integer()),
    sa.column("text", sa.Text()),
)


def as_before(database: Database) -> dict[str, UUID]:
    """A meeting that said one thing in words and one in a voice, beside what persons said."""
    before_0008(database)
    upgrade(database, "0008")
    with database.reading() as session:
        asked, wording, by, consultation = (
            session.scalar(select(Record.metadata.tables[name].c.id))
            for name in ("round", "prompt_wording", "account", "consultation")
        )
    report, words, voice, recording = uuid4(), uuid4(), uuid4(), uuid4()
    add(database, "recording", id=recording, mime="audio/webm", size=3, by_id=by, made_on=HELD)
    add(
        database, "meeting_report", id=report, round_id=asked, held_on=HELD, language="en", people=80,
        groups={}, read_back=True, key="met", received_on=HELD,
    )  # fmt: skip
    with database.work() as session:
        for place, (point, text, heard) in enumerate(
            ((words, "The road floods.", None), (voice, "", recording)), start=1
        ):
            session.execute(
                sa.insert(POINT).values(
                    id=point, report_id=report, position=place, wording_id=wording, text=text,
                    recording_id=heard,
                )
            )  # fmt: skip
    assert consultation is not None
    return {"report": report, "words": words, "voice": voice, "recording": recording, "of": consultation}


def test_what_a_meeting_said_before_waits_for_its_cards_and_belongs_to_no_person(empty: Database) -> None:
    there = as_before(empty)
    with empty.reading() as session:
        persons = set(session.scalars(select(Record.metadata.tables["answer"].c.id)))
        cards = session.scalars(select(Record.metadata.tables["card"].c.id)).all()
    upgrade(empty)
    with empty.reading() as session:
        told = session.scalars(select(Answer).where(Answer.meeting_id == there["report"])).all()
        assert {each.id for each in told} == {there["words"], there["voice"]}
        assert all(each.submission is None and each.language == "en" for each in told)
        assert {each.given.withdrawn_on for each in told} == {None}, "the meeting stands"
        own = session.scalars(select(Answer).where(Answer.submission_id.is_not(None)))
        assert {each.id for each in own} == persons
        parts = session.execute(
            select(AnswerPart.answer_id, AnswerPart.kind, AnswerPart.text, AnswerPart.recording_id).where(
                AnswerPart.answer_id.in_([there["words"], there["voice"]])
            )
        ).all()
        assert set(map(tuple, parts)) == {
            (there["words"], "original", "The road floods.", None),
            (there["voice"], "recording", "", there["recording"]),
        }
        assert session.scalars(select(Card.id)).all() == cards, "the worker deals the new numbers"
        asked = session.scalars(select(OutboxItem).where(OutboxItem.name == "number_card")).all()
        assert [each.payload for each in asked if each.key.startswith("0009:")] == [
            {"consultation_id": str(there["of"])}
        ]
    assert not sa.inspect(empty.engine).has_table("meeting_point")


def test_an_answer_of_before_is_published_and_nobody_is_said_to_have_been_silent(empty: Database) -> None:
    before_0007(empty)
    upgrade(empty)
    with empty.reading() as session:
        version = session.scalars(select(ResponseVersion)).one()
        assert version.published_at is not None
        assert version.asked_at is None
        assert session.scalar(select(func.count()).select_from(Faithfulness)) == 0


def test_a_voice_of_before_is_that_of_a_release_where_it_was_there_the_day_before(empty: Database) -> None:
    before_0007(empty)
    upgrade(empty, "0008")
    records = Record.metadata.tables
    with empty.reading() as session:
        consultation, by, findings = (
            session.scalar(select(records[name].c.id)) for name in ("consultation", "account", "findings")
        )
        released_at = session.scalar(select(records["findings"].c.released_at))
    assert released_at is not None
    words = {"name": "Road", "statement": "", "language": "en", "audience": "everyone"}
    voices = {}
    for number, name, days in ((7, "Road", 1), (8, "Road", 0), (9, "Bridge", 1)):
        theme, voice = uuid4(), uuid4()
        voices[number] = voice
        made_on = released_at.date() - timedelta(days=days)
        add(empty, "recording", id=voice, mime="audio/webm", size=3, by_id=by, made_on=made_on)
        add(
            empty, "theme", id=theme, consultation_id=consultation, number=number, named_by_id=by,
            made_at=released_at, recording_id=voice, **{**words, "name": name},
        )  # fmt: skip
        add(
            empty, "findings_theme", id=uuid4(), findings_id=findings, theme_id=theme, number=number,
            hash="", **words,
        )  # fmt: skip
    upgrade(empty, "0009")
    with empty.reading() as session:
        heard = select(FindingsTheme.number, FindingsTheme.recording_id)
        found = dict(session.execute(heard.where(FindingsTheme.recording_id.is_not(None))).all())
        assert found == {7: voices[7]}


def test_where_a_card_lies_and_how_its_second_reading_stands_are_noted_of_before(empty: Database) -> None:
    before_0008(empty)
    upgrade(empty, "0008")
    here, made = Record.metadata.tables["card"].c, Record.metadata.tables["coding"].c
    with empty.reading() as session:
        first, card, again, by, consultation = session.execute(
            select(here.coding_id, here.id, made.id, made.by_id, here.consultation_id).where(
                made.answer_id == here.answer_id, ~made.primary
            )
        ).one()
    one, other, alias = uuid4(), uuid4(), uuid4()
    for number, (code, whole) in enumerate(((one, None), (other, None), (alias, one)), start=701):
        add(
            empty, "code", id=code, consultation_id=consultation, number=number, name=f"n {number}",
            language="en", definition="", alias_of_id=whole, made_at=NOW,
        )  # fmt: skip
    for coding, code in ((first, one), (again, alias), (again, other)):
        add(empty, "coding_code", coding_id=coding, code_id=code)
    add(empty, "deal", id=uuid4(), card_id=card, account_id=by, second="blind", dealt_at=NOW, done_at=NOW)
    upgrade(empty, "0009")
    with empty.reading() as session:
        noted = session.execute(select(Coding.id, Coding.second, Coding.beside).where(~Coding.primary)).all()
        assert noted == [(again, Second.BLIND, Beside.TO_TALK)]
        assert set(session.scalars(select(coding_code.c.coding_id).where(coding_code.c.counts))) >= {first}
        assert again not in session.scalars(select(coding_code.c.coding_id).where(coding_code.c.counts)).all()
