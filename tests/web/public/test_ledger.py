"""The public ledger shows every number of the ledger, and its biggest loss first."""

import pytest

from consult.loop.close.debts import Reason
from consult.loop.close.ledger import Count, Ledger
from consult.loop.close.records import Form, Says
from consult.loop.close.returns import log
from consult.people.records import HearBack
from consult.web.public.ledger import REASONS, SAID, steps_of
from tests.loop.close.released import Released


def test_every_reason_and_verdict_has_its_words():
    assert set(REASONS) == set(Reason)
    assert set(SAID) == set(Says)
    assert next(iter(SAID)) is Says.NO


@pytest.fixture
def told(site):
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three, seven = released.theme(3), released.theme(7)
        for hear_back in (HearBack.KNOCK, None):
            released.person(three, hear_back=hear_back)
        for _ in range(3):
            released.person(seven)
        released.owe()
        version = released.answered(three)
        log(
            session,
            consultation=released.consultation,
            place=None,
            form=Form.MEETING,
            on=site.clock().date(),
            people=80,
            versions=[version],
            beans={three.theme: {Says.NO: 30}},
            said="They ask when.",
            by=site.cast.amal,
            now=site.clock(),
        )
    return released


def read(site):
    return site.client().get("/c/river/en/ledger").text


def test_people_answers_debts_and_meetings_each_have_their_place(site, told):
    page = read(site)
    for expected in (
        "5 people spoke.",
        "The oldest answer is owed for 9 days.",
        "Most is lost before “Answered”: 3 answers.",
        "Reached in the community only, by a meeting, the radio or a poster: 2.",
        "No office has answered yet.",
        "A number that could point at a few people is not shown.",
        "People there: about 80.",
        "No 3: beans for “No”: 30.",
    ):
        assert expected in page
    assert "Water office" not in page
    assert "They ask when." not in page, "what people said at a meeting is not public"


def test_before_a_release_the_page_says_what_will_stand_there(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    page = read(site)
    assert "0 people spoke." in page
    assert "How far it came stands here then." in page


def test_the_biggest_loss_is_marked_and_a_gain_is_none(site):
    counted = Ledger(
        **dict.fromkeys(("spoke", "left", "being_read", "silent"), 0),
        **{
            name: Count()
            for name in ("alone", "set_aside", "not_read", "sent", "knocked", "in_person", "in_community")
        },
        owed=Count(10, 10),
        on_theme=Count(9, 9),
        answered=Count(8, 8),
        reached=Count(2, 2),
        says={Says.NO: 4},
        debts={},
        told=(),
        days=None,
    )
    with site.app.test_request_context("/"):
        steps = steps_of(counted)
    assert [each.lost for each in steps] == [0, 1, 1, 6, -2]
    assert [each.most_lost for each in steps] == [False, False, False, True, False]
