"""Lines are counted where a room is tried, and where they would be counted again they are not."""

import pytest

from tests import counting


@pytest.mark.parametrize(
    ("file", "counted"),
    [
        ("loop/close/test_ledger.py", True),
        ("web/respond/test_promises.py", True),
        ("web/public/test_start.py", False),
        ("web/test_canary.py", False),
        ("loop/conversation/test_walk.py", False),
        ("story/test_whole_loop.py", False),
        ("test_both.py", False),
    ],
)
def test_a_file_counts_by_its_room(request: pytest.FixtureRequest, file: str, counted: bool) -> None:
    assert (counting.HERE / file).is_file()
    module = pytest.Module.from_parent(request.node.session, path=counting.HERE / file)
    assert counting.counts(module) is counted
