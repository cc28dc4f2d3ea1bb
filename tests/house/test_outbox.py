"""Whatever is asked for is done by an action, and every action is asked for by somebody."""

from consult.jobs.actions import ACTIONS
from tests.house.source import Module, calls, house, module, words

OUTBOX = "consult/common/outbox.py"
"""It hands on the name that it is given."""


def asked(of: Module) -> set[str | None]:
    """The names that a module asks the outbox for; None for one that is not written out."""
    asks = [*calls(of, "ask_for"), *calls(of, "ask_for_each")]
    return {words(call.args[1]) if len(call.args) > 1 else None for call in asks}


def test_every_name_asked_for_is_written_out() -> None:
    vague = {each.path for each in house() if each.path != OUTBOX and None in asked(each)}
    assert not vague


def test_every_name_asked_for_has_an_action_and_every_action_is_asked_for() -> None:
    names = {name for each in house() if each.path != OUTBOX for name in asked(each)}
    assert names == set(ACTIONS)


def test_the_reader_reads() -> None:
    assert asked(module("a.py", 'outbox.ask_for(session, "owe", key=k, now=now)')) == {"owe"}
    assert asked(module("a.py", 'outbox.ask_for_each(session, "owe", of, now=now)')) == {"owe"}
    assert asked(module("a.py", "ask_for(session, name, key=k, now=now)")) == {None}
