"""One whole loop, with real processes, a real browser and real phones, on a made-up Twilio; with
CONSULT_STORY=full on the console's line too.

Eleven people speak in three languages, by text and on the web; fourteen with CONSULT_STORY=full. Their
representatives read, sort and name; a committee member dissents; two offices answer, one of them *cannot*;
each person hears back as they chose and judges; one says *not what we said* and gets a second answer. At
the end the ledger on the public page is recounted from what the phones really received and what people did.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.story.closing import (
    NOT_FAITHFUL,
    answered_again,
    answers,
    finds,
    hears_back,
    judges,
    meets,
    the_page_tells_the_same,
)
from tests.story.collecting import asks, seats, speaks
from tests.story.folk import Somebody, folk
from tests.story.town import Town
from tests.story.understanding import names_and_releases, reads_and_sorts, weighs

pytestmark = [pytest.mark.story, pytest.mark.browser]
START = datetime(2027, 6, 4, 9, 0, tzinfo=UTC)
SEED = int(os.environ.get("STORY_SEED", "20270604"))
"""From which the people come: other ones with STORY_SEED."""
LINES = [("postgres", "twilio")]
"""As in a mission; CONSULT_STORY=full tells the story on all four pairs. Real processes on SQLite are
killed in tests/faults, and on the console's line tests/cli/test_run.py starts a real house."""
if os.environ.get("CONSULT_STORY") == "full":
    LINES += [("sqlite", "console"), ("postgres", "console"), ("sqlite", "twilio")]


@pytest.fixture
def town(tmp_path: Path, database_url: str, line: str) -> Iterator[Town]:
    town = Town(tmp_path, database_url, START, network=line)
    yield town
    town.close()


@pytest.fixture
def people() -> list[Somebody]:
    return folk(SEED)


@pytest.mark.parametrize(("kind", "line"), LINES, indirect=["kind"])
def test_the_loop_closes_and_it_can_be_proved(town: Town, browser: Browser, people: list[Somebody]) -> None:
    desks = seats(town, browser)
    salma = desks["salma"]
    asks(town, salma)
    for person in people:
        speaks(town, browser, person)
    reads_and_sorts(town, salma, people)
    names_and_releases(town, salma)
    weighs(town, desks["ruth"])
    answers(town, desks["nadia"], desks["peter"], "water", [1, 3], kind="will_do")
    answers(town, desks["luis"], desks["marie"], "roads", [2], kind="cannot")
    finds(salma, "Water office", "yes")
    finds(salma, "Roads office", "no", note=NOT_FAITHFUL)
    hears_back(town, people)  # about the third answer representatives are silent: it goes out by its date
    judges(town, browser, people)
    answered_again(town, desks["nadia"], desks["peter"], salma, people)
    meets(town, salma, people)
    the_page_tells_the_same(town, browser, people)
    town.settle()
    town.every_text_came_by_report()
    assert "consult.worker" not in (town.folder / "run.log").read_text()
