"""In which tests pytest-cov counts the lines of the core: while it does, everything takes twice as long."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOMS = ("common", "jobs", "loop", "people", "post")
DOORS = ("close", "helpers", "respond", "understand")
"""Of tests/web: by their pages much is tried that has no test in its room. The others come by lines that
were counted."""
WALKS = ("test_canary.py", "test_constitution.py", "test_every_route_by_role.py", "test_walk.py")
"""What whole stories and walks pass by would say of a line only that something passed it."""


def counts(item: pytest.Item) -> bool:
    """Once: the lines are the same on both databases, and for the hundred values that a machine makes up."""
    room, *inner = item.path.relative_to(HERE).parts
    if item.path.name in WALKS or not (room in ROOMS or (room == "web" and inner[0] in DOORS)):
        return False
    called = getattr(item, "callspec", None)
    again = called and called.params.get("kind") == "postgres"
    made_up = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return not (again or made_up)


def only_in(item: pytest.Item) -> None:
    """Go on counting, or rest, as this test is one that counts or not."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    counter = plugin and plugin.cov_controller
    if counter and counter.started != counts(item):
        counter.resume() if counts(item) else counter.pause()
