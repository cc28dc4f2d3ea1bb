"""The list of what runs on PostgreSQL as well names tests that are there, and choosing leaves nothing out."""

import re

from tests import both


def test_every_test_on_the_list_is_there() -> None:
    lines = both.LIST.read_text().splitlines()
    gone = []
    for line in lines:
        file, _, name = line.partition("::")
        text = (both.HERE / file).read_text() if (both.HERE / file).is_file() else ""
        if not re.search(rf"^(?:async )?def {name}\(", text, re.M):
            gone.append(line)
    assert lines
    assert not gone, "run what tests/both.py says, or take the line out"
    assert lines == sorted(set(lines))


def test_what_is_chosen_does_together_all_that_was_seen() -> None:
    seen = {"a": {"1", "2"}, "b": {"2", "3"}, "dear": {"1", "2", "3"}, "alone": {"4"}, "less": {"1"}}
    took = {"a": 0.1, "b": 0.1, "dear": 9.0, "alone": 5.0, "less": 0.1}
    assert sorted(both.choose(seen, took)) == ["a", "alone", "b"]


def test_a_statement_is_the_same_however_many_values_it_carries() -> None:
    one = "SELECT a_1.x FROM a AS a_1 WHERE a_1.x IN (%(x_1_1)s::UUID) LIMIT %(param_1)s::INTEGER"
    many = one.replace("a_1", "a_2").replace("::UUID)", "::UUID, %(x_1_2)s::UUID)")
    other = one.replace("LIMIT", "OFFSET")
    assert both.plain(one) == both.plain(many) != both.plain(other)
