from itertools import product

from consult.loop.collect.talk import Talk
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.steps import DO
from consult.loop.conversation.table import COLUMNS, ROWS, TABLE, Step


def test_every_kind_of_text_has_its_step_in_every_state() -> None:
    assert set(TABLE) == set(product(Talk, Kind))
    assert len(COLUMNS) == len(set(COLUMNS)) == len(Talk)
    assert all(len(steps) == len(COLUMNS) for steps in ROWS.values())


def test_every_step_is_used_and_has_its_function() -> None:
    assert set(TABLE.values()) == set(Step) == set(DO)


def test_stop_and_empty_texts_mean_the_same_everywhere() -> None:
    assert {TABLE[state, Kind.STOP] for state in Talk} == {Step.HUSH}
    assert {TABLE[state, Kind.EMPTY] for state in Talk} == {Step.IGNORE}


def test_words_are_never_answered_with_an_error() -> None:
    kept = {Step.TAKE, Step.ADD, Step.HOLD, Step.BACK, Step.TELL}
    assert {TABLE[state, Kind.WORDS] for state in Talk if state is not Talk.STRANGER} <= kept
