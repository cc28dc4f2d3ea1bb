import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.loop.collect import answers, prompts, rounds
from consult.loop.collect.records import AnswerPart, Door, PartKind


def speaking(session, cast, now, river, person=None, **other):
    person = person or cast.participant()
    return answers.submission_for(
        session,
        participant=person,
        round=rounds.current_round(session, river),
        door=Door.SMS,
        language="en",
        now=now,
        **other,
    )


def say(session, cast, now, river, text="Dust everywhere", submission=None):
    return answers.receive_answer(
        session,
        submission=submission or speaking(session, cast, now, river),
        wording=prompts.prompts_of(session, river, "en")[0],
        text=text,
        now=now,
    )


def test_words_are_kept_exactly_and_their_prompt_freezes(session, cast, now):
    river = cast.consultation()
    answer = say(session, cast, now, river, " مرحبا\n  dust ")
    session.flush()
    assert answers.original_text(session, answer) == "مرحبا\n  dust"
    assert answers.reading_text(session, answer) is None
    assert answer.wording.version.frozen_at == now
    assert not answer.later_words


def test_an_answer_asks_for_its_card_and_leaves_the_day_alone_in_the_history(session, cast, now):
    river = cast.consultation()
    answer = say(session, cast, now, river)
    session.flush()
    item = session.scalars(select(OutboxItem)).one()
    assert (item.name, item.payload) == ("number_card", {"consultation_id": str(river.id)})
    noted = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "answer.given")).one()
    assert (noted.about_id, noted.at.hour, noted.actor_kind) == (answer.id, 0, "participant")


def test_one_person_has_one_submission_a_round(session, cast, now):
    river, person = cast.consultation(), cast.participant()
    first = speaking(session, cast, now, river, person, key="k", quote_where=["web", "meeting", "radio"])
    assert speaking(session, cast, now, river, person) is first
    assert first.quote_where == ["meeting", "web"]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_empty_and_over_long_words_are_refused(session, cast, now, text):
    with pytest.raises(Refused):
        say(session, cast, now, cast.consultation(), text)


def test_nobody_speaks_before_it_opens(session, cast, now):
    with pytest.raises(Refused, match="not opened"):
        speaking(session, cast, now, cast.consultation(opened=False))


def test_words_after_closing_are_kept_as_later_words(session, cast, now):
    river = cast.consultation()
    rounds.close_round(session, round=rounds.current_round(session, river), by=cast.amal.actor, now=now)
    assert say(session, cast, now, river).later_words


def test_several_texts_are_one_answer_until_its_first_reader_passed_it_on(session, cast, now):
    river = cast.consultation()
    answer = say(session, cast, now, river, "Dust")
    session.flush()
    assert answers.add_part(session, answer=answer, text="and no rain", now=now) is answer
    assert answers.original_text(session, answer) == "Dust\nand no rain"
    session.add(AnswerPart(answer=answer, position=3, kind=PartKind.MASKED, text="Dust and …", on=now.date()))
    session.flush()
    assert answers.reading_text(session, answer) == "Dust and …"
    other = answers.add_part(session, answer=answer, text="and Chol knows", now=now)
    session.flush()
    assert other is not answer
    assert other.wording is answer.wording
    assert answers.original_text(session, other) == "and Chol knows"
    assert answers.reading_text(session, answer) == "Dust and …"


def test_people_are_counted_not_answers(session, cast, now):
    river, person = cast.consultation(), cast.participant()
    cast.answer(person, river, "a")
    cast.answer(person, river, "b", prompt=2)
    cast.answer(cast.participant(), river, "c")
    first = rounds.current_round(session, river)
    assert answers.spoke(session, first) == 2
    answers.withdraw(session, participant=person, now=now)
    assert answers.spoke(session, first) == 1


def test_words_taken_back_are_wiped_everywhere(session, cast, now):
    river, person = cast.consultation(), cast.participant()
    answer = cast.answer(person, river, "Dust")
    session.add(AnswerPart(answer=answer, position=2, kind=PartKind.MASKED, text="D…", on=now.date()))
    session.flush()
    assert answers.withdraw(session, participant=person, now=now) == 1
    assert answers.withdraw(session, participant=person, now=now) == 0
    assert set(session.scalars(select(AnswerPart.text))) == {""}
    assert answer.submission.withdrawn_on == now.date()
    assert answers.original_text(session, answer) == ""
    assert answers.answers_of(session, participant=person) == []


def test_whoever_took_their_words_back_may_speak_again(session, cast, now):
    river, person = cast.consultation(), cast.participant()
    cast.answer(person, river, "Dust")
    answers.withdraw(session, participant=person, now=now)
    again = speaking(session, cast, now, river, person)
    assert again.withdrawn_on is None
    assert answers.original_text(session, say(session, cast, now, river, "Rain", again)) == "Rain"
