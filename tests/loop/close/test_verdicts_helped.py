"""Words on answers that helpers took: who may take them, and how they are counted."""

from datetime import timedelta

import pytest

from consult.common.errors import Refused
from consult.loop.close.forgetting import forget
from consult.loop.close.ledger import ledger
from consult.loop.close.ledger_lines import Unit
from consult.loop.close.records import Says, TakenBy, Verdict
from consult.loop.close.verdicts import say
from consult.loop.close.verdicts_counted import taken_lines
from consult.loop.close.verdicts_helped import Said, check_community, take
from consult.loop.close.verdicts_read import to_read
from consult.people.records import HelperLink
from tests.loop.close.released import chain

sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def helper(session, cast, now):
    def helper(number, *, paid):
        link = HelperLink(
            community=cast.community, number=number, name="Noor", language="en", token_hash=str(number),
            paid_by_office=paid, made_by_id=cast.amal.id, made_at=now, until=now + timedelta(days=9),
        )  # fmt: skip
        session.add(link)
        session.flush()
        return link

    return helper


@sqlite
def test_a_number_that_several_offices_answered_is_asked_once_after_the_newest(
    released, session, cast, helper, now
):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven, hear_back=None)
    released.owe()
    newer = released.answered(three, words="Stones come.")
    older = released.answered(three, seven, office=cast.roads, on=now - timedelta(days=2))
    read = to_read(session, participant=person, chain=chain)
    assert {each.ready.news.version: [theme.number for theme in each.asks] for each in read} == {
        newer: [3],
        older: [7],
    }
    said = Said({(three.theme_id, newer.id): Says.NO, (seven.theme_id, older.id): Says.YES}, {})
    link = helper(1, paid=False)
    kept = take(session, participant=person, link=link, said=said, chain=chain, key="one", now=now)
    assert {(each.theme.number, each.version, each.taken_by) for each in kept} == {
        (3, newer, TakenBy.HELPER),
        (7, older, TakenBy.HELPER),
    }
    forget(session, participant=person, now=now)
    assert session.query(Verdict).count() == 0
    person.left_on = now.date()
    with pytest.raises(Refused):
        check_community(person, link)


@sqlite
def test_the_last_word_is_counted_as_taken_by_whom_it_was(released, session, now):
    three = released.theme(3)
    people = [released.person(three) for _ in range(4)]
    released.owe()
    released.answered(three)
    for person, ways in zip(
        people, ([None, TakenBy.PAID], [TakenBy.PAID, None], [TakenBy.HELPER], [TakenBy.PAID]), strict=True
    ):
        for taken_by in ways:
            given = {"participant": person, "theme": three.theme, "taken_by": taken_by}
            say(session, says=Says.NO, now=now, **given)
    people[3].left_on = now.date()
    session.flush()
    counted = ledger(session, consultation=released.consultation, chain=chain, now=now)
    assert counted.taken == {TakenBy.HELPER: 1, TakenBy.PAID: 1}
    assert counted.says[Says.NO] == 3


def test_what_helpers_took_is_shown_whole_or_not_at_all():
    def shown(judged, unpaid, paid):
        taken = {TakenBy.HELPER: unpaid, TakenBy.PAID: paid}
        lines = taken_lines(taken, judged=judged, k=10)
        assert {line.unit for line in lines} == {Unit.OWED}
        return [(line.key, line.value, line.withheld) for line in lines]

    nothing = [("judged_helped", None, True), ("judged_paid", None, True)]
    assert shown(40, 12, 10) == [("judged_helped", 22, False), ("judged_paid", 10, False)]
    assert shown(40, 0, 0) == [("judged_helped", 0, False), ("judged_paid", 0, False)]
    assert shown(40, 12, 3) == nothing
    assert shown(40, 3, 12) == nothing, "the sum would tell it"
    assert shown(24, 12, 10) == nothing, "what is left would tell it"
