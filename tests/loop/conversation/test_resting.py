from consult.loop.collect.talk import Talk
from consult.loop.conversation.resting import coarsen
from tests.loop.conversation.phones import Town


def test_after_two_days_only_the_day_of_the_last_text_is_kept(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("The well")
    town.later(days=1)
    assert coarsen(town.session, now=town.now) == 0
    town.later(days=2)
    assert coarsen(town.session, now=town.now) == 1
    assert (phone.talk.moved_at.hour, phone.talk.moved_at.minute) == (0, 0)
    assert "T" not in "".join(str(value) for value in phone.talk.memory.values())
    assert coarsen(town.session, now=town.now) == 0
    phone.says("The road")
    assert town.answers() == ["1: The well", "2: The road"]


def test_words_of_who_never_chose_are_gone_after_a_week(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren the pump broke")
    town.later(days=5)
    coarsen(town.session, now=town.now)
    assert phone.talk.memory["held"]
    town.later(days=3)
    assert coarsen(town.session, now=town.now) == 1
    assert phone.talk is None
    assert phone.send("1") == ["how_to_join"]


def test_on_a_shared_phone_held_words_go_and_the_people_stay(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.speaks("riverfr")
    town.later(days=2)
    phone.says("whose words")
    town.later(days=8)
    coarsen(town.session, now=town.now)
    assert "held" not in phone.talk.memory
    assert phone.talk.state is Talk.DONE
    assert len(phone.people) == 2
