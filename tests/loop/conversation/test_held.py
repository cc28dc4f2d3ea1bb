"""While it is asked who writes, nothing that comes in between loses the words that wait for it."""

import pytest

from consult.loop.collect.talk import Talk
from consult.people.reaches import MOST_ON_A_PHONE, give_reach
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import Town

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""What is held is no database's business."""

WORDS = "and the bridge fell"
BETWEEN = (
    ("ERASE 1", "2"),
    ("ERASE 1", "3", "2"),
    ("ERASE 1", "MENU 1", "1"),
    ("ERASE 1", "MENU 1", "4"),
    ("ERASE 1", "MENU 1", "6", "1"),
    ("ERASE 1", "MENU 1", "5", "2"),
    ("ERASE 1", "MENU 1", "7", "They came at night.", "They had a car."),
    ("ERASE 2", "1"),
    ("WRONG 3",),
    ("WRONG 3 It was the pump.",),
    ("ERASE 1", "WRONG 3 It was the pump."),
    ("WRONG",),
    ("MENU 1",),
    ("MORE",),
    ("33",),
    ("HELP",),
    ("STOP 1",),
    ("START",),
)
JOINING = (("riveren", "2", "2"), ("ERASE 1", "riveren", "2", "2"), ("riveren", "ERASE 2", "2", "2", "2"))


def test_whatever_comes_while_it_is_asked_who_writes_held_words_reach_their_person(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.joins("riverfr")
    town.later(hours=2)
    assert phone.send(WORDS) == ["which"]
    for texts in JOINING:
        for text in texts:
            phone.says(text)
        assert (phone.talk.state, phone.talk.memory.get("joining")) == (Talk.WHICH, None), texts
        assert "bridge" not in str(phone.talk.memory)
    answer(town, sort_to(town, 3, phone.people[0].participant))
    for texts in BETWEEN:
        with town.session.begin_nested() as once:
            for text in texts:
                phone.send(text)
            assert phone.talk.state is Talk.WHICH, texts
            left = phone.people[0]
            phone.send(str(left.suffix))
            kept = "\n".join(town.answers(left.participant))
            assert kept.count(WORDS) == 1, texts
            assert ("pump" in kept) == ("pump" in texts[-1]), texts
            assert "They" not in kept, texts
            once.rollback()
        town.session.expire_all()


def test_where_a_newcomer_has_still_to_say_whether_they_speak_an_erasure_in_between_loses_nothing(
    town: Town,
) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.says(f"riveren {WORDS}")
    phone.says("2")
    assert phone.talk.state is Talk.CHOICE
    phone.says("ERASE")
    assert phone.send("2") == ["kept", "choice"]
    phone.says("1")
    assert any(WORDS in each for each in town.answers(phone.people[1].participant))


def test_words_from_before_the_join_word_stay_when_nobody_joins_in_the_end(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    first = phone.people[0].participant
    phone.speaks("riverfr")
    town.later(hours=2)
    assert phone.send(WORDS) == ["which"]
    assert phone.send("riveren and mine") == ["who_writes"]
    with town.session.begin_nested() as once:
        phone.says("ERASE 2")
        assert phone.send("1") == ["removed", "who_writes"]
        phone.says("2")
        assert phone.says("2")
        phone.send("1")
        kept = "\n".join(town.answers(first))
        assert (WORDS in kept, "mine" in kept) == (True, False)
        once.rollback()
    town.session.expire_all()
    person = phone.people[1].participant
    for _ in range(len(phone.people), MOST_ON_A_PHONE):
        more = town.cast.participant()
        give_reach(town.session, participant=more, point=phone.point, now=town.now).until = town.now
    town.session.flush()
    assert phone.send("2") == ["who_asks"]
    assert phone.send("1") == ["phone_full", "which"]
    phone.send("2")
    kept = "\n".join(town.answers(person))
    assert (WORDS in kept, "mine" in kept) == (True, False)
