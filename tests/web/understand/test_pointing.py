"""Machine help from the first try to the last word that is forgotten: pages, worker and core together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.jobs.periodic import empty_taken_back
from consult.loop import departure
from consult.loop.collect.records import Answer, Consultation, Readers
from consult.loop.collect.rounds import current_round
from consult.loop.understand import coding, first_reading, pointing, splitting
from consult.loop.understand.how_made import how_made
from consult.loop.understand.ports import Together, Words
from consult.loop.understand.records import (
    AnswerVector,
    Card,
    Code,
    Coding,
    Control,
    Deal,
    HelpAnswer,
    HelpGroup,
    HelpRun,
    Pointing,
    Second,
    SuggestionShown,
)
from consult.people.records import Participant, Role, Seat
from tests.web.understand.test_walk import ROOT, page, send
from tests.web.understand.told import PAGE, Town, turned_on

FILLED = (AnswerVector, HelpAnswer)


def test_it_is_off_until_it_was_measured_here_and_points_when_it_is_turned_on(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    assert "1 more sorted card in this language is needed." in page(amal, PAGE)
    assert "Sorted cards in this language that are missing: 1." in send(amal, f"{PAGE}en/look", 422)
    assert "not measured on your own cards" in send(amal, f"{PAGE}en/turn", 422, on="1")
    send(amal, f"{ROOT}/sort/104", code="1")
    assert "was not tried on your cards yet" in page(amal, PAGE)
    assert "It is looking: 0 of 10 cards so far" in send(amal, f"{PAGE}en/look")
    send(amal, f"{PAGE}en/look")
    assert len(town.all(HelpRun)) == 1, "asked twice is asked once"
    town.work()
    shown = page(amal, PAGE)
    assert (
        "Of 4 cards that people had sorted, the machine would have named a code that they chose for 3"
        in shown
    )
    assert "commonest code each time would have met 1" in shown
    assert "Cards to read together" not in shown
    assert town.all(HelpGroup) == town.all(HelpAnswer) == []
    assert "Where did people put" not in page(amal, f"{ROOT}/sort/?card=105")
    assert set(town.pointer.heard.values()) == {
        f"The well of   is deep, says voice {n}" for n in range(10)
    }, "masks are no words of theirs"
    site.clock.move(minutes=1)
    send(amal, f"{PAGE}en/turn", on="1")
    made = town.pointer.made
    town.work()
    assert (town.pointer.made, made) == (10, 10), "what was worked out once is kept"
    shown = page(amal, PAGE)
    assert "well · deep" in shown
    assert "Read 6 cards together" in shown
    assert "3 cards say nearly the same. 3 came on one day." in shown
    assert "40 answers; around that day about 6 a day." in shown
    site.clock.move(minutes=1)
    assert "points at nothing any more" in send(amal, f"{PAGE}en/turn", on="0")
    assert "well · deep" not in page(amal, PAGE)
    page(amal, f"{PAGE}en/1", 404)


def test_it_points_after_somebody_sorted_or_asked_and_notes_what_it_showed(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    turned_on(town, amal)
    after = send(amal, f"{ROOT}/sort/105", code="2")
    assert "Like card 105, and not sorted yet:" in after
    for number in (106, 107, 108):
        assert f'?card={number}"><bdi>{number}</bdi>' in after
    assert '?card=109"><bdi>' not in after, "three at most"
    assert "put answers like this one under" not in after, "not before somebody asks"
    asked = send(amal, f"{ROOT}/sort/106/codes-like-it")
    line = asked.split("put answers like this one under:")[1].split("</p>")[0]
    assert "Water" in line
    assert "Road" not in line, "only what is nearly as likely"
    assert "checked" not in asked
    send(amal, f"{ROOT}/sort/106/codes-like-it")
    send(amal, f"{ROOT}/sort/106", code="1")
    with site.database.reading() as session:
        made = session.scalars(
            select(Coding).join(Answer).join(Card, Card.answer_id == Answer.id).where(Card.number == 106)
        ).one()
        told = session.scalars(
            select(SuggestionShown).where(SuggestionShown.answer_id == made.answer_id)
        ).all()
        assert {(each.pointing, each.taken) for each in told} == {
            (Pointing.ALIKE, False),
            (Pointing.CODES, True),
        }
        assert len(told) == 2, "asked twice is shown once"
        assert made.suggestion_id == next(each.id for each in told if each.pointing is Pointing.CODES)
        asked_in = current_round(session, session.scalars(select(Consultation)).one())
        assert how_made(session, asked=asked_in, small_cell=10)["pointed"] is True
    site.clock.move(minutes=1)
    useful = page(amal, f"{ROOT}/sort/?order=useful")
    assert "Sort card 110" in useful
    following = send(amal, f"{ROOT}/sort/110?order=useful", codes="901")
    assert "Sort card 109" in following
    assert "order=useful" in following
    [in_order] = town.all(SuggestionShown, SuggestionShown.pointing == Pointing.ORDER)
    assert in_order.taken is None, "it named no code that could be followed"
    assert "Like card 110" not in following, "what is set aside is like nothing"
    together = send(amal, f"{PAGE}en/1")
    assert "says voice 8" in together
    assert "says voice 9" not in together, "sorted since"
    assert len(town.all(SuggestionShown, SuggestionShown.pointing == Pointing.GROUP)) == 3
    assert "Nothing here" not in send(amal, f"{PAGE}en/2")


def test_nobody_learns_by_it_what_they_are_not_to_see(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    with site.database.work() as session:
        seat = Seat(
            account=site.cast.farah,
            role=Role.READER,
            community=site.cast.community,
            since=site.clock(),
            number=3,
        )
        session.add(session.merge(seat))
        for card in session.scalars(select(Card).where(Card.number.in_([106, 107]))):
            card.answer.submission.readers = Readers.ELSEWHERE
            if hasattr(card, "elsewhere"):
                card.elsewhere = True
    turned_on(town, amal)
    farah, bahati = site.signed_in(site.cast.farah), site.signed_in(site.cast.bahati)
    shown = page(farah, PAGE)
    assert "Read 2 cards together" in shown
    assert "well · deep" not in shown, "words of those who chose people here alone"
    assert "say nearly the same" not in shown
    opened = send(farah, f"{PAGE}en/1")
    assert "says voice 5" in opened
    assert "says voice 4" not in opened
    assert farah.post(f"{PAGE}en/turn", data={"on": "0"}).status_code == 403
    for account in (site.cast.chol, site.cast.dana, site.cast.gita, site.cast.hari):
        assert site.signed_in(account).get(PAGE).status_code in {403, 404}
    assert "Where did people put answers like this one?" in page(bahati, f"{ROOT}/sort/?card=105")
    with site.database.work() as session:
        card = session.scalars(select(Card).where(Card.number == 101)).one()
        session.add(
            Deal(card_id=card.id, account_id=site.cast.bahati.id, second=Second.BLIND, dealt_at=site.clock())
        )
    waits = page(bahati, f"{ROOT}/sort/?card=105")
    assert "Until then the machine names no codes to you." in waits
    assert "Where did people put" not in page(bahati, f"{ROOT}/sort/?card=101")
    assert bahati.post(f"{ROOT}/sort/105/codes-like-it").status_code == 422


def test_who_always_follows_reads_five_without(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    turned_on(town, amal)
    with site.database.work() as session:
        site.cast.session = session
        water = str(session.scalars(select(Coding)).first().codes[0].id)
        by = {"by": site.cast.amal, "now": site.clock()}
        card = session.scalars(select(Card).where(Card.number == 101)).one()
        for sequence in range(50, 70):
            shown = SuggestionShown(
                answer_id=card.answer_id,
                by_id=site.cast.amal.id,
                pointing=Pointing.CODES,
                method="told-1",
                codes=[water],
                taken=True,
                at=by["now"],
            )
            session.add(shown)
            session.flush()
            session.add(
                Coding(
                    answer_id=card.answer_id,
                    sequence=sequence,
                    by_id=site.cast.amal.id,
                    at=by["now"],
                    suggestion_id=shown.id,
                )
            )
        later = by["now"] + timedelta(seconds=1)
        mine = {"answer_id": card.answer_id, "by_id": site.cast.amal.id, "at": later}
        session.add(Coding(**mine, sequence=70, primary=False, second=Second.BLIND))
        session.add(Coding(**mine, sequence=71, retracted_at=later))
    # Neither a second reading nor what was taken back is one of the five.
    assert "Sort 5 more cards without it" in page(amal, PAGE)
    assert "Sort 5 more cards without it" in page(amal, f"{ROOT}/sort/?card=105")
    assert "Sort a few cards without help first." in send(amal, f"{PAGE}en/1", 422)
    assert "names no codes for card 105" in send(amal, f"{ROOT}/sort/105/codes-like-it", 422)
    assert "Sort card 110" not in page(amal, f"{ROOT}/sort/?order=useful")
    site.clock.move(minutes=1)
    after = send(amal, f"{ROOT}/sort/105", code="1")
    assert "Like card 105" not in after
    assert "Sort 4 more cards without it" in after


@pytest.mark.parametrize("kind", ["sqlite"])
def test_it_points_at_no_card_that_waits_with_another_and_names_no_code_that_ended(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    turned_on(town, amal)
    with site.database.work() as session:
        for card in session.scalars(select(Card).where(Card.number.in_([106, 110]))):
            session.add(Deal(card_id=card.id, account_id=site.cast.bahati.id, dealt_at=site.clock()))
    assert "Sort card 109" in page(amal, f"{ROOT}/sort/?order=useful"), "110 waits with another"
    after = send(amal, f"{ROOT}/sort/105", code="2")
    assert '?card=107"><bdi>' in after
    assert '?card=106"><bdi>' not in after
    assert "Where did people put" in page(amal, f"{ROOT}/sort/?card=107")
    with site.database.work() as session:
        away = session.scalars(select(Card).where(Card.number == 108)).one()
        away.answer.protected_on = site.clock().date()
        with pytest.raises(Refused, match="protection officer"):
            pointing.ask_for_codes(session, card=away, by=site.cast.amal, now=site.clock())
        water = session.scalars(select(Code).where(Code.number == 1)).one()
        into = [splitting.Part("Wells", ()), splitting.Part("Taps", ())]
        splitting.split(session, code=water, into=into, by=site.cast.amal, now=site.clock())
    assert "Where did people put" not in page(amal, f"{ROOT}/sort/?card=107")


@pytest.mark.parametrize("how", ["leaves", "takes back", "protected", "masked more"])
def test_what_was_made_of_words_goes_with_them(town: Town, how: str) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    turned_on(town, amal)
    assert [len(town.all(kind)) for kind in FILLED] == [10, 6]
    with site.database.work() as session:
        card = session.scalars(select(Card).where(Card.number == 108)).one()
        answer, by = card.answer, {"by": site.cast.amal, "now": site.clock()}
        if how == "leaves":
            person = session.get_one(Participant, answer.submission.participant_id)
            departure.leave(session, vault=site.vault, participant=person, now=site.clock())
        elif how == "masked more":
            coding.sort_answer(session, card=card, codes=[Control.COULD_IDENTIFY], **by)
            first_reading.cover_more(session, card=card, text="[place]", **by)
        else:
            setattr(answer, "withdrawn_on" if how == "takes back" else "protected_on", site.clock().date())
            session.flush()
            empty_taken_back(session, town.parts, site.clock())
        for kind in FILLED:
            assert session.scalars(select(kind).where(kind.answer_id == answer.id)).all() == []
        group = session.scalars(select(HelpGroup).where(HelpGroup.pointing == Pointing.GROUP)).one()
        assert group.words == [], "one of them may have been theirs"
        assert answer.id not in {each.id for each in group.answers}
    town.site.clock.move(minutes=1)
    town.pointer.made = 0
    send(amal, f"{PAGE}en/look")
    town.work()
    assert town.pointer.made == (how == "masked more" and 0)


def test_words_that_went_while_it_looked_are_in_nothing_that_is_kept(town: Town) -> None:
    site, amal = town.site, town.site.signed_in(town.site.cast.amal)
    send(amal, f"{ROOT}/sort/104", code="1")
    send(amal, f"{PAGE}en/look")
    town.work()
    site.clock.move(minutes=1)
    send(amal, f"{PAGE}en/turn", on="1")
    similar = town.pointer.similar

    def slow(words: Sequence[Words], **given: Any) -> list[Together]:
        with site.database.work() as session:
            session.scalars(
                select(Card).where(Card.number == 108)
            ).one().answer.protected_on = site.clock().date()
        return similar(words, **given)

    town.pointer.similar = slow  # type: ignore[method-assign]
    town.work()
    (group,) = town.all(HelpGroup, HelpGroup.pointing == Pointing.GROUP)
    assert group.words == []
    assert len(town.all(HelpAnswer)) == 5


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_group_of_which_nothing_is_told_as_near_is_read_together_and_points_at_no_card(town: Town) -> None:
    amal, similar = town.site.signed_in(town.site.cast.amal), town.pointer.similar

    def without_near(words: Sequence[Words], **given: Any) -> list[Together]:
        return [replace(each, near=()) for each in similar(words, **given)]

    town.pointer.similar = without_near  # type: ignore[method-assign]
    send(amal, f"{ROOT}/sort/110", code="904")
    turned_on(town, amal)
    assert town.pointer.made == 9, "what waits to be masked more is given to no machine"
    assert "Read 5 cards together" in page(amal, PAGE)
    after = send(amal, f"{ROOT}/sort/105", code="2")
    assert "Like card 105" not in after
    assert "Where did people put" in page(amal, f"{ROOT}/sort/?card=106"), "codes are told all the same"
