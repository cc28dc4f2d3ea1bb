"""Cards that may go under a code: asked for on its page, found by the worker, met one at a time."""

import pytest
from sqlalchemy import delete, select

from consult.jobs.periodic import empty_taken_back
from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import current_round
from consult.loop.understand import coding
from consult.loop.understand.how_made import how_made
from consult.loop.understand.records import (
    Card,
    Coding,
    Deal,
    HelpAnswer,
    HelpGroup,
    Pointing,
    Second,
    SuggestionShown,
)
from tests.web.understand.test_walk import ROOT, page, send
from tests.web.understand.told import PAGE, Town, turned_on

CODE = f"{ROOT}/codes/1"
SEEK = f"{CODE}/seek"
ASK = "Let the machine find cards that may go under this code"
FIRST = f"{ROOT}/sort/?order=under-1"
ALONE = pytest.mark.parametrize("kind", ["sqlite"])


def sought(town: Town) -> list[HelpAnswer]:
    """What is kept of what was found, in its order."""
    of = select(HelpGroup.run_id).where(HelpGroup.pointing == Pointing.SEEK)
    return sorted(town.all(HelpAnswer, HelpAnswer.run_id.in_(of)), key=lambda each: each.place)


@ALONE
def test_it_seeks_when_somebody_asks_and_leads_from_card_to_card(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    assert ASK not in page(amal, CODE)
    assert "It is off in every language here" in page(amal, CODE)
    assert "seeks no cards for code 1" in send(amal, SEEK, 422)
    turned_on(town, amal)
    assert ASK in page(amal, CODE)
    assert '<span lang="en" dir="auto">English</span>' in page(amal, CODE), "what it reads"
    assert "It is reading." in send(amal, SEEK)
    send(amal, SEEK)
    assert len(town.all(HelpGroup, HelpGroup.pointing == Pointing.SEEK)) == 1, "asked twice is asked once"
    town.work()
    assert "well · deep" in page(amal, PAGE), "the look over all cards stands beside it"
    found = page(amal, CODE)
    assert "in order for this code: 6." in found
    assert "were sorted since" not in found
    first = page(amal, FIRST)
    assert "Sort card 110" in first
    assert "The machine points at this card: it may go under code 1." in first
    assert "points at this card" not in page(amal, f"{ROOT}/sort/?card=110"), "only to who came by it"
    assert "Sort card 109" in page(amal, f"{FIRST}&after=110"), "skipped, it is the next one"
    site.clock.move(minutes=1)
    following = send(amal, f"{ROOT}/sort/110?order=under-1", code="1")
    assert "Sort card 109" in following
    assert "it may go under code 1" in following
    send(amal, f"{ROOT}/sort/109?order=under-1", code="2")
    send(amal, f"{ROOT}/sort/105?order=under-2", code="2")
    told = town.all(SuggestionShown, SuggestionShown.pointing == Pointing.SEEK)
    assert sorted(each.taken for each in told) == [False, True], "nothing was sought for code 2"
    assert {each.method for each in told} == {"told-1"}
    assert {each.id for each in told} <= {each.suggestion_id for each in town.all(Coding)}
    with site.database.reading() as session:
        asked_in = current_round(session, session.scalars(select(Consultation)).one())
        assert how_made(session, asked=asked_in, small_cell=10)["pointed"] is True
    later = page(amal, CODE)
    assert "in order for this code: 3." in later
    assert "Cards were sorted since it sought." in later
    send(amal, SEEK)
    town.work()
    assert [each.place for each in sought(town)] == [1, 2, 3], "in place of what was found before"
    assert "were sorted since" not in page(amal, CODE)
    site.clock.move(minutes=1)
    send(amal, f"{PAGE}en/turn", on="0")
    assert "in order for this code" not in page(amal, CODE)
    assert "it may go under" not in page(amal, f"{ROOT}/sort/?card=108&order=under-1")


@ALONE
def test_it_passes_over_what_is_not_open_and_forgets_what_went(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    bahati = site.signed_in(site.cast.bahati)
    turned_on(town, amal)
    send(amal, SEEK)
    seek = town.pointer.seek

    def slow(*given):  # type: ignore[no-untyped-def]
        with site.database.work() as session:
            gone = session.scalars(select(Card).where(Card.number == 109)).one()
            gone.answer.protected_on = site.clock().date()
        return seek(*given)

    town.pointer.seek = slow  # type: ignore[method-assign]
    town.work()
    assert [each.place for each in sought(town)] == [1, 2, 3, 4, 5], "what went while it read is not kept"
    with site.database.work() as session:
        cards = {card.number: card for card in session.scalars(select(Card))}
        session.add(Deal(card_id=cards[110].id, account_id=site.cast.bahati.id, dealt_at=site.clock()))
        cards[108].answer.withdrawn_on = site.clock().date()
        by = {"by": site.cast.amal, "now": site.clock()}
        coding.sort_by_numbers(session, card=cards[107], numbers=[2], **by)
    assert "Sort card 106" in page(amal, FIRST), "dealt to another, taken back, sorted"
    assert "in order for this code: 2." in page(amal, CODE)
    assert "Sort card 110" in page(bahati, FIRST)
    with site.database.work() as session:
        empty_taken_back(session, town.parts, site.clock())
    assert len(sought(town)) == 4, "nothing is left of words that were taken back"
    with site.database.work() as session:
        card = session.scalars(select(Card).where(Card.number == 101)).one()
        again = Deal(
            card_id=card.id, account_id=site.cast.bahati.id, second=Second.BLIND, dealt_at=site.clock()
        )
        session.add(again)
    waits = page(bahati, CODE)
    assert "Until then the machine names no codes to you." in waits
    assert ASK not in waits
    assert "it may go under" not in page(bahati, FIRST)
    assert "read them a second time" in send(bahati, SEEK, 422)
    for account in (site.cast.chol, site.cast.dana, site.cast.gita, site.cast.hari):
        assert site.signed_in(account).post(SEEK).status_code in {403, 404}
    with site.database.work() as session:
        session.execute(delete(Deal))
        for sequence in range(50, 70):
            shown = SuggestionShown(
                answer_id=card.answer_id,
                by_id=site.cast.bahati.id,
                pointing=Pointing.SEEK,
                method="told-1",
                codes=[],
                taken=True,
                at=site.clock(),
            )
            session.add(shown)
            session.flush()
            mine = {"answer_id": card.answer_id, "by_id": site.cast.bahati.id, "at": site.clock()}
            session.add(Coding(**mine, sequence=sequence, suggestion_id=shown.id))
    assert "Sort 5 more cards without it" in page(bahati, CODE)
    assert "it may go under" not in page(bahati, FIRST)
    assert "Sort a few cards without help first." in send(bahati, SEEK, 422)


@ALONE
def test_it_says_when_nothing_is_left_and_where_a_code_went_that_ended(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    send(amal, f"{ROOT}/codes/", name="Bridge")
    turned_on(town, amal)
    assert "none lies under this code yet" in page(amal, f"{ROOT}/codes/3")
    send(amal, SEEK)
    town.work()
    assert "Code 1</a>" not in page(amal, FIRST)
    assert "<bdi>1</bdi>" in page(amal, FIRST), "the code is named by its word"
    for number in range(110, 105, -1):
        site.clock.move(minutes=1)
        shown = send(amal, f"{ROOT}/sort/{number}?order=under-1", code="2")
        assert "waits for you any more" not in shown
    site.clock.move(minutes=1)
    send(amal, f"{ROOT}/sort/101/undo")
    site.clock.move(minutes=1)
    after = send(amal, f"{ROOT}/sort/105?order=under-1", code="2")
    assert "No card that the machine found for code 1 waits for you any more." in after
    assert "Sort card 101" in after
    assert "order=under-1" not in after
    site.clock.move(minutes=1)
    send(amal, f"{PAGE}en/look")
    send(amal, SEEK)
    send(amal, f"{CODE}/merge", into="2", sure="1")
    town.work()
    assert not sought(town), "the code ended while it read"
    assert "may go under code 1" not in page(amal, FIRST)
    there = amal.get(CODE)
    assert there.headers["Location"].endswith("/codes/2")
    assert "Cards of code 1 count under code 2 now." in amal.get(CODE, follow_redirects=True).text
    assert amal.get(f"{ROOT}/codes/77").status_code == 404
    assert "Cards of code 1 count under code 2 now." in send(amal, SEEK), "nobody stands before a wall"
    assert len(town.all(HelpGroup, HelpGroup.pointing == Pointing.SEEK, HelpGroup.number == 1)) == 2
