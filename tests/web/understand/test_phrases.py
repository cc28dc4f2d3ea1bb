"""Words and phrases that people used in English, and the way from them to the cards."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from consult.common import translation
from consult.loop.understand import phrases_used
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.first_reading import cover_more
from consult.loop.understand.ports import Used, Words
from consult.loop.understand.records import Card, Control, HelpGroup, HelpRun
from tests.loop.understand.scene import Scene
from tests.web.understand.test_walk import ROOT, page, send
from tests.web.understand.told import work, worker_of


def ids_of(words: Sequence[Words]) -> tuple[UUID, ...]:
    return tuple(each.answer for each in words)


PAGE = f"{ROOT}/phrases/"
LINE = r'<button class="quiet" lang="en" dir="auto">([^<]+)</button> <span>On (\d+) cards</span>'


@pytest.mark.parametrize("kind", ["sqlite"])
def test_they_come_from_english_alone_of_two_people_and_lead_to_the_cards(site, monkeypatch):
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        scene.read("The health clinic is far. Call [number].", "We need the health clinic. Call [number].")
        scene.read("My old borehole broke.", "An old borehole again.", person=site.cast.participant())
        scene.meet("The old borehole is dry.")
        foreign = scene.read("clean water", "clean water", "Kliniki ya afya iko mbali.")
        for card in foreign:
            card.answer.submission.language = "sw"
        said = {"language": "en", "text": "The health clinic is shut.", "by_id": site.cast.amal.id}
        translation.write(session, foreign[2].answer, "words", now=site.clock(), **said)
        shy = scene.read("The green door, health clinic", "The green door")
        scene.sort(shy, Control.COULD_IDENTIFY)
    amal = site.signed_in(site.cast.amal)
    assert f'href="{PAGE}"' in page(amal, f"{ROOT}/search/")
    assert "once the machine has read the cards" in page(amal, PAGE)
    for _ in "twice":
        assert "It is reading." in send(amal, PAGE), "and the web process waits for nothing"
    site.clock.move(minutes=61)
    again = page(site.signed_in(site.cast.amal), PAGE)
    assert "Let it read the cards" in again, "a look that came to no end can be asked for anew"
    site.clock.move(minutes=-61)
    work(worker_of(site))
    shown = page(amal, PAGE)
    assert re.findall(LINE, shown) == [("health clinic", "3")], "of one person, masked or not English: none"
    assert "it read 5 cards." in shown
    assert "It is reading." not in shown
    with site.database.reading() as session:
        assert session.scalar(select(func.count(HelpRun.id))) == 1, "asking twice is asking once"
        assert session.scalars(select(HelpGroup.words)).all() == [["health clinic"]], (
            "kept of one person: none"
        )
    found = send(amal, f"{ROOT}/search/", 200, words="health clinic")
    assert "The health clinic is shut." in found, "found by what a translator wrote, and shown so"
    chol = site.signed_in(site.cast.chol)
    assert (chol.get(PAGE).status_code, chol.post(PAGE).status_code) == (403, 403)

    by = {"by": site.cast.amal, "now": site.clock()}
    for number, left in ((101, [("health clinic", "2")]), (102, [])):
        with site.database.work() as session:
            card = session.scalars(select(Card).where(Card.number == number)).one()
            sort_answer(session, card=card, codes=[Control.COULD_IDENTIFY], **by)
        now = re.findall(LINE, page(amal, PAGE))
        assert now == left, "what waits to be masked more is out, and what one person alone says then"
    with site.database.work() as session:
        card = session.scalars(select(Card).where(Card.number == 101)).one()
        cover_more(session, card=card, text="[place] is far.", **by)
    shown = page(amal, PAGE)
    assert "No words or phrases of these cards" in shown, "with its words went the phrase"
    invented = SimpleNamespace(language="en", used=lambda words, most: [Used("unrest", ids_of(words))])
    send(amal, PAGE)
    work(worker_of(site, phrases=lambda: invented))
    assert "unrest" not in page(amal, PAGE), "nobody said it"
    monkeypatch.setattr(phrases_used, "MOST", 1)
    send(amal, PAGE)
    work(worker_of(site))
    assert "it read 1 card. At most 1 cards are read for this." in page(amal, PAGE)
