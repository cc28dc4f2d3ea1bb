"""What the loop needs next, for every kind of work; and where a consultation stands."""

from datetime import timedelta

from consult.common import history, translation
from consult.loop import needs
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Obligation, Says, Telling
from consult.loop.close.verdicts import say
from consult.loop.close.wrong import say_wrong
from consult.loop.collect.consultations import IN_OTHER_LANGUAGES
from consult.loop.collect.rounds import close_round
from consult.loop.needs import Work
from consult.loop.review.records import Position
from consult.loop.review.reviews import say as say_in_review
from consult.loop.understand import checks
from consult.loop.understand.check_words import say_all
from consult.loop.understand.findings import release
from consult.loop.understand.records import Audience, CheckSays, Control, Second
from consult.loop.understand.second_looks import give
from consult.people.records import Account, HearBack, Role, Seat
from consult.post.messages import write
from consult.post.records import Delivery


def test_a_community_without_a_consultation_is_asked_to_begin(cast, of):
    need = of(cast.amal)[Work.BEGIN]
    assert (need.where, need.name) == ("tesfa", "Tesfa")


def test_a_draft_waits_to_be_opened(cast, of):
    cast.consultation(opened=False)
    assert of(cast.amal)[Work.OPEN].where == "river"
    assert Work.BEGIN not in of(cast.amal)


def test_cards_wait_for_their_first_reader_then_to_be_sorted_then_for_nothing(cast, scene, of):
    scene.speak("The well is dry.", "The road is cut.")
    assert of(cast.amal)[Work.READ_FIRST].count == 2
    (read,) = scene.read("The school is closed.")
    found = of(cast.amal)
    assert (found[Work.READ_FIRST].count, found[Work.SORT].count) == (2, 1)
    scene.sort([read], scene.code("school"))
    assert Work.SORT not in of(cast.amal)


def test_a_card_that_could_identify_someone_comes_before_everything(cast, scene, of):
    cards = scene.read("I am the teacher of the hill.")
    scene.sort(cards, Control.COULD_IDENTIFY)
    assert next(iter(of(cast.amal))) is Work.MASK_MORE


def test_words_taken_back_wait_for_nobody(cast, scene, now, of):
    (card,) = scene.speak("The well is dry.")
    card.answer.withdrawn_on = now.date()
    assert Work.READ_FIRST not in of(cast.amal)


def test_a_closed_round_waits_for_its_findings(session, cast, scene, now, of):
    asked = scene.consultation
    scene.speak("The well is dry.")
    assert Work.RELEASE not in of(cast.amal)
    current = needs.rounds.current_round(session, asked)
    close_round(session, round=current, by=cast.amal.actor, now=now)
    assert of(cast.amal)[Work.RELEASE].until == current.news_by


def test_who_got_a_knock_waits_to_hear(session, cast, released, of, now):
    three = released.theme(3)
    people = [released.person(three, hear_back=HearBack.KNOCK) for _ in range(2)]
    released.owe()
    version = released.answered(three)
    for n, person in enumerate(people):
        reach = released.reaches[person.id]
        point = reach.contact_point
        message = write(
            session,
            key=str(n),
            point=point,
            reach=reach,
            sentences=[],
            language="en",
            asked=False,
            about="answer",
            now=now,
        )
        message.state = Delivery.DELIVERED
        owed = session.query(Obligation).filter_by(participant_id=person.id).one()
        session.add(Telling(obligation=owed, version=version, message=message, whole=False))
    assert of(cast.amal)[Work.TELL].count == 2
    note_reached(session, [(owed.id, version.id, None)], how=How.ASKED, on=released.today)
    assert of(cast.amal)[Work.TELL].count == 1
    people[0].left_on = released.today
    assert Work.TELL not in of(cast.amal)


def test_words_on_the_wrong_number_reach_those_who_sort(session, cast, scene, vault, now, of):
    person = cast.participant()
    cards = scene.read("The well is dry.", person=person)
    water, roads = scene.code("water"), scene.code("roads")
    theme = scene.theme("Water", water)
    scene.theme("Roads", roads)
    scene.sort(cards, water)
    session.add(
        Obligation(
            key="one",
            participant_id=person.id,
            round_id=cards[0].answer.submission.round_id,
            theme_id=theme.id,
            since=now.date(),
        )
    )
    session.flush()
    say_wrong(session, participant=person, theme=theme, now=now)
    need = of(cast.amal)[Work.WRONGLY_PUT]
    assert (need.count, need.since) == (1, now.date())
    assert Work.WRONGLY_PUT not in of(cast.dana)
    scene.sort(cards, roads)
    assert Work.WRONGLY_PUT not in of(cast.amal)


def test_a_card_left_where_it_is_on_a_later_day_is_settled(session, cast, scene, now, of):
    person = cast.participant()
    cards = scene.read("The well is dry.", person=person)
    water = scene.code("water")
    theme = scene.theme("Water", water)
    scene.sort(cards, water)
    history.note(session, by=person.actor, action="words.wrongly_put", about=theme, now=now)
    assert of(cast.amal)[Work.WRONGLY_PUT].count == 1
    cast.now = now + timedelta(days=1)
    scene.sort(cards, water)
    assert Work.WRONGLY_PUT not in of(cast.amal)


def test_missing_wordings_are_asked_of_translators_and_representatives(session, cast, released, of):
    iman = Account(email="iman@example.org", name="Iman", language="en")
    session.add_all(
        [iman, Seat(account=iman, role=Role.TRANSLATOR, community=cast.community, since=cast.now)]
    )
    released.theme(3)
    # the consultation, where to go in danger, theme 3 and the line for words on no theme: in ar, fr and sw
    assert of(iman)[Work.WORD].count == of(cast.amal)[Work.WORD].count == 12
    assert set(of(iman)) == {Work.WORD}
    for field in IN_OTHER_LANGUAGES:
        translation.write(
            session, released.consultation, field, language="ar", text="…", by_id=None, now=cast.now
        )
    assert of(iman)[Work.WORD].count == 11


def test_a_member_is_asked_for_a_word_on_each_theme_they_may_see(session, cast, released, now, of):
    released.findings.review_by = now.date() + timedelta(days=7)
    three = released.theme(3)
    released.theme(4)
    released.theme(5, audience=Audience.ONE_OFFICE)
    need = of(cast.chol)[Work.REVIEW]
    assert (need.count, need.number, need.until) == (2, 1, released.findings.review_by)
    say_in_review(
        session,
        findings_theme=three,
        seat=cast.seats["chol"],
        position=Position.AGREE,
        reason="",
        language="en",
        signed=None,
        now=now,
    )
    assert of(cast.chol)[Work.REVIEW].count == 1
    assert of(cast.chol, at=now + timedelta(days=9)) == {}


def test_the_administrator_is_asked_to_seat_whoever_has_nobody(session, cast, now, of):
    assert set(of(cast.gita)) == {Work.NO_OFFICER}
    for name in ("amal", "bahati"):
        cast.seats[name].until = now + timedelta(days=1)
    assert set(of(cast.gita)) == {Work.NO_OFFICER, Work.SEATS_END}
    assert of(cast.gita, at=now + timedelta(days=2))[Work.SEATS].where == "tesfa"


def test_nobody_is_asked_for_what_others_must_do(cast, scene, of):
    scene.speak("The well is dry.")
    for account in (cast.chol, cast.dana, cast.hari):
        assert of(account) == {}


def test_the_same_need_in_two_seats_stands_once(session, cast, now):
    cast.consultation()
    session.add(Seat(account=cast.amal, role=Role.TRANSLATOR, community=cast.community, since=now))
    session.flush()
    found = needs.needs_of(session, account=cast.amal, now=now)
    assert [need.work for need in found].count(Work.WORD) == 1


def test_the_ring_closes_step_by_step(session, cast, released, now):
    def done():
        session.flush()
        return needs.steps_done(session, consultation=released.consultation, now=now)

    assert done() == 0
    released.round.closes_on = released.today - timedelta(days=10)
    three = released.theme(3)
    released.findings.review_by = released.today + timedelta(days=1)
    person = released.person(three)
    released.owe()
    assert done() == 2
    released.findings.review_by = released.today - timedelta(days=1)
    assert done() == 3
    version = released.answered(three)
    assert done() == 4
    owed = session.query(Obligation).one()
    note_reached(session, [(owed.id, version.id, None)], how=How.TEXT, on=released.today)
    assert done() == 5
    say(session, participant=person, theme=three.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    assert done() == 3


def test_the_ring_waits_for_the_findings_of_the_newest_round(session, cast, scene, now):
    assert needs.steps_done(session, consultation=scene.consultation, now=now) == 0
    close_round(
        session, round=needs.rounds.current_round(session, scene.consultation), by=cast.amal.actor, now=now
    )
    assert needs.steps_done(session, consultation=scene.consultation, now=now) == 1
    scene.theme("Water")
    release(
        session,
        consultation=scene.consultation,
        alone="",
        review_by=now.date() + timedelta(days=5),
        by=cast.amal,
        now=now,
    )
    assert needs.steps_done(session, consultation=scene.consultation, now=now) == 2


def test_people_heard_are_people_and_not_answers(session, cast, scene, now):
    person = cast.participant()
    cards = scene.speak("The well is dry.", person=person)
    scene.speak("The road is cut.")
    assert needs.people_heard(session, consultation=scene.consultation) == 2
    cards[0].answer.withdrawn_on = now.date()
    session.flush()
    assert needs.people_heard(session, consultation=scene.consultation) == 1


def test_a_check_is_told_while_it_runs_then_read_and_a_second_reader_is_asked(session, cast, scene, now, of):
    scene.theme("Water")
    check = checks.open_check(
        session, consultation=scene.consultation, until=now.date() + timedelta(days=7), by=cast.amal, now=now
    )
    assert of(cast.amal)[Work.CHECK_RUNS].until == check.until
    assert Work.CHECK_RUNS not in of(cast.chol)
    say_all(session, check=check, said={1: (CheckSays.WRONG, "Not so.")}, language="en", key=None, now=now)
    assert of(cast.amal)[Work.CHECK_READ].count == 1
    assert Work.CHECK_ENDED not in of(cast.amal)
    checks.end(session, check=check, by=cast.amal, now=now)
    found = of(cast.amal)
    assert found[Work.CHECK_ENDED].since == now.date(), "it did not last until its date"
    assert Work.CHECK_RUNS not in found
    checks.write_changed(session, check=check, text="All of it.", by=cast.amal, now=now)
    assert Work.CHECK_ENDED not in of(cast.amal)

    cards = scene.read("a", "b")
    scene.sort(cards, scene.code("Water"))
    twice = {"consultation": scene.consultation, "why": Second.BLIND, "now": now}
    give(session, cards=[card.id for card in cards], **twice)
    assert of(cast.bahati)[Work.READ_AGAIN].count == 2
    assert Work.READ_AGAIN not in of(cast.amal)
