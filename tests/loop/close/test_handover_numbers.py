"""A person with a phone of their own and one of the family: a yes hands over the number it was said of."""

import pytest
from sqlalchemy import select

from consult.common.closed_box import make_private
from consult.common.errors import Refused
from consult.loop.close.choosing import hear_back
from consult.loop.close.handover_done import done
from consult.loop.close.handover_pack import close_pack, preview
from consult.loop.new_phone import change_phone
from consult.people import contacts, passing_on, reaches
from consult.people.reaches import give_reach
from consult.people.records import HearBack, Participant, Reach
from consult.people.ways import ways_to
from tests.cast import number
from tests.loop.close.released import Released, chain
from tests.loop.close.test_handover_both import begins, hands_over, later, there
from tests.loop.close.two_houses import Two, agrees


def test_a_yes_is_of_one_number_from_the_page_to_the_pack(released: Released, tmp_path) -> None:
    r, session = released, released.session
    three = r.theme(3)
    person, mother = r.person(three), r.person(three)
    r.owe()
    own = r.reaches[person.id]
    family = r.reaches[mother.id].contact_point
    shared = give_reach(session, participant=person, point=family, now=r.now)
    community, key = r.cast.community, make_private(tmp_path / "handover.key").public_key()

    def says(reach, given: bool) -> None:
        how = {"choice": HearBack.KNOCK, "hand_on": given, "chain": chain, "now": r.now}
        hear_back(session, reach=reach, **how)

    def packed(*ways):
        pack = preview(session, vault=r.vault, community=community, house="Mission", now=r.now)
        assert {each["id"] for each in pack.content["reaches"]} == {way.id.hex for way in ways}
        assert (number(2) in str(pack.content)) is (shared in ways), "the number of the family"
        close_pack(session, pack=pack, to=key, successor="Council", now=r.now)
        return pack.receipt

    def refused(receipt: str) -> None:
        with pytest.raises(Refused, match="Pack again"):
            done(session, community=community, receipt=receipt, now=r.now)

    says(own, True)
    packed(own)
    says(shared, False)
    packed(own)
    says(shared, True)
    both = packed(own, shared)
    says(shared, False)
    refused(both)  # though the person can be met by the other number still
    says(shared, True)
    family.stopped_at = r.now
    refused(both)  # the successor must know of STOP, on each phone
    stopped = packed(own, shared)
    new = change_phone(
        session, vault=r.vault, participant=person, before=own, number=number(77), hear_back=HearBack.KNOCK,
        provider="console", chain=chain, now=r.now,
    )  # fmt: skip
    assert not passing_on.agreed(session, own)
    assert not passing_on.agreed(session, new), "a new number has no yes"
    refused(stopped)
    last = packed(shared)
    assert done(session, community=community, receipt=last, now=r.now).done_on == r.today


def heard_there(two: Two, *people: Participant) -> list[HearBack | None]:
    """How each is heard at the successor now; None: not at all."""
    two.new.expire_all()
    ways = ways_to(two.new, {each.id for each in people})
    return [
        next((way.reach.hear_back for way in ways.get(each.id, []) if way.wanted), None) for each in people
    ]


def test_the_newest_choice_of_the_house_before_holds_unless_the_person_chose_here(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    more, starts, here, stops_here, back = (
        r.person(three, hear_back=each)
        for each in (HearBack.NOTHING, HearBack.WHOLE, HearBack.NOTHING, HearBack.WHOLE, HearBack.WHOLE)
    )
    r.owe()
    agrees(two, more, starts, here, stops_here, back)
    phone = {each.id: r.reaches[each.id].contact_point for each in (starts, stops_here)}
    for point in phone.values():
        contacts.stop(two.old, point=point, now=r.now)
    r.answered(three)
    hands_over(two)
    assert begins(two) == (5, 1)
    assert heard_there(two, more, starts, here, stops_here) == [None] * 4
    reach_here = two.new.get_one(Reach, r.reaches[here.id].id)
    for choice in (HearBack.KNOCK, HearBack.NOTHING):
        reaches.choose(two.new, reach=reach_here, hear_back=choice, now=r.now)
    point = two.new.get_one(Reach, r.reaches[stops_here.id].id).contact_point
    contacts.start(two.new, point=point, now=r.now)
    contacts.stop(two.new, point=point, now=r.now)
    two.new.commit()

    receipt = hands_over(two)
    later(two)
    reaches.choose(two.old, reach=r.reaches[more.id], hear_back=HearBack.KNOCK, now=r.now)
    with pytest.raises(Refused, match="anew: 1"):
        two.is_done(receipt)
    reaches.choose(two.old, reach=r.reaches[here.id], hear_back=HearBack.WHOLE, now=r.now)
    for point in phone.values():
        contacts.start(two.old, point=point, now=r.now)
    with pytest.raises(Refused, match="anew: 4"):
        two.is_done(receipt)
    passing_on.say(two.old, reach=r.reaches[back.id], given=False, now=r.now)
    hands_over(two)
    assert begins(two) == (0, 2), "what is answered is asked for again: some want to hear now"
    assert heard_there(two, more, starts, here, stops_here, back) == [
        HearBack.KNOCK, HearBack.WHOLE, None, None, None,
    ]  # fmt: skip

    later(two)
    passing_on.say(two.old, reach=r.reaches[back.id], given=True, now=r.now)
    hands_over(two)
    assert heard_there(two, back) == [HearBack.WHOLE], "a yes that was taken back and said again"


def test_a_number_that_a_person_gave_here_stays_with_a_newer_pack(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    moved, silent = r.person(three), r.person(three)
    r.owe()
    agrees(two, moved)
    hands_over(two)
    ask = {"vault": two.vault, "provider": "console"}
    for person, n in ((moved, 55), (silent, 2)):
        point = contacts.point_of(two.new, plain=number(n), **ask)
        reaches.give_reach(two.new, participant=there(two, person), point=point, now=r.now)
    two.new.commit()
    later(two)
    passing_on.say(two.old, reach=r.reaches[moved.id], given=False, now=r.now)
    agrees(two, silent)
    hands_over(two)
    living = two.new.scalars(select(Reach).where(Reach.until.is_(None))).all()
    assert sorted(
        (each.participant_id == moved.id, contacts.number_of(each.contact_point, vault=two.vault))
        for each in living
    ) == [(False, number(2)), (True, number(55))], "once on each phone"


def test_a_text_to_a_phone_of_several_still_says_for_whom_it_is(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    first = r.person(three)
    second = r.person(three, beside=r.reaches[first.id])
    r.owe()
    agrees(two, first)
    hands_over(two)
    (way,) = ways_to(two.new, {first.id})[first.id]
    assert way.person == 1, "the other said no, and may read it"
    assert two.new.scalars(select(Reach.participant_id).where(Reach.until.is_(None))).all() == [first.id]
    later(two)
    agrees(two, second)
    hands_over(two)
    ways = ways_to(two.new, {first.id, second.id})
    assert [ways[each.id][0].person for each in (first, second)] == [1, 2], "their own number on it"
    assert len(two.new.scalars(select(Reach)).all()) == 2
