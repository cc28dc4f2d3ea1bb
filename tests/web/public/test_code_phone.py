"""With a receipt code: another phone, none any more, and one that is refused."""

from consult.people.contacts import contact_point_for, stop
from consult.people.reaches import MOST_ON_A_PHONE, end, give_reach
from consult.people.records import ContactPoint, HearBack, Reach
from tests.cast import number
from tests.web.public.test_code import Story


def test_the_phone_can_be_changed_and_given_back_and_its_consequences_are_said(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    page = story.open()
    assert "The old phone gets nothing more for you" in page.text
    (old,) = story.all(Reach)
    wrong = story.send("phone", phone=old.id, number="12")
    assert (wrong.status_code, 'value="12"' in wrong.text) == (422, True)
    assert story.send("phone", phone=old.id, number=number(900)).status_code == 200
    (new,) = (each for each in story.all(Reach) if each.until is None)
    assert new.id != old.id
    assert number(900) not in story.page.text
    assert story.send("phone", phone=new.id, go="forget").status_code == 200
    assert not [each for each in story.all(Reach) if each.until is None]
    assert story.send("phone", phone="", number=number(901)).status_code == 200
    assert len([each for each in story.all(Reach) if each.until is None]) == 1
    assert story.send("phone", phone="", go="forget").status_code == 400


def test_the_number_of_a_phone_that_is_refused_is_not_kept(site):
    story = Story(site)
    with site.database.work() as session:
        site.cast.session = session
        at = {"vault": site.vault, "region": "GB", "provider": "console"}
        point = contact_point_for(session, number=number(900), **at)
        for _ in range(MOST_ON_A_PHONE):
            person = site.cast.participant()
            reach = give_reach(session, participant=person, point=point, now=site.clock())
            end(session, reach=reach, now=site.clock())
        stop(session, point=point, now=site.clock())
        point.sealed_number = b""  # all of them left, so it was forgotten
    story.open()
    refused = story.send("phone", phone="", number=number(900))
    assert (refused.status_code, "Nine people" in refused.text) == (422, True)
    assert [each.sealed_number for each in story.all(ContactPoint)] == [b""]
