"""Cards are read twice, people talk about what differs, and see when nothing new comes up."""

import re

import pytest
from sqlalchemy import select

from consult.jobs.counting import count_what_was_heard
from consult.loop.collect.records import Consultation
from consult.loop.understand import talking
from consult.loop.understand.records import Control
from consult.people.records import Belonging, Group
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_walk import ROOT, page, send


@pytest.fixture
def amal(site: SiteUnderTest):
    return site.signed_in(site.cast.amal)


@pytest.fixture
def bahati(site: SiteUnderTest):
    return site.signed_in(site.cast.bahati)


def sort_some(site: SiteUnderTest, cards: int = 10, *, group: str = "") -> list[int]:
    """Cards that Amal sorted under water, the last set aside; the numbers of all."""
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        made = scene.read(*(f"words {n}" for n in range(cards)))
        scene.code("Road")
        water = scene.code("Water")
        scene.sort(made[:-1], water)
        scene.sort(made[-1:], Control.NOT_AN_ANSWER)
        if group:
            theirs = Group(community_id=site.cast.community.id, number=1, name=group)
            session.add(theirs)
            session.flush()
            for card in made[: cards // 2]:
                person = card.answer.submission.participant_id
                session.add(Belonging(participant_id=person, group_id=theirs.id))
        return [card.number for card in made]


def test_cards_are_read_twice_unseen_and_what_differs_is_settled_by_talking(site, amal, bahati):
    numbers = sort_some(site)
    assert "10 cards are given to second readers." in send(amal, f"{ROOT}/agreement/")
    assert "No card is left to be read a second time" in send(amal, f"{ROOT}/agreement/")
    empty = page(amal, f"{ROOT}/agreement/")
    assert "What two people read differently will stand here." in empty
    assert "they chose the same" not in empty, "nobody read anything twice"
    assert "10 cards wait for you to read them" in page(bahati, f"{ROOT}/agreement/")
    shown = page(bahati, f"{ROOT}/sort/")
    assert f"Sort card {min(numbers)}<" in shown
    assert "How it was sorted" not in shown
    after = send(bahati, f"{ROOT}/sort/{numbers[0]}", code="1", memo="the way to the well")
    assert f"Card {numbers[0]} is read a second time." in after
    assert "Undo" not in after
    for number in numbers[1:-1]:
        bahati.post(f"{ROOT}/sort/{number}", data={"code": "2"})
    send(bahati, f"{ROOT}/sort/{numbers[-1]}", code="901")
    shown = page(amal, f"{ROOT}/agreement/")
    assert "In 9 of 10 answers both chose the same." in shown
    assert re.search(r"<details>\s*<summary>Beyond chance</summary>\s*<p>Krippendorff’s alpha: 0\.\d", shown)
    assert "1 card is set aside as no answer. Looked at twice: 1." in shown
    assert "the way to the well" in shown
    assert shown.count("and settle it") == 1
    here = f"{ROOT}/agreement/{numbers[0]}"
    page(amal, f"{ROOT}/agreement/{numbers[1]}", 404)
    assert "words 0" in page(amal, here)
    assert "Say in a note why" in send(amal, here, 422, codes="1 2", memo=" ")
    settled = send(amal, here, codes="1 2", memo="she speaks of both")
    assert "lies where you came to together" in settled
    assert "and settle it" not in settled
    assert "she speaks of both" in settled
    assert "In 9 of 10 answers" in settled


def test_nobody_but_those_who_sort_sees_any_of_it(site, amal):
    numbers = sort_some(site, 2)
    for who in (site.cast.chol, site.cast.dana, site.cast.gita, site.cast.hari):
        for address in ("agreement/", f"agreement/{numbers[0]}", "heard-enough/"):
            page(site.signed_in(who), f"{ROOT}/{address}", 403)


def test_the_curve_tells_when_nothing_new_comes_up_and_of_groups_only_in_large_communities(
    site, amal, monkeypatch
):
    sort_some(site, 24, group="Herders")
    shown = page(amal, f"{ROOT}/heard-enough/")
    assert "In the last 20 cards 0 codes came up for the first time." in shown
    assert shown.count('<svg class="bar"') == 5
    assert "Herders" not in shown
    monkeypatch.setattr("consult.loop.understand.heard_so_far.SMALL", 20)
    shown = page(amal, f"{ROOT}/heard-enough/")
    assert "from people of Herders" in shown
    assert shown.count('<svg class="bar"') == 5 + 6
    assert "counted once an hour" not in shown
    monkeypatch.setattr("consult.loop.understand.heard_so_far.FEW", 20)
    count_what_was_heard(site, site.clock())
    by_the_clock = page(amal, f"{ROOT}/heard-enough/")
    assert "this is counted once an hour. It was counted last on" in by_the_clock
    assert by_the_clock.count('<svg class="bar"') == 5 + 6


def test_before_anything_is_sorted_the_pages_say_what_will_stand_there(site, amal):
    sort_some(site, 0)
    assert "No card is sorted yet." in page(amal, f"{ROOT}/heard-enough/")
    assert "Nobody has read cards a second time yet." in page(amal, f"{ROOT}/agreement/")


def test_a_talk_of_many_is_paged(site, amal, monkeypatch):
    monkeypatch.setattr("consult.web.understand.agreement.A_PAGE", 1)
    numbers = sort_some(site, 3)
    with site.database.work() as session:
        asked = session.scalars(select(Consultation)).one()
        talking.deal_again(session, consultation=asked, by=site.cast.amal, now=site.clock())
    bahati = site.signed_in(site.cast.bahati)
    for number in numbers:
        bahati.post(f"{ROOT}/sort/{number}", data={"code": "1"})
    first = page(amal, f"{ROOT}/agreement/")
    assert first.count("and settle it") == 1
    assert "skip=1" in first
    assert "skip=" not in page(amal, f"{ROOT}/agreement/?skip=2")
