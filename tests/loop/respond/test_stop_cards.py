"""A community names what an office does, to stop or to keep; the office answers, or its silence is seen."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.common.history import HistoryEntry
from consult.loop.needs import needs_of
from consult.loop.respond import stop_answers, stop_cards
from consult.loop.respond.records import StopSays, Wish
from consult.loop.respond.stop_states import Stands, card_numbered, cards_for, owed_cards, seen
from consult.loop.understand.records import Audience
from consult.loop.work import Work
from consult.people.records import Role, Seat
from tests.cast import number

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def card_of(session, cast, now, *, by=None, **other):
    said = {
        "community": cast.community, "office": cast.water, "wish": Wish.STOP,
        "words": "The trucks come at night.", "why": "Children wake.", "language": "en",
        "audience": Audience.EVERYONE,
    }  # fmt: skip
    return stop_cards.write(session, **{**said, **other}, by=by or cast.amal, now=now)


def sent(session, cast, now, **other):
    card = card_of(session, cast, now, **other)
    stop_cards.send(session, card=card, read=card.named_at, by=cast.bahati, now=now)
    return card


def answered(session, cast, card, now, **other):
    said = {"says": StopSays.GOES_ON, "words": "", "why": "The road is shut by day.", "language": "en"}
    answer = stop_answers.draft(session, card=card, **{**said, **other}, by=cast.dana, now=now)
    stop_answers.publish(session, answer=answer, read=answer.drafted_at, by=cast.emil, now=now)
    return answer


def stands(session, card, now):
    return seen(session, [card], now=now)[0].stands


def asked_of(session, account, now):
    return {need.work: need for need in needs_of(session, account=account, now=now)}


def test_a_card_ignored_for_72_hours_is_silence_until_an_answer_comes_and_stays_late(session, cast, now):
    card = sent(session, cast, now)
    assert asked_of(session, cast.dana, now)[Work.STOP_CARD].until == (now + 3 * DAY).date()
    stop_cards.look(session, now=now + 72 * HOUR - timedelta(seconds=1))
    assert card.silent_at is None
    over = now + 72 * HOUR
    assert stands(session, card, over) is Stands.SILENT, "also while the clock's turn is late"
    for _ in range(2):
        stop_cards.look(session, now=over)
    assert card.silent_at == over
    noted = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "stop_card.no_answer")).all()
    assert [each.actor_kind for each in noted] == ["clock"]

    later = now + 10 * DAY
    (there,) = owed_cards(session, office=cast.water, now=later)
    assert (there.since, there.days) == (now.date(), 10)
    assert Work.CARD_SILENT in asked_of(session, cast.bahati, later)
    with pytest.raises(NotAllowed):
        stop_cards.know(session, card=card, by=cast.dana, now=later)
    stop_cards.know(session, card=card, by=cast.bahati, now=later)
    assert Work.CARD_SILENT not in asked_of(session, cast.amal, later)
    assert stands(session, card, later) is Stands.SILENT, "known is not answered"

    answered(session, cast, card, later)
    (there,) = seen(session, [card], now=later + DAY)
    assert there.stands is Stands.ANSWERED
    assert (there.said[0].after, there.said[0].late) == (10, True)
    assert owed_cards(session, office=cast.water, now=later) == []


def test_what_is_no_answer_opens_the_card_again_once_and_a_newer_one_stands_beside_it(session, cast, now):
    card = sent(session, cast, now)
    first = answered(session, cast, card, now + DAY)
    assert asked_of(session, cast.amal, now + DAY)[Work.CARD_ANSWERED].count == 1
    assert Work.CARD_ANSWERED not in asked_of(session, cast.amal, now + 9 * DAY)
    word = {"answer": first, "language": "en", "now": now + 2 * DAY}
    with pytest.raises(Refused) as refused:
        stop_answers.say(session, **word, is_one=False, note=" ", seat=cast.seats["amal"])
    assert refused.value.field == "note"
    said = stop_answers.say(
        session, **word, is_one=False, note=f"We asked about the night. {number(3)}", seat=cast.seats["amal"]
    )
    assert said.note == "We asked about the night. [number]"
    assert (stands(session, card, now + 2 * DAY), card.due_at) == (Stands.OWED, now + 5 * DAY)
    with pytest.raises(Refused):
        stop_answers.say(session, **word, is_one=True, note="", seat=cast.seats["amal"])
    later = {**word, "now": now + 4 * DAY}
    stop_answers.say(session, **later, is_one=False, note="Nor here.", seat=cast.seats["bahati"])
    assert card.due_at == now + 5 * DAY, "one refusal of an answer opens it, a second prolongs nothing"
    stop_cards.look(session, now=now + 5 * DAY)
    assert card.silent_at == now + 5 * DAY
    second = answered(session, cast, card, now + 6 * DAY, says=StopSays.STOPS)
    (there,) = seen(session, [card], now=now + 6 * DAY)
    assert [each.answer for each in there.said] == [first, second]
    assert [each.late for each in there.said] == [False, True]
    assert [each.refused for each in there.said] == [True, False]
    assert (there.since, there.clock, there.days) == (now.date(), (now + 2 * DAY).date(), 6)
    assert (there.refused, there.again) == (1, True)
    third = Seat(account=cast.hari, role=Role.REPRESENTATIVE, community=cast.community, since=now, number=3)
    session.add(third)
    with pytest.raises(Refused, match="have changed"):
        stop_answers.say(session, **word, is_one=True, note="", seat=third)
    newest = {**word, "answer": second, "is_one": False, "note": "When?", "seat": third}
    for act in (stop_cards.hold, stop_cards.withdraw):
        act(session, card=card, by=cast.amal, now=now + 7 * DAY)
        with pytest.raises(Refused, match="held or taken back"):
            stop_answers.say(session, **newest)
        stop_cards.lift(session, card=card, by=cast.amal, now=now + 7 * DAY) if card.held_at else None
    assert card.due_at == now + 5 * DAY
    for seat in ("dana", "chol"):
        with pytest.raises(NotAllowed):
            stop_answers.say(session, **word, is_one=True, note="", seat=cast.seats[seat])


def test_nothing_that_names_an_office_goes_out_on_one_word_and_no_office_touches_a_card(session, cast, now):
    for stranger in (cast.dana, cast.chol, cast.hari, cast.gita):
        with pytest.raises(NotAllowed):
            card_of(session, cast, now, by=stranger)
    for field, other in {
        "words": {"words": " "}, "why": {"why": " "}, "audience": {"audience": Audience.SPOKEN_ONLY},
    }.items():  # fmt: skip
        with pytest.raises(Refused) as refused:
            card_of(session, cast, now, **other)
        assert refused.value.field == field
    card = card_of(session, cast, now, words=f"Ask {number(3)} at the gate.")
    keeps = card_of(session, cast, now, wish=Wish.KEEP, why="", audience=Audience.ONE_OFFICE)
    assert ([card.number, keeps.number], card.words) == ([1, 2], "Ask [number] at the gate.")
    assert cards_for(session, viewer=cast.water) == []
    assert Work.CARD_LOOK not in asked_of(session, cast.amal, now)
    assert asked_of(session, cast.bahati, now)[Work.CARD_LOOK].count == 2
    with pytest.raises(Refused, match="24 hours"):
        stop_cards.send(session, card=card, read=card.named_at, by=cast.amal, now=now + 23 * HOUR)
    said = {"office": cast.water, "wish": Wish.STOP, "words": "Trucks.", "why": "Noise.", "language": "en"}
    stop_cards.reword(session, card=card, **said, audience=Audience.EVERYONE, by=cast.bahati, now=now + HOUR)
    with pytest.raises(Refused, match="24 hours"):
        stop_cards.send(session, card=card, read=card.named_at, by=cast.bahati, now=now + 24 * HOUR)
    stop_cards.send(session, card=card, read=card.named_at, by=cast.amal, now=now + 24 * HOUR)
    stop_cards.send(session, card=keeps, read=keeps.named_at, by=cast.amal, now=now + 24 * HOUR)
    assert [each.alone for each in seen(session, [card, keeps], now=now + DAY)] == [False, True]
    with pytest.raises(Refused, match="stays as it is"):
        stop_cards.reword(session, card=card, **said, audience=Audience.EVERYONE, by=cast.amal, now=now + DAY)

    send = partial(stop_cards.send, read=card.named_at)
    acts = (stop_cards.hold, stop_cards.lift, stop_cards.withdraw, send, stop_cards.know)
    for act in acts:
        with pytest.raises(NotAllowed):
            act(session, card=card, by=cast.dana, now=now + DAY)
    session.add(Seat(account=cast.bahati, role=Role.STAFF, office=cast.water, since=now))
    for act in acts:
        with pytest.raises(Refused, match="a seat in this office too"):
            act(session, card=card, by=cast.bahati, now=now + DAY)

    answer = {
        "card": card,
        "says": StopSays.CHANGES,
        "words": "At dusk.",
        "why": "We heard.",
        "language": "en",
    }
    for stranger in (cast.farah, cast.amal, cast.chol):
        with pytest.raises(NotAllowed):
            stop_answers.draft(session, **answer, by=stranger, now=now + DAY)
    for field, other in {
        "why": {"why": " "}, "words": {"words": " "}, "says": {"says": StopSays.KEEPS},
    }.items():  # fmt: skip
        with pytest.raises(Refused) as refused:
            stop_answers.draft(session, **{**answer, **other}, by=cast.dana, now=now + DAY)
        assert refused.value.field == field
    draft = stop_answers.draft(session, **answer, by=cast.dana, now=now + DAY)
    with pytest.raises(Refused, match="24 hours"):
        stop_answers.publish(session, answer=draft, read=draft.drafted_at, by=cast.dana, now=now + 47 * HOUR)
    assert Work.CARD_DRAFT not in asked_of(session, cast.dana, now + DAY)
    assert Work.CARD_DRAFT in asked_of(session, cast.emil, now + DAY)
    stop_answers.publish(session, answer=draft, read=draft.drafted_at, by=cast.dana, now=now + 48 * HOUR)
    again = stop_answers.draft(session, **answer, by=cast.dana, now=now + 49 * HOUR)
    assert (again.number, draft.words) == (2, "At dusk.")


def test_who_may_know_of_a_card_is_chosen_and_a_hold_or_taking_back_leaves_a_mark(session, cast, now):
    shown = {audience: sent(session, cast, now, audience=audience) for audience in list(Audience)[:3]}
    everyone, committee, office = shown.values()
    unsent = card_of(session, cast, now)
    viewers = ("everyone", "committee", cast.water, cast.roads, "representatives")
    assert [set(cards_for(session, viewer=viewer)) for viewer in viewers] == [
        {everyone}, {everyone, committee}, set(shown.values()), set(), {*shown.values(), unsent},
    ]  # fmt: skip
    assert card_numbered(session, community=cast.community, number=2) is committee
    with pytest.raises(Refused):
        stop_cards.hold(session, card=unsent, by=cast.amal, now=now)
    with pytest.raises(Refused):
        stop_cards.lift(session, card=office, by=cast.amal, now=now)

    stop_cards.hold(session, card=everyone, by=cast.amal, now=now + DAY)
    assert stands(session, everyone, now + 9 * DAY) is Stands.HELD
    stop_cards.look(session, now=now + 2 * DAY)
    assert everyone.silent_at is None
    with pytest.raises(NotAllowed):
        answered(session, cast, everyone, now + 2 * DAY)
    stop_cards.lift(session, card=everyone, by=cast.bahati, now=now + 3 * DAY)
    assert everyone.due_at == now + 5 * DAY, "the clock stood while nobody could read it"
    stop_cards.look(session, now=now + 4 * DAY)
    assert [each.silent_at is None for each in (everyone, committee)] == [True, False]
    stop_cards.hold(session, card=committee, by=cast.amal, now=now + 5 * DAY)
    stop_cards.lift(session, card=committee, by=cast.amal, now=now + 6 * DAY)
    assert committee.due_at == now + 3 * DAY, "a silence that was is not lifted away"

    stop_cards.withdraw(session, card=office, by=cast.amal, now=now + 2 * DAY)
    assert stands(session, office, now + 9 * DAY) is Stands.WITHDRAWN
    with pytest.raises(Refused, match="took this card back"):
        answered(session, cast, office, now + 2 * DAY)
    assert office in cards_for(session, viewer=cast.water), "its mark stays"
    cast.roads.disabled_at = now
    with pytest.raises(Refused, match="closed"):
        card_of(session, cast, now, office=cast.roads)
