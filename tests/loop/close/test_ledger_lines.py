"""Sums of ledgers are made of what each ledger shows, and tell nothing that one of them withholds."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.loop.close.few import all_or_none, told_in_blocks
from consult.loop.close.ledger_lines import (
    AnswerRow,
    CardRow,
    Line,
    Place,
    PromiseRow,
    Rows,
    ThemeRow,
    Unit,
    cards_in_turn,
    lines_of,
    oldest_first,
    summed,
    together,
)

DAY = date(2027, 6, 4)
K = 10


def theme(number, *, where="river", since=DAY, **more):
    said = {"offices": frozenset({"water"}), "first": {}, "reopened": {}, "handed": frozenset()}
    return ThemeRow(where, number, since, **{**said, "held": None, "closed": False, **more})


def promise(*, office="water", people=None, **more):
    said = {"claimed": None, "overdue": None, "ended": None, "counted": None, "hidden": False}
    return PromiseRow("river", office, "office", (3,), DAY, 0, people=people or {}, **{**said, **more})


def values(rows, today=DAY):
    return {line.key: line.value for line in lines_of(rows, today)}


def test_what_is_owed_stands_first_the_oldest_before_the_others():
    answered = theme(1, first={"water": DAY + timedelta(days=3)})
    refused = theme(2, first={"water": DAY}, reopened={"water": DAY + timedelta(days=9)})
    owed, older = theme(3), theme(4, since=DAY - timedelta(days=1))
    handed = theme(5, handed=frozenset({"water"}))
    rows = Rows((answered, refused, owed, older, handed))
    assert [each.number for each in oldest_first(rows.themes)] == [4, 3, 2, 1, 5]
    counted = values(rows, DAY + timedelta(days=10))
    assert (counted["themes"], counted["themes_answered"], counted["themes_owed"]) == (5, 2, 3)
    assert (counted["first_answer_days"], counted["oldest_owed_days"]) == (3, 11)


def test_an_office_is_counted_by_its_own_answers_alone():
    both = theme(3, offices=frozenset({"water", "roads"}), first={"roads": DAY})
    mine = AnswerRow(
        "river", "roads", (3,), "stop_or_change", DAY, (Place("Plan", "4", "", DAY),), False, False
    )
    rows = together([Rows((both,), (mine,), (promise(office="roads", people={"yes": 12, "no": 10}),))])
    roads, water = values(rows.of("roads")), values(rows.of("water"))
    assert (roads["themes_answered"], roads["in_document"], roads["changed"], roads["happened.yes"]) == (
        1,
        1,
        1,
        12,
    )
    assert (water["themes_owed"], water["answers"], water["promises"], water["happened.yes"]) == (
        1,
        0,
        0,
        None,
    )
    assert rows.of("health") == Rows()


def test_words_on_a_promise_that_are_withheld_are_in_no_sum():
    rows = Rows(promises=(promise(people={"yes": None, "no": None}), promise(people={"yes": 20})))
    (yes,) = [line for line in lines_of(rows, DAY) if line.key == "happened.yes"]
    assert (yes.value, yes.withheld, yes.left_out) == (20, False, 1)
    alone = [line for line in lines_of(Rows(promises=rows.promises[:1]), DAY) if line.key == "happened.yes"]
    assert (alone[0].value, alone[0].withheld) == (None, True)


counts = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 30), min_size=1)


@given(st.lists(counts, min_size=1, max_size=4))
def test_no_sum_less_the_other_ledgers_tells_what_one_withholds(consultations):
    """A ledger of all, less all but one, gives what that one shows: nought where it withholds."""
    shown = [
        [Line(key, Unit.OWED, n, withheld=n is None) for key, n in all_or_none(each, k=K).items()]
        for each in consultations
    ]
    whole = {line.key: line for line in summed(shown)}
    for at, mine in enumerate(shown):
        rest = {line.key: line for line in summed([each for i, each in enumerate(shown) if i != at])}
        for line in mine:
            less = rest[line.key].value or 0 if line.key in rest else 0
            assert (whole[line.key].value or 0) - less == (line.value or 0)
    for key, line in whole.items():
        mine = [each for found in shown for each in found if each.key == key]
        assert line.left_out == sum(each.withheld for each in mine)
        assert line.withheld is all(each.value is None for each in mine)


blocks = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40)), min_size=1, max_size=3)


@given(blocks)
def test_where_the_sum_of_each_block_is_known_no_small_part_of_it_is(found):
    shown, hidden = told_in_blocks(found, k=K)
    assert {name for name, _ in shown} | set(hidden) == {name for block in found for name in block}
    for block in found:
        unknown = {name: count for name, count in block.items() if name in hidden}
        small = {name for name, count in unknown.items() if count < K}
        known_to_others = any(name in other for other in found if other is not block for name in block)
        if small and not known_to_others and len(block) > len(unknown):
            assert len(unknown) > 1
            assert sum(unknown.values()) >= K
    assert all(count >= K for block in found for name, count in block.items() if name in dict(shown))


@given(counts)
def test_all_parts_are_told_or_none(counted):
    told = all_or_none(counted, k=K)
    assert set(told) == set(counted)
    assert told in (counted, dict.fromkeys(counted))
    assert (None in told.values()) is any(0 < count < K for count in counted.values())


def card(number, stands, *, office="water", since=DAY, **more):
    said = {"answered": None, "late": False, "refused": 0, "held": None, "counted": None}
    return CardRow("riverside", number, office, "stop", stands, since, **{**said, **more})


def test_a_card_counts_once_by_its_hours_and_marks_stand_beside():
    cards = (
        card(1, "answered", answered=DAY, counted="cards_in_time"),
        card(2, "answered", answered=DAY + timedelta(days=9), late=True, counted="cards_late"),
        card(3, "owed", since=DAY + timedelta(days=1), counted="cards_waiting"),
        card(4, "silent", counted="cards_ignored"),
        card(5, "silent", since=DAY - timedelta(days=2), office="roads", counted="cards_ignored"),
        card(6, "withdrawn"),
        card(7, "held", office=None, since=None, held=DAY, counted="cards_ignored"),
    )
    rows = together([Rows(cards=cards), Rows(cards=cards)])
    counted = values(rows, DAY + timedelta(days=10))
    parts = ("in_time", "late", "waiting", "ignored", "taken_back", "held")
    assert [counted[f"cards_{part}"] for part in parts] == [1, 1, 1, 3, 1, 1]
    assert (counted["cards"], counted["oldest_card_days"]) == (7, 12)
    assert [each.number for each in cards_in_turn(rows.cards)][:3] == [5, 4, 3]
    mine = values(rows.of("roads"), DAY)
    assert (mine["cards"], mine["cards_ignored"], mine["cards_held"]) == (1, 1, 0)
