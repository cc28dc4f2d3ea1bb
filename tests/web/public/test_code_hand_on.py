"""With a receipt code: may this number go on to those who answer later? Asked of each phone by itself."""

import re

from consult.common.history import OPERATOR
from consult.loop.close.handover_records import Handover, Way
from consult.loop.collect.records import Answer, Consultation
from consult.loop.collect.successors import name_successor
from consult.people import passing_on
from consult.people.communities import disable
from consult.people.contacts import contact_point_for
from consult.people.reaches import give_reach
from consult.people.records import Account, Community, HearBack, Participant, Reach
from tests.cast import number
from tests.web.public.test_code import Story


def ticked(page):
    return [bool(on) for on in re.findall(r'name="hand_on" value="yes"( checked)?>', page)]


def test_with_a_code_a_person_says_of_each_phone_whether_its_number_may_go_on_to_who_answers_later(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    own = story.all(Reach)[0].id
    with site.database.work() as session:
        site.cast.session = session
        here = {"vault": site.vault, "region": "KE", "provider": "console"}
        point = contact_point_for(session, number=number(9), **here)
        give_reach(session, participant=site.cast.participant(), point=point, now=site.clock())
        person = session.get_one(Participant, story.person.id)
        shared = give_reach(session, participant=person, point=point, now=site.clock()).id
    assert ticked(story.open().text) == [False, False]
    order = re.findall(r'action="/code/hear">.*?name="phone" value="([^"]+)"', story.page.text, re.DOTALL)

    def says(phone, given):
        asked = {"hand_on": "yes"} if given else {}
        page = story.send("hear", phone=str(phone), hear_back="knock", **asked).text
        with site.database.reading() as session:
            may = passing_on.may_go(session, [story.person.id])
        assert ticked(page) == [each in {str(one) for one in may} for each in order]
        return may

    assert says(own, True) == {own}, "and not the phone of the family"
    assert says(shared, False) == {own}, "what is kept for one phone says nothing of the other"
    assert says(shared, True) == {own, shared}
    assert says(own, False) == {shared}
    assert says(own, True) == {own, shared}
    assert ticked(story.send("phone", phone=str(own), number=number(8)).text).count(True) == 1
    with site.database.reading() as session:
        assert passing_on.may_go(session, [story.person.id]) == {shared}, "a new number has no yes"


def test_a_code_tells_that_others_answer_now_and_where_they_are(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    counts = dict.fromkeys(("people", "owed", "with_number", "with_code", "by_meeting", "ended"), 1)
    assert "passed on" not in story.open().text
    with site.database.work() as session:
        river = session.query(Consultation).one()
        by, now = session.get_one(Account, site.cast.amal.id), site.clock()
        words = {"name": "  Coúncil", "address": "The yellow house"}
        name_successor(session, consultation=river, by=by, now=now, **words)
        site.cast.session = session
        newer = site.cast.consultation("newer")  # nobody stands on the list of this one
        newer.made_at = now
        site.cast.answer(session.merge(story.person), newer, "words")
        here = {"community_id": river.community_id, "at": now, "house": "Council", "done_on": now.date()}
        session.add_all([Handover(way=Way.OUT, **here, **counts), Handover(way=Way.OUT, **here, **counts)])
    page = story.open().text
    assert page.count("What is owed here was passed on to") == 1
    assert "The yellow house" in page
    with site.database.work() as session:
        for each in session.query(Handover):
            each.way, each.house = Way.IN, "Mission"
    page = story.open().text
    assert "What is owed here came from" in page
    assert "passed on" not in page


def test_with_a_code_nobody_says_more_where_the_community_is_closed_and_it_is_said_so(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    prompt = re.search(r'name="prompt" value="([^"]+)"', story.open().text).group(1)
    with site.database.work() as session:
        community = session.query(Community).one()
        disable(session, community=community, by=OPERATOR, now=site.clock())
    page = story.open().text
    assert "Nobody takes words here any more." in page
    assert "/code/more" not in page
    assert "/code/leave" in page
    before = len(story.all(Answer))
    assert story.send("more", prompt=prompt, text="More.").status_code == 400
    assert len(story.all(Answer)) == before
    start = site.client().get("/c/river/en/").text
    assert "It was open until" not in start, "nobody closed the round"
    assert "We take words until" not in start
