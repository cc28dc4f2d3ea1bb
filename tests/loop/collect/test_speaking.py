import pytest
from sqlalchemy import func, select

from consult.common.errors import Refused
from consult.loop.collect import prompts, rounds
from consult.loop.collect.answers import original_text
from consult.loop.collect.records import Answer, Readers, Submission
from consult.loop.collect.speaking import Choices, speak
from consult.people.records import Consent, ContactPoint, HearBack, Participant, Reach, Receipt
from tests.cast import number

NOTHING_CHOSEN = Choices()


@pytest.fixture
def river(cast):
    return cast.consultation()


@pytest.fixture
def say(session, vault, river, now):
    def say(*texts, choices=NOTHING_CHOSEN, key="key-1"):
        return speak(
            session,
            vault=vault,
            round=rounds.current_round(session, river),
            language="fr",
            answers=list(zip(prompts.prompts_of(session, river, "fr"), texts, strict=False)),
            choices=choices,
            key=key,
            provider="console",
            now=now,
        )

    return say


def count(session, record):
    return session.scalar(select(func.count()).select_from(record))


def test_words_choices_and_a_receipt_are_kept_in_one_act(session, say, cast):
    choices = Choices(
        readers=Readers.ELSEWHERE,
        hear_back=HearBack.WHOLE,
        number=number(1),
        quote_where=("web",),
        comes_from=cast.lower,
        stays_in=cast.upper,
    )
    spoken = say("Dust", "", choices=choices)
    assert len(spoken.receipt_code.replace(" ", "")) == 16
    assert not spoken.already
    assert not spoken.later
    answer = session.scalars(select(Answer)).one()
    assert original_text(session, answer) == "Dust"
    assert (answer.submission.readers, answer.submission.quote_where) == (Readers.ELSEWHERE, ["web"])
    person = answer.submission.participant
    assert (person.comes_from, person.stays_in, person.language) == (cast.lower, cast.upper, "fr")
    assert session.scalars(select(Reach)).one().hear_back is HearBack.WHOLE
    given = {each.purpose: each.given for each in session.scalars(select(Consent))}
    assert given == {"speak": True, "phone": True, "quote": True}


def test_the_same_page_sent_twice_is_one_person_and_never_two_receipts(session, say):
    assert say("Dust").receipt_code
    again = say("Dust")
    assert again.already
    assert again.receipt_code is None
    assert say("Dust", key="key-2").receipt_code
    assert [count(session, each) for each in (Participant, Submission, Receipt)] == [2, 2, 2]


def test_a_number_is_kept_only_from_whoever_wants_to_hear(session, say):
    say("Dust", choices=Choices(hear_back=HearBack.NOTHING, number=number(1)))
    say("Wind", choices=Choices(hear_back=HearBack.KNOCK), key="key-2")
    assert count(session, ContactPoint) == 0
    assert not any(each.given for each in session.scalars(select(Consent).where(Consent.purpose == "phone")))


def test_two_people_may_give_the_same_number(session, say):
    say("Dust", choices=Choices(number=number(1)))
    say("Wind", choices=Choices(number=number(1)), key="key-2")
    assert sorted(session.scalars(select(Reach.suffix))) == [1, 2]


@pytest.mark.parametrize(
    ("texts", "choices", "field"),
    [
        (("", "  "), Choices(), "text"),
        (("Dust",), Choices(number="12"), "number"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_leaves_nothing(session, say, texts, choices, field):
    with pytest.raises(Refused) as refused:
        say(*texts, choices=choices)
    assert refused.value.field == field
    assert count(session, Participant) == 0


def test_words_that_are_too_long_are_refused_by_their_prompt(session, say, river):
    with pytest.raises(Refused) as refused:
        say("Dust", "x" * 4001)
    assert refused.value.field == str(prompts.prompts_of(session, river, "fr")[1].id)


def test_after_closing_the_words_are_kept_and_the_page_can_say_so(session, say, river, cast, now):
    rounds.close_round(session, round=rounds.current_round(session, river), by=cast.amal.actor, now=now)
    assert say("Dust").later
    assert session.scalars(select(Answer)).one().later_words


def test_nothing_in_memory_shows_words_or_numbers_when_printed(say):
    choices = Choices(number=number(1))
    assert number(1) not in repr(choices)
    assert "receipt" not in repr(say("Dust", choices=choices))
