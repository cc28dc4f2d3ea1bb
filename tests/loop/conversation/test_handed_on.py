"""By text, where the community was handed on: who writes is told where to ask, and nothing is kept."""

import pytest
from sqlalchemy import func, select

from consult.common.history import OPERATOR
from consult.loop.collect.records import Answer, Conversation
from consult.loop.collect.talk import Talk
from consult.people import communities
from consult.people.records import Participant
from tests.loop.conversation.phones import Town


@pytest.fixture
def close(town: Town):
    def now() -> None:
        communities.disable(town.session, community=town.cast.community, by=OPERATOR, now=town.now)

    return now


def count(town: Town, record: type) -> int:
    return town.session.scalar(select(func.count()).select_from(record)) or 0


def test_in_the_middle_of_the_prompts_no_word_is_taken_any_more_and_it_is_said_where_to_ask(
    town: Town, close
) -> None:
    phone = town.phone(1)
    phone.joins("riverfr")
    phone.says("Le puits est loin.")
    close()
    told = phone.says("Et la route aussi.")
    assert "the Friday meeting" in told
    assert told.startswith("Personne"), "in the language of the person"
    assert phone.talk.state is Talk.DONE
    assert phone.send("Encore un mot.") == ["ask_there_who"]
    assert town.answers() == ["1: Le puits est loin."]
    assert phone.send("MENU") != ["ask_there_who"], "what was said before is looked up as ever"


def test_a_join_word_leads_on_and_so_does_a_choice_made_too_late(town: Town, close) -> None:
    chooses, comes = town.phone(1), town.phone(2)
    chooses.says("riveren")
    close()
    assert chooses.send("1") == ["ask_there_who"]
    assert comes.send("riverfr my words") == ["ask_there_who"]
    assert comes._messages()[-1].language == "fr"
    assert count(town, Participant) == count(town, Answer) == count(town, Conversation) == 0


def test_on_a_shared_phone_and_where_no_meeting_is_known(town: Town, close) -> None:
    phone = town.phone(1)
    phone.speaks("riveren")
    phone.speaks("riveren")
    town.later(days=1)
    town.consultation.meeting = ""
    close()
    before = town.answers()
    asked = phone.send("More of mine.")
    assert asked == ["which"]
    assert phone.send("2") == ["ask_who"]
    assert phone.talk.state is Talk.DONE
    assert phone.send("WRONG 3 more") in (["ask_who"], ["nothing_here"], ["wrong_not_clear"])
    assert town.answers() == before


@pytest.mark.parametrize("writes", ["in the middle", "afterwards"])
def test_a_stopped_phone_hears_nothing_of_it_before_it_wants_texts_again(
    town: Town, close, writes: str
) -> None:
    phone = town.phone(1)
    if writes == "afterwards":
        phone.speaks("riverfr")
    else:
        phone.joins("riverfr")
        phone.says("Le puits est loin.")
    before = town.answers()
    assert phone.send("STOP") == [], "the network says goodbye"
    close()
    for words in ("Et la route aussi.", "riverfr encore", "MENU", "33"):
        assert phone.send(words) == [], "a stopped phone gets nothing, whatever becomes of its words"
    assert town.answers() == before
    assert phone.send("START") == ["started", "ask_there_who"]
    assert phone.send("Et la route aussi.") == ["ask_there_who"]
    assert town.answers() == before
