"""Beyond ten an hour, texts that nothing waits for are kept together; a live conversation has no limit."""

from sqlalchemy import func, select

from consult.loop.collect.records import Answer
from consult.loop.collect.rounds import close_round, current_round
from consult.loop.collect.talk import Talk
from consult.loop.conversation.flood import MOST
from tests.loop.conversation.phones import Town


def count(town: Town) -> int:
    return town.session.scalar(select(func.count()).select_from(Answer)) or 0


def test_beyond_ten_an_hour_words_join_one_answer_and_one_reply_says_so(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    replies = []
    for n in range(40):
        replies += phone.send(f"and another thing {n}")
        town.later(seconds=80)
    kept = " ".join(town.answers(person))
    assert all(f"and another thing {n}" in kept for n in range(40)), "nothing is lost"
    assert replies.count("folded") == 1
    assert len(replies) <= MOST + 1


def test_slow_texts_are_folded_after_the_tenth_and_answered_again_later(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    replies = [phone.send(f"slow {n}") for n in range(12) if not town.later(minutes=5, seconds=5)]
    assert replies[:MOST] == [["added"]] * MOST
    assert replies[MOST:] == [["folded"], []]
    assert count(town) == 2 + MOST
    town.later(hours=2)
    assert phone.send("the next day") == ["added"]
    assert "slow 9 + slow 10 + slow 11" in " ".join(town.answers(person))


def test_a_folded_text_after_closing_is_kept_for_the_next_round(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    for n in range(MOST):
        town.later(minutes=5, seconds=5)
        phone.send(f"slow {n}")
    close_round(
        town.session,
        round=current_round(town.session, town.consultation),
        by=town.cast.amal.actor,
        now=town.now,
    )
    town.later(minutes=5, seconds=5)
    phone.send("after closing")
    assert any("(later): after closing" in each for each in town.answers(person))


def test_asking_for_the_menu_is_not_answered_for_ever(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    replies = [phone.send("MENU") for _ in range(MOST + 5)]
    assert all(replies[:MOST])
    assert replies[MOST:] == [["folded"], [], [], [], []]
    assert phone.send("4") != [], "the question that waits is still answered"


def test_a_stranger_cannot_make_us_write_without_end(town: Town) -> None:
    phone = town.phone(1)
    assert sum(bool(phone.send("MENU")) for _ in range(30)) == MOST
    assert phone.send("riveren") == ["who_asks"], "joining is never limited"


def test_steps_of_a_live_conversation_are_never_limited(town: Town) -> None:
    phone = town.phone(1)
    phone.send("riveren")
    for n in range(3 * MOST):
        assert phone.send(f"words before the choice {n}") == ["choice"]
    assert phone.send("1") == ["prompt"]
    assert phone.talk.state is Talk.PROMPT


def test_stop_start_and_erase_are_heard_in_a_flood(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    for _ in range(MOST + 2):
        phone.send("MENU")
    assert phone.send("ERASE") == ["erase_sure"]
    assert phone.send("2") != []
    phone.send("STOP")
    assert phone.point.stopped_at is not None
    assert "started" in phone.send("START")
