"""Who answers when those who run this leave, as representatives write it and everybody reads it."""

from consult.common.closed_box import fingerprint, in_writing, make_private
from consult.loop.collect.consultations import list_done
from consult.loop.collect.records import Consultation, Successor
from consult.people import passing_on
from consult.people.records import Participant
from tests.cast import number
from tests.web.collect.test_who import all_of, river
from tests.web.public.test_speak import Browser


def test_who_answers_later_is_named_for_everybody_and_gets_a_number_only_by_a_yes(site, tmp_path):
    river(site)
    amal, anybody = site.signed_in(site.cast.amal), site.client()
    assert "Nobody is named yet." in anybody.get("/c/river/en/").text
    page = "/collect/river/successor"
    assert page in amal.get("/collect/river/").text
    assert amal.post(page, data={}).status_code == 303, "nobody yet is an entry"
    assert [each.name for each in all_of(site, Successor)] == [""]
    site.clock.move(minutes=1)
    assert "begins with consult-key-1" in amal.post(page, data={"name": "Council", "key": "x"}).text
    public = make_private(tmp_path / "handover.key").public_key()
    said = {"name": "District council", "address": "The yellow house", "key": in_writing(public)}
    shown = amal.post(page, data=said, follow_redirects=True).text
    assert fingerprint(public) in shown
    assert "District council" in amal.get("/collect/river/").text, "the line of the list is done"
    start = anybody.get("/c/river/en/").text
    assert "District council" in start
    assert "The yellow house" in start
    assert site.signed_in(site.cast.chol).get(page).status_code == 403

    for n, given in ((1, ""), (2, "yes")):
        browser = Browser(site)
        browser.to_choices()
        assert browser.send(hear_back="whole", number=number(n), hand_on=given).status_code == 200
    people = {each.id: each for each in all_of(site, Participant)}
    with site.database.reading() as session:
        assert len(people) == 2
        assert len(passing_on.may_go(session, people)) == 1
    site.clock.move(minutes=1)
    amal.post(page, data={})
    assert "Nobody is named yet." in anybody.get("/c/river/en/").text
    with site.database.reading() as session:
        steps = {
            line.key: line.done for line in list_done(session, consultation=session.query(Consultation).one())
        }
    assert not steps["who_follows"], "nor is the line of the list done any more"
