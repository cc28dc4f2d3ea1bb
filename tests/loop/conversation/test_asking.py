from consult.loop.collect.rounds import close_round, current_round, pause
from consult.loop.collect.talk import Talk
from consult.people.reaches import choose
from consult.people.records import HearBack
from tests.loop.conversation.phones import Town


def test_prompts_come_one_at_a_time_and_the_receipt_at_the_end(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    assert phone.says("The well is far.") == "What else matters that nobody asks about?"
    receipt = phone.says("The road is dark.")
    assert receipt.startswith("Your words arrived. News by 14 July, here and at")
    assert "the Friday meeting" in receipt
    assert "MENU = more, STOP = no more texts" in receipt
    assert town.answers() == ["1: The well is far.", "2: The road is dark."]
    assert phone.talk.state is Talk.SPEAKS, "the question that comes with the receipt is no prompt"


def test_the_receipt_of_who_wants_no_texts_names_the_meeting_alone(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    choose(town.session, reach=phone.people[0], hear_back=HearBack.NOTHING, now=town.now)
    phone.says("The well")
    assert phone.send("The road") == ["receipt_meeting", "speaks_ask"]


def test_texts_that_come_before_the_next_prompt_is_delivered_join_the_answer(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    assert phone.send("The well is far") == ["prompt"]
    town.later(minutes=1)
    assert phone.send("and the pump broke") == []
    town.later(minutes=4)
    assert phone.send("and nobody comes") == []
    phone.receive()
    town.later(seconds=5)
    assert phone.send("The road") == ["receipt", "speaks_ask"]
    assert town.answers() == ["1: The well is far + and the pump broke + and nobody comes", "2: The road"]


def test_a_text_after_the_next_prompt_arrived_answers_that_one(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.send("The well is far")
    phone.receive()
    town.later(seconds=20)
    phone.send("The road")
    assert town.answers() == ["1: The well is far", "2: The road"]


def test_after_five_minutes_a_text_answers_the_next_prompt_even_without_a_delivery_report(
    town: Town,
) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.send("The well is far")
    town.later(minutes=5, seconds=1)
    phone.send("The road")
    assert town.answers() == ["1: The well is far", "2: The road"]


def test_the_time_of_coming_in_counts_not_that_of_hearing(town: Town) -> None:
    """A worker that is behind hears both letters after the prompt was delivered."""
    from consult.post import inbound
    from tests.cast import number

    phone = town.phone(1)
    phone.joins()
    came = town.now
    phone.send("The well is far")
    town.later(seconds=10)
    inbound.store(
        town.session,
        vault=town.vault,
        provider="console",
        provider_message_id="second",
        sender=number(1),
        text="and the pump broke",
        now=town.now,
    )
    town.later(minutes=30)
    phone.receive()
    phone.send("The road")
    assert came < town.now
    assert town.answers() == ["1: The well is far + and the pump broke", "2: The road"]


def test_the_choice_sent_twice_is_no_answer(town: Town) -> None:
    phone = town.phone(1)
    phone.says("riveren")
    phone.send("1")
    assert phone.send("1") == []
    assert town.answers() == []
    phone.receive()
    town.later(minutes=1)
    phone.send("1")
    assert town.answers() == ["1: 1"], "after the prompt arrived, a digit is what the person answers"


def test_the_same_letter_heard_twice_changes_nothing(town: Town) -> None:
    from consult.loop.conversation.hear import hear
    from tests.loop.conversation.phones import WORDS

    phone = town.phone(1)
    phone.joins()
    for _ in range(2):
        hear(
            town.session,
            vault=town.vault,
            words=WORDS,
            point=phone.point,
            text="The well",
            letter_id="3f2b8f5e-8a0e-4d7e-9d0a-2f1f0c9b1a11",
            now=town.now,
        )
    assert town.answers() == ["1: The well"]
    assert len(phone.receive()) == 1


def test_a_webhook_that_is_sent_again_is_one_letter(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    assert phone.send("The well", letter="SM1") == ["prompt"]
    assert phone.send("The well", letter="SM1") == []
    assert town.answers() == ["1: The well"]


def test_the_conversation_keeps_its_place_for_days_and_free_text_is_an_answer(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    town.later(days=8)
    assert phone.says("The well is far") == "What else matters that nobody asks about?"
    assert town.answers(person) == ["1: The well is far"]


def test_more_words_after_the_last_prompt_are_kept_beside_the_others(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    assert phone.send("And the school") == ["added"]
    phone.receive()
    assert phone.send("has no roof") == [], "soon after, they join"
    assert town.answers() == [
        "1: The well is far.",
        "2: And the school + has no roof",
        "2: The road is dark.",
    ]


def test_words_after_closing_are_kept_for_the_next_round_and_their_writer_is_told(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    close_round(
        town.session,
        round=current_round(town.session, town.consultation),
        by=town.cast.amal.actor,
        now=town.now,
    )
    assert "kept for the next one" in phone.says("The well is far")
    assert "kept for the next one" in phone.says("And the road")
    assert town.answers(person) == ["2 (later): And the road", "2 (later): The well is far"]


def test_a_closing_day_that_passes_is_enough(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    town.later(days=30)
    assert phone.send("Now the rain came") == ["later"]


def test_a_long_text_is_kept_whole(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.says("a" * 1600)
    assert town.answers() == ["1: " + "a" * 1600]


def test_who_spoke_on_the_web_and_gave_a_phone_may_go_on_by_text(town: Town) -> None:
    person = town.cast.participant()
    town.cast.answer(person, town.consultation, "On the web")
    town.cast.phone(person, town.vault, 5)
    phone = town.phone(5)
    assert phone.send("One more thing") == ["added"]
    assert "2: One more thing" in town.answers(person)


def test_on_a_shared_phone_words_after_a_while_are_held_until_it_is_clear_whose_they_are(
    town: Town,
) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.speaks("riverfr", "eau", "route")
    town.later(hours=20)
    assert phone.send("The school has no roof") == ["which"]
    assert phone.send("and no teacher") == ["which"]
    assert phone.send("7") == ["no_such_person", "which"]
    assert phone.send("1") == ["added"]
    phone.receive()
    assert "2: The school has no roof" in town.answers(first)
    assert "2: and no teacher" in town.answers(first)
    assert len(town.answers(second)) == 2


def test_on_a_shared_phone_words_of_hours_later_are_filed_with_who_says_so(town: Town) -> None:
    phone = town.phone(1)
    first = phone.joins()
    second = phone.joins()
    town.later(hours=2)
    assert phone.send("The river is high.") == ["which"]
    assert phone.send("1") == ["prompt"], "they joined here and had said nothing yet"
    assert (town.answers(first), town.answers(second)) == (["1: The river is high."], [])
    town.later(hours=2)
    assert phone.send("Our roof leaks.") == ["which"]
    assert phone.send("2") == ["prompt"]
    assert town.answers(second) == ["1: Our roof leaks."]


def test_on_a_shared_phone_held_words_stay_with_the_prompt_that_waits_while_it_is_paused(
    town: Town,
) -> None:
    phone = town.phone(1)
    first = phone.joins()
    phone.joins()
    asked = current_round(town.session, town.consultation)
    pause(town.session, round=asked, reasons={"en": "Rain"}, by=town.cast.amal, now=town.now)
    town.later(hours=2)
    phone.send("The river is high.")
    assert phone.send("1") == ["kept_meanwhile"]
    assert town.answers(first) == ["1 (later): The river is high."], "until it goes on"
