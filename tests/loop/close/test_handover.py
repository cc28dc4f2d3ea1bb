"""A mission that leaves and a successor that answers: two houses, two databases, two sets of keys."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from consult.common import closed_box
from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.close.debts import Reason
from consult.loop.close.fanout import fan_out
from consult.loop.close.handover_begin import begin
from consult.loop.close.handover_done import rehearsed
from consult.loop.close.handover_records import HandedOver
from consult.loop.close.handover_rehearsal import differences, note_rehearsal, with_made_up_numbers
from consult.loop.close.handover_take import open_pack, take
from consult.loop.close.records import Obligation, Reached, Says, Verdict
from consult.loop.close.verdicts import say
from consult.loop.departure import leave
from consult.people import passing_on
from consult.people.receipts import issue, open_receipt
from consult.people.records import (
    Account,
    Community,
    ContactPoint,
    HearBack,
    Office,
    Participant,
    Reach,
    Receipt,
)
from consult.post.records import Delivery, Message
from tests.cast import number
from tests.loop.close.released import chain
from tests.loop.close.two_houses import Two, agrees


def test_nobody_who_is_owed_an_answer_is_lost_and_only_a_yes_takes_a_number_along(two: Two) -> None:
    r = two.released
    three, five = r.theme(3), r.theme(5)
    yes, silent = r.person(three, five), r.person(three)
    coded, gone = r.person(five, hear_back=None), r.person(three)
    r.person(hear_back=None)
    unread = r.person(read="not", hear_back=HearBack.KNOCK)
    no_yes = r.person(three)
    r.owe()
    r.answered(three)
    agrees(two, yes, silent, gone, unread)
    two.old.get_one(ContactPoint, r.reaches[silent.id].contact_point_id).stopped_at = r.now
    code = issue(two.old, vault=r.vault, participant=coded, now=r.now)
    leave(two.old, vault=r.vault, participant=gone, now=r.now)
    before = two.count(two.old, Obligation)

    pack, box = two.packed()
    counts = pack.counts
    assert (counts.people, counts.with_number, counts.with_code) == (6, 2, 1)
    assert counts.owed + counts.ended == before, "none vanishes but by leaving"
    for secret in (number(1), "Some words of mine", "Upper Well", code.replace(" ", "")):
        assert secret.encode() not in box
    assert "Some words of mine" not in str(pack.content)
    assert str(no_yes.id.hex) in str(pack.content)
    assert number(5) not in str(pack.content), "who did not agree"
    assert number(4) in str(pack.content), "unread, and agreed"
    assert "amal" not in str(pack.content).casefold(), "no account"

    taken = two.takes(box)
    assert two.count(two.new, Obligation) == counts.owed
    assert two.count(two.new, Reach) == 3, "yes, the stopped one, unread"
    assert two.takes(box).already
    assert two.count(two.new, Obligation) == counts.owed, "twice is once"
    assert open_receipt(two.new, vault=two.vault, code=code, now=r.now) == two.new.get_one(
        Participant, coded.id
    )
    assert [each.name for each in two.new.scalars(select(Office))] == ["Water office (Mission)"]
    assert [each.disabled_at is not None for each in two.new.scalars(select(Account))] == [True]
    assert two.debts(two.new) == {
        Reason.WAITING: 1,
        Reason.NO_ANSWER_YET: 2,
        Reason.NOT_PASSED: 2,  # no, and who stands alone without a phone
        Reason.PHONE_STOPPED: 1,
        Reason.NOT_READ_YET: 1,
    }
    assert two.new.scalars(select(OutboxItem)).all() == [], "nobody is told before the house before has ended"
    assert begin(two.new, community=two.new.scalars(select(Community)).one(), now=r.now) == 6
    asked = {each.name for each in two.new.scalars(select(OutboxItem))}
    assert {"fan_out", "tell_alone"} <= asked
    version_id = (
        two.new.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out")).one().payload["version_id"]
    )
    fan_out(two.new, version_id=UUID(version_id), chain=chain, now=r.now)
    (text,) = two.new.scalars(select(Message)).all()
    assert text.reach_id == r.reaches[yes.id].id, "the successor texts who agreed, and nobody else"

    with pytest.raises(Refused, match="receipt"):
        two.is_done("00000 00000 00000 00000")
    assert r.cast.community.disabled_at is None, "until then words are taken here"
    two.is_done(taken.receipt)
    assert two.is_done(taken.receipt).done_on == r.today, "twice is once"
    assert r.cast.community.disabled_at == r.now, "nobody here would answer who speaks from now on"
    assert two.debts(two.old) == {
        Reason.PASSED_ON: 3,
        Reason.NOT_PASSED: 4,
        Reason.LEFT: counts.ended,
    }
    quiet = two.old.scalars(select(Participant).where(Participant.quiet_since.is_(None))).all()
    assert quiet == [gone], "nobody hears from there unasked any more"


def test_what_changed_since_it_was_packed_is_packed_again_before_anybody_is_done(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    stops, takes_back, leaves, stays = (r.person(three) for _ in range(4))
    coded = r.person(three, hear_back=None)
    r.owe()
    agrees(two, stops, takes_back, leaves, stays)
    version = r.answered(three)
    two.old.add(
        Reached(key="met", obligation_id=owed(two, stays), version_id=version.id, how="text", on=r.today)
    )
    say(two.old, participant=stays, theme=three.theme, says=Says.PARTLY, now=r.now)
    waits = Message(
        key="waits", contact_point=r.reaches[stays.id].contact_point, reach=r.reaches[stays.id], sentences=[],
        language="en", asked=False, about="knock", not_before=r.now, made_at=r.now,
    )  # fmt: skip
    two.old.add(waits)
    _, first = two.packed()
    taken = two.takes(first)
    assert two.new.scalars(select(Verdict.says)).all() == [Says.PARTLY]

    r.reaches[stops.id].contact_point.stopped_at = r.now
    r.now += timedelta(minutes=1)
    passing_on.say(two.old, reach=r.reaches[takes_back.id], given=False, now=r.now)
    leave(two.old, vault=r.vault, participant=leaves, now=r.now)
    with pytest.raises(Refused, match="Pack again"):
        two.is_done(taken.receipt)
    _, second = two.packed()
    again = two.takes(second)
    assert not again.already
    assert again.receipt != taken.receipt
    living = two.new.scalars(select(Reach).where(Reach.until.is_(None))).all()
    assert {each.participant_id for each in living} == {stops.id, stays.id}
    silent = two.new.scalars(select(ContactPoint.stopped_at).where(ContactPoint.stopped_at.is_not(None)))
    assert len(silent.all()) == 1, "STOP holds there too"
    assert two.new.get_one(Participant, leaves.id).left_on == r.today
    assert two.count(two.new, Obligation) == 5
    two.is_done(again.receipt)
    assert waits.state is Delivery.CANCELLED
    assert passing_on.may_go(two.new, [coded.id, stays.id]) == {r.reaches[stays.id].id}


def owed(two: Two, person: Participant) -> UUID:
    return two.old.scalars(select(Obligation.id).where(Obligation.participant_id == person.id)).one()


def test_a_pack_that_is_not_whole_or_not_for_this_house_takes_nothing(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    pack, box = two.packed()
    for wrong in (box[:-7], box[: len(box) // 2], b"", b"a page of something else"):
        with pytest.raises(Refused):
            two.takes(wrong)
    foreign = closed_box.close(b'{"form": 1}', to=two.private.public_key())
    with pytest.raises(Refused, match="another version"):
        two.takes(foreign)
    two.new.add(Office(slug="water", name="Another water office"))
    two.new.commit()
    with pytest.raises(Refused, match="--same-office water"):
        two.takes(box)
    two.new.rollback()
    assert two.count(two.new, Participant) == two.count(two.new, Account) == 0
    opened = open_pack(box, private=two.private)
    same = frozenset({"water"})
    take(two.new, vault=two.vault, opened=opened, provider="console", same=same, now=r.now)
    assert two.new.scalars(select(Office.name)).all() == ["Another water office"]
    with pytest.raises(Refused, match="this house itself"):
        take(two.old, vault=r.vault, opened=opened, provider="console", now=r.now)
    assert pack.counts.owed == two.count(two.new, Obligation)


def test_who_spoke_and_is_owed_nothing_yet_goes_along_and_six_digits_may_have_a_twin(two: Two) -> None:
    r = two.released
    person = r.person(read="not", hear_back=None)
    code = issue(two.old, vault=r.vault, participant=person, now=r.now)
    assert two.count(two.old, Obligation) == 0
    _, box = two.packed()
    assert two.count(two.old, Obligation) == 1
    two.takes(box)
    assert two.new.scalars(select(Obligation.kind)).all() == ["unread"]
    ours = issue(two.new, vault=two.vault, participant=two.new.get_one(Participant, person.id), now=r.now)
    receipt = two.new.scalars(select(Receipt).where(Receipt.selector == ours.replace(" ", "")[:6])).one()
    receipt.selector, receipt.twin = code.replace(" ", "")[:6], 1
    two.new.flush()
    twin = code.replace(" ", "")[:6] + ours.replace(" ", "")[6:]
    for each in (code, twin):
        assert open_receipt(two.new, vault=two.vault, code=each, now=r.now) is not None


def test_a_rehearsal_carries_everything_but_the_numbers_and_sees_what_is_missing(two: Two) -> None:
    r = two.released
    three, five = r.theme(3), r.theme(5)
    people = [r.person(three, five), r.person(five)]
    r.person(hear_back=None)
    r.owe()
    r.answered(three)
    agrees(two, *people)
    pack, _ = two.packed()
    made_up = with_made_up_numbers(pack)
    assert number(1) not in str(made_up)
    assert len({each["number"] for each in made_up["reaches"]}) == 2
    two.takes(closed_box.close(json.dumps(made_up).encode(), to=two.private.public_key()))
    assert differences(two.old, two.new, pack) == []
    lost = two.new.scalars(select(Obligation).where(Obligation.theme_id.is_(None))).one()
    two.new.execute(delete(HandedOver).where(HandedOver.obligation_id == lost.id))
    two.new.delete(lost)
    two.new.flush()
    assert differences(two.old, two.new, pack) == ["participant", "obligation", "handed_over"]
    assert rehearsed(two.old, r.cast.community) is None
    noted = note_rehearsal(two.old, pack=pack, now=r.now)
    assert rehearsed(two.old, r.cast.community) is noted
