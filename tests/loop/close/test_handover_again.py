"""A second pack of the same community, and what becomes of people between two houses."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common import closed_box
from consult.common.errors import Refused
from consult.loop.close.handover_begin import begin
from consult.loop.close.handover_done import handovers_of
from consult.loop.close.handover_pack import FORM, form_of
from consult.loop.close.handover_parts import COLUMNS, STAYS
from consult.loop.close.handover_rehearsal import differences
from consult.loop.close.handover_rows import table_of
from consult.loop.close.handover_ways import SAID
from consult.loop.close.records import Obligation, Reached
from consult.loop.departure import leave
from consult.loop.review.records import Review
from consult.loop.understand.records import Audience, Contribution, Hold, Theme
from consult.people import contacts, reaches
from consult.people.participants import speak_language
from consult.people.records import Community, ContactPoint, HearBack, Participant, Reach, Seat
from consult.people.ways import ways_to
from consult.post.records import Delivery, Message
from tests.cast import number
from tests.loop.close.two_houses import Two, agrees


def later(two: Two) -> None:
    two.released.now += timedelta(minutes=1)


def choice(two: Two, person: Participant) -> HearBack:
    return two.new.scalars(select(Reach.hear_back).where(Reach.participant_id == person.id)).one()


def test_what_was_said_in_either_house_holds_after_a_second_pack(two: Two) -> None:
    r = two.released
    three, five = r.theme(3), r.theme(5)
    hushed, less, here, goes = (r.person(three) for _ in range(4))
    r.owe()
    version = r.answered(three)
    met = two.old.scalars(select(Obligation).where(Obligation.participant_id == goes.id)).one()
    two.old.add(Reached(key="met", obligation_id=met.id, version_id=version.id, how="text", on=r.today))
    agrees(two, hushed, less, here, goes)
    _, first = two.packed()
    two.takes(first)
    new_here = two.new.scalars(select(Reach).where(Reach.participant_id == here.id)).one()
    reaches.choose(two.new, reach=new_here, hear_back=HearBack.NOTHING, now=r.now)
    leave(two.new, vault=two.vault, participant=two.new.get_one(Participant, goes.id), now=r.now)
    speak_language(two.new, participant=two.new.get_one(Participant, here.id), language="sw", now=r.now)

    later(two)
    reaches.choose(two.old, reach=r.reaches[hushed.id], hear_back=HearBack.NOTHING, now=r.now)
    reaches.choose(two.old, reach=r.reaches[less.id], hear_back=HearBack.KNOCK, now=r.now)
    speak_language(two.old, participant=less, language="fr", now=r.now)
    three.theme.audience = Audience.COMMITTEE_AND_OFFICES
    two.old.add(Hold(theme=five.theme, by_id=r.cast.amal.id, since=r.now))
    beside = r.person(three, beside=r.reaches[goes.id])
    agrees(two, beside)
    _, second = two.packed()
    two.takes(second)

    assert [choice(two, each) for each in (hushed, less, here)] == [
        HearBack.NOTHING,
        HearBack.KNOCK,
        HearBack.NOTHING,
    ]
    spoken = {each.id: each.language for each in two.new.scalars(select(Participant))}
    assert (spoken[less.id], spoken[here.id]) == ("fr", "sw")
    audiences = {each.number: each.audience for each in two.new.scalars(select(Theme))}
    assert audiences == {3: Audience.COMMITTEE_AND_OFFICES, 5: Audience.EVERYONE}
    assert two.new.scalars(select(Hold.theme_id)).all() == [five.theme_id]
    whose = select(Contribution.participant_id).where(Contribution.participant_id == goes.id)
    assert two.new.scalars(whose).all() == [], "who left there stays forgotten"
    assert two.new.scalars(select(Reached)).all() == []
    assert two.new.scalars(select(Reach).where(Reach.participant_id == beside.id)).all() == []
    numbers = two.new.scalars(select(ContactPoint)).all()
    living = {each.contact_point_id for each in two.new.scalars(select(Reach)) if each.until is None}
    assert {contacts.number_of(each, vault=two.vault) for each in numbers if each.id in living} == {
        number(n) for n in (1, 2, 3)
    }


def test_an_older_pack_is_not_taken_after_a_newer_one(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    first_alone = r.person(three)
    r.owe()
    agrees(two, first_alone)
    _, older = two.packed()
    later(two)
    second = r.person(three, read="not")
    _, newer = two.packed()
    two.takes(newer)
    with pytest.raises(Refused, match="older than the one that was taken last"):
        two.takes(older)
    assert two.new.get_one(Participant, second.id).left_on is None
    assert two.takes(newer).already


def waits(two: Two, person: Participant) -> Message:
    reach = two.released.reaches[person.id]
    message = Message(
        key=f"waits:{person.id}", contact_point=reach.contact_point, reach=reach, sentences=[],
        language="en", asked=False, about="knock", not_before=two.released.now, made_at=two.released.now,
    )  # fmt: skip
    two.old.add(message)
    return message


def test_who_changes_or_speaks_between_packing_and_done_or_after_it_is_in_a_further_pack(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    less, no, late = (r.person(three) for _ in range(3))
    r.owe()
    agrees(two, less)
    texts = [waits(two, each) for each in (less, no, late)]
    _, box = two.packed()
    receipt = two.takes(box).receipt
    reaches.choose(two.old, reach=r.reaches[less.id], hear_back=HearBack.KNOCK, now=r.now)
    with pytest.raises(Refused, match="anew: 1"):
        two.is_done(receipt)
    agrees(two, late)
    spoke = r.person(read="not", hear_back=None)
    with pytest.raises(Refused, match="anew: 3"):
        two.is_done(receipt)
    later(two)
    _, box = two.packed()
    receipt = two.takes(box).receipt
    two.is_done(receipt)
    states = [each.state for each in texts]
    assert states == [Delivery.CANCELLED, Delivery.PENDING, Delivery.CANCELLED], "a no is told from here"
    assert not any(way.open for ways in ways_to(two.old, {less.id, no.id}).values() for way in ways)

    later(two)
    agrees(two, no)
    after = r.person(read="not")
    pack, box = two.packed()
    assert {each["hear_back"] for each in pack.content["reaches"]} == {"whole", "knock"}
    two.is_done(two.takes(box).receipt)
    community = two.new.scalars(select(Community)).one()
    assert not any(way.open for ways in ways_to(two.new, {less.id, no.id, late.id}).values() for way in ways)
    assert begin(two.new, community=community, now=r.now) == 5
    met = {
        person: way.reach.hear_back
        for person, ways in ways_to(two.new, {less.id, no.id, late.id, after.id, spoke.id}).items()
        for way in ways
        if way.open
    }
    assert met == {less.id: HearBack.KNOCK, no.id: HearBack.WHOLE, late.id: HearBack.WHOLE}
    assert begin(two.new, community=community, now=r.now) == 0


def test_nobody_sits_on_a_seat_that_came_and_each_house_is_named_once(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    review = {"position": "agree", "reason": "", "language": "en", "signed": "member", "sequence": 1}
    two.old.add(Review(findings_theme=three, seat=r.cast.seats["chol"], at=r.now, **review))
    pack, box = two.packed()
    two.is_done(two.takes(box).receipt)
    assert differences(two.old, two.new, pack) == []
    later(two)
    two.is_done(two.takes(two.packed()[1]).receipt)
    (seat,) = two.new.scalars(select(Seat)).all()
    assert seat.ended_at is not None, "a committee of empty seats has no quorum"
    assert two.new.scalars(select(Review.seat_id)).all() == [seat.id]
    here = two.new.scalars(select(Community)).one()
    assert [each.house for each in handovers_of(two.old, r.cast.community)] == ["Council"]
    assert [each.house for each in handovers_of(two.new, here)] == ["Mission"]


def test_a_pack_of_other_columns_or_a_time_without_a_place_is_another_version(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    agrees(two, two.released.person(read="not"))
    pack, _ = two.packed()
    for change in ({"form": 1}, {"packed_at": "2027-06-04T10:00:00"}, {"ended": ["x"]}):
        box = closed_box.close(json.dumps({**pack.content, **change}).encode(), to=two.private.public_key())
        with pytest.raises(Refused, match="another version"):
            two.takes(box)
    swapped = {**COLUMNS, "community": "name slug language region timezone public danger_place danger_number"}
    assert FORM == form_of(COLUMNS) != form_of(swapped)
    assert {tuple(each) for each in pack.content["reaches"]} == {SAID}


def test_every_column_is_said_to_go_along_or_to_stay() -> None:
    for name, columns in COLUMNS.items():
        table = table_of(name)
        accounts = {
            each.name for each in table.c for key in each.foreign_keys if key.column.table.name == "account"
        }
        said = {*columns.split(), *STAYS.get(name, "").split(), *accounts, "id"} & {
            each.name for each in table.c
        }
        assert {each.name for each in table.c} == said, name
        assert not set(columns.split()) & (accounts | set(STAYS.get(name, "").split())), name
