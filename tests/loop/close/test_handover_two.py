"""One mission leaves two communities to the same successor: one after the other, each with its own count."""

from sqlalchemy import select

from consult.loop.close.handover_begin import begin
from consult.loop.close.handover_done import done, handovers_of
from consult.loop.close.handover_numbers import take_numbers
from consult.loop.close.handover_pack import close_pack, preview
from consult.loop.close.handover_take import Taken
from consult.loop.close.records import Obligation
from consult.loop.respond.records import Response, ResponseVersion
from consult.people import passing_on
from consult.people.records import Committee, Community, HearBack, Office, Participant, Reach
from tests.cast import number
from tests.loop.close.two_houses import Two


def hands_on(two: Two, community: Community) -> Taken:
    r = two.released
    two.old.flush()
    pack = preview(two.old, vault=r.vault, community=community, house="Mission", now=r.now)
    box = close_pack(two.old, pack=pack, to=two.private.public_key(), successor="Council", now=r.now)
    taken = two.takes(box)
    done(two.old, community=community, receipt=taken.receipt, now=r.now)
    return taken


def test_two_communities_with_one_office_one_answer_and_one_phone_come_to_one_successor(two: Two) -> None:
    r = two.released
    three, hill_three = r.theme(3), r.elsewhere(3)
    hill = Community(
        slug="hill-people", name="Hill people", language="en", region="KE", timezone="Africa/Nairobi",
        public=True, danger_place="", danger_number="",
    )  # fmt: skip
    two.old.add_all([hill, Committee(community=hill, name="Hill elders")])
    hill_three.findings.consultation.community = hill
    first = r.person(three)
    second = r.cast.participant()
    second.community = hill
    beside = r.reaches[first.id]
    r.reaches[second.id] = r.cast.phone(
        second, r.vault, 1, hear_back=HearBack.WHOLE, suffix=2, point=beside.contact_point
    )
    r.owe()
    two.old.add(
        Obligation(
            key=f"{second.id}:{hill_three.theme_id}", participant=second, round=hill_three.findings.round,
            theme=hill_three.theme, since=r.today,
        )
    )  # fmt: skip
    r.answered(three, hill_three)
    two.old.flush()
    for person in (first, second):
        passing_on.say(two.old, reach=r.reaches[person.id], given=True, now=r.now)

    taken = [hands_on(two, each) for each in (r.cast.community, hill)]
    assert [(each.handover.people, each.handover.owed, each.handover.with_number) for each in taken] == [
        (1, 1, 1), (1, 1, 1),
    ]  # fmt: skip
    assert [each.name for each in two.new.scalars(select(Office))] == ["Water office (Mission)"]
    assert len(two.new.scalars(select(Response)).all()) == 1
    (version,) = two.new.scalars(select(ResponseVersion)).all()
    assert len(version.response.themes) == 2, "one answer, in the words of both communities"
    living = select(Reach).where(Reach.until.is_(None)).order_by(Reach.suffix)
    ways = two.new.scalars(living).all()
    assert [(each.participant_id, each.suffix) for each in ways] == [(first.id, 1), (second.id, 2)]
    assert len({each.contact_point_id for each in ways}) == 1, "one phone, and who is who on it stays"
    for community in two.new.scalars(select(Community)):
        assert len(handovers_of(two.new, community)) == 1
        assert begin(two.new, community=community, now=r.now) == 1
    assert {each.quiet_since for each in two.new.scalars(select(Participant))} == {None}


def test_people_of_another_house_on_a_phone_that_is_known_here_get_a_number_of_their_own(two: Two) -> None:
    r = two.released
    here = r.person(r.theme(3))
    r.owe()
    passing_on.say(two.old, reach=r.reaches[here.id], given=True, now=r.now)
    hands_on(two, r.cast.community)
    stranger = Participant(community=two.new.scalars(select(Community)).one(), language="en")
    two.new.add(stranger)
    two.new.flush()
    (known,) = two.new.scalars(select(Reach).where(Reach.until.is_(None))).all()
    way = {
        "id": "0" * 31 + "7", "participant": stranger.id, "number": number(1), "suffix": 1,
        "others": [2], "hear_back": "whole", "since": "2027-06-01", "stopped": True, "dead": False,
    }  # fmt: skip
    met = take_numbers(two.new, two.vault, [way], "console", r.now)
    ways = two.new.scalars(select(Reach).where(Reach.until.is_(None))).all()
    assert {each.contact_point_id for each in ways} == {known.contact_point_id}
    assert {each.suffix for each in ways} == {1, 3}, "2 is the number of somebody who stayed there"
    assert known.contact_point.stopped_at is not None, "STOP is the phone's"
    assert met == set()
