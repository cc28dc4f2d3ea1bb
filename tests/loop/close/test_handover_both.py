"""Both houses went on writing between two packs: nothing clashes, and the last word of a person holds."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.close.debts import Reason
from consult.loop.close.handover_begin import begin
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Obligation, Reached, Says, Telling, Verdict
from consult.loop.close.verdicts import say
from consult.loop.understand.records import Hold, Theme
from consult.people import passing_on
from consult.people.communities import add_place
from consult.people.receipts import end_receipts, issue, open_receipt
from consult.people.records import Community, Participant, Place
from consult.post.records import Delivery, Message
from tests.loop.close.two_houses import Two, agrees


def later(two: Two, **much: int) -> None:
    two.released.now += timedelta(**much or {"minutes": 1})


def hands_over(two: Two) -> str:
    return two.takes(two.packed()[1]).receipt


def there(two: Two, person: Participant) -> Participant:
    return two.new.get_one(Participant, person.id)


def begins(two: Two) -> tuple[int, int]:
    """Who waited, and how often it was asked that the answer be told."""
    waited = begin(two.new, community=two.new.scalars(select(Community)).one(), now=two.released.now)
    asked = select(OutboxItem).where(OutboxItem.name == "fan_out")
    return waited, len(two.new.scalars(asked).all())


def test_a_newer_pack_is_taken_though_both_houses_wrote_of_the_same(two: Two) -> None:
    r = two.released
    three, five = r.theme(3), r.theme(5)
    met, changed, kept = (r.person(three) for _ in range(3))
    r.owe()
    version = r.answered(three)
    agrees(two, met, changed, kept)
    hands_over(two)

    for session in (two.old, two.new):
        owed = session.scalars(select(Obligation).where(Obligation.participant_id == met.id)).one()
        note_reached(session, [(owed.id, version.id, None)], how=How.TEXT, on=r.today)
        row = {"round_id": r.round.id, "theme_id": five.theme_id, "since": r.today}
        owed = Obligation(key=f"{met.id}:{five.theme_id}", participant_id=met.id, **row)
        session.add(owed)
        session.flush()
        note_reached(session, [(owed.id, None, r.findings.id)], how=How.TEXT, on=r.today)
    theme = two.new.get_one(Theme, three.theme_id)
    say(two.new, participant=there(two, changed), theme=theme, says=Says.YES, now=r.now)
    say(two.old, participant=changed, theme=three.theme, says=Says.NO, now=r.now)
    say(two.old, participant=kept, theme=three.theme, says=Says.NO, now=r.now)
    later(two, days=1)
    say(two.new, participant=there(two, kept), theme=theme, says=Says.PARTLY, now=r.now)
    for session in (two.old, two.new):
        here = session.get_one(Community, r.cast.community.id)
        add_place(session, community=here, name="Hill", by=r.cast.amal.actor, now=r.now)
    met.stays_in = two.old.scalars(select(Place).where(Place.name == "Hill")).one()
    new = r.person(three, lives=met.stays_in)
    two.new.commit()
    hands_over(two)

    said = {
        (each.participant_id, each.sequence): each.says
        for each in two.new.scalars(select(Verdict).order_by(Verdict.sequence))
    }
    assert said[changed.id, 2] is Says.NO, "of two words of one day the one that leaves more to do"
    assert said == {(changed.id, 1): Says.YES, (changed.id, 2): Says.NO, (kept.id, 1): Says.PARTLY}
    proofs = two.new.scalars(select(Reached)).all()
    assert len(proofs) == 2
    assert {each.obligation.participant_id for each in proofs} == {met.id}
    assert len(two.new.scalars(select(Obligation).where(Obligation.participant_id == met.id)).all()) == 2
    stays = two.new.scalars(select(Place).where(Place.name == "Hill")).one()
    assert there(two, new).stays_in == stays

    words = {"consultation_id": r.consultation.id, "name": "N", "statement": "S.", "language": "en"}
    for session, of in ((two.old, r.consultation), (two.new, theme.consultation)):
        extra = Theme(
            **{**words, "consultation_id": of.id}, number=9, audience="everyone", made_at=r.now,
            named_by_id=theme.named_by_id if session is two.new else r.cast.amal.id,
        )  # fmt: skip
        session.add(extra)
        session.flush()
        if session is two.old:
            owed = Obligation(
                key=f"{kept.id}:{extra.id}", participant=kept, round=r.round, theme=extra, since=r.today
            )
            session.add(owed)
    two.new.commit()
    later(two)
    with pytest.raises(Refused, match="theme 9"):
        hands_over(two)
    two.new.rollback()


def test_a_hold_that_was_lifted_here_closes_again_with_a_mark_of_its_own(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    two.old.add(Hold(theme=three.theme, by_id=r.cast.amal.id, since=r.now))
    hands_over(two)
    first = two.new.scalars(select(Hold)).one()
    first.lifted_at = lifted = r.now + timedelta(hours=1)
    two.new.commit()
    for _ in range(2):
        later(two, hours=2)
        hands_over(two)
    two.new.expire_all()
    holds = {each.lifted_at: each for each in two.new.scalars(select(Hold))}
    assert set(holds) == {lifted, None}, "that it was open in between is not rewritten"
    assert holds[None].since > lifted


def test_a_receipt_that_ended_there_opens_nothing_here(two: Two) -> None:
    r = two.released
    person = r.person(read="not", hear_back=None)
    lost = issue(two.old, vault=r.vault, participant=person, now=r.now)
    hands_over(two)
    end_receipts(two.old, participant=person, now=r.now)
    found = issue(two.old, vault=r.vault, participant=person, now=r.now)
    later(two)
    hands_over(two)
    opens = [open_receipt(two.new, vault=two.vault, code=each, now=r.now) for each in (lost, found)]
    assert opens == [None, there(two, person)]


def test_a_clock_that_is_set_back_makes_no_pack_older_than_the_one_before(two: Two) -> None:
    r = two.released
    r.person(read="not")
    hands_over(two)
    later(two, days=-200)
    r.person(read="not")
    hands_over(two)
    assert len(two.new.scalars(select(Participant)).all()) == 2


def test_who_was_told_since_it_was_packed_is_not_told_a_second_time_there(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    told, code = r.person(three), r.person(three, hear_back=None)
    r.owe()
    version = r.answered(three)
    agrees(two, told)
    text = Message(
        key="under way", contact_point=r.reaches[told.id].contact_point, reach=r.reaches[told.id],
        sentences=[], language="en", asked=False, about="answer", not_before=r.now, made_at=r.now,
        state=Delivery.SENT,
    )  # fmt: skip
    two.old.add(text)
    two.old.flush()
    way = {"obligation_id": owed_to(two, told), "version_id": version.id, "message_id": text.id}
    two.old.add(Telling(whole=True, **way))
    receipt = hands_over(two)
    with pytest.raises(Refused, match="on their way by text to people who go along: 1"):
        two.is_done(receipt)
    later(two)
    text.state, text.ended_at = Delivery.DELIVERED, r.now
    note_reached(
        two.old, [(owed_to(two, told), version.id, None)], how=How.TEXT, on=r.today, message_id=text.id
    )
    with pytest.raises(Refused, match="anew: 1"):
        two.is_done(receipt)
    later(two)
    receipt = hands_over(two)
    note_reached(two.old, [(owed_to(two, code), version.id, None)], how=How.ASKED, on=r.today)
    two.is_done(receipt)
    assert two.debts(two.old) == {}, "both have heard"
    community = two.new.scalars(select(Community)).one()
    assert begin(two.new, community=community, now=r.now) == 2
    assert two.new.scalars(select(Reached.how)).all() == [How.TEXT]


def owed_to(two: Two, person: Participant) -> UUID:
    return two.old.scalars(select(Obligation.id).where(Obligation.participant_id == person.id)).one()


def test_whose_number_came_back_is_not_passed_on_any_more(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    person = r.person(three)
    r.owe()
    agrees(two, person)
    two.is_done(hands_over(two))
    assert two.debts(two.old) == {Reason.PASSED_ON: 1}
    later(two)
    passing_on.say(two.old, reach=r.reaches[person.id], given=False, now=r.now)
    two.is_done(hands_over(two))
    assert two.debts(two.old) == {Reason.NOT_PASSED: 1}
    assert two.debts(two.new) == {Reason.NO_ANSWER_YET: 1}
