"""Whoever reads one language alone can do all of it: a representative at 360 pixels, a helper at 240.

She reads Arabic and the helper Swahili; with CONSULT_STORY=full there is one of each for both languages.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import func, select

from consult.loop.collect.records import Answer, AnswerPart, ProtectedReport
from tests.browser.from_draft_to_closing import Story
from tests.browser.helping_offline import Helper
from tests.browser.two_places import TwoPlaces, two_places

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoPlaces]:
    with two_places(sqlite_template, tmp_path_factory.mktemp("two")) as place:
        yield place


FULL = ["ar", "sw"] if os.environ.get("CONSULT_STORY") == "full" else []


@pytest.mark.parametrize("code", FULL or ["ar"])
def test_a_representative_who_reads_one_language_does_all_of_it(
    browser: Browser, place: TwoPlaces, code: str
) -> None:
    she = Story(browser, place, code)
    she.signs_in()
    she.makes_a_consultation()
    she.follows_a_template()
    she.says_who_speaks()
    she.writes_both_lists()
    she.gives_it_to_women()
    she.does_the_musts()
    she.writes_prompts()
    she.invites()
    she.opens_it()
    she.gives_a_link_to_a_helper()
    she.brings_a_file()
    she.pauses_and_extends()
    she.asks_who_is_missing()
    she.locks_one_away()
    she.closes_it()
    she.context.close()
    assert not she.wrong
    assert len(set(she.met)) > 45


@pytest.mark.parametrize("code", FULL or ["sw"])
def test_a_helper_who_reads_one_language_writes_where_no_network_is(
    browser: Browser, place: TwoPlaces, code: str
) -> None:
    before = came(place)
    helper = Helper(browser, place, code)
    helper.opens_the_link()
    helper.context.set_offline(True)
    helper.writes("For one person", f"{helper.words.note} 1")
    helper.writes("For one person", f"{helper.words.note} 2")
    helper.writes("For a meeting", f"{helper.words.note} 3")
    helper.writes(
        "About abuse or danger", f"{helper.words.note} 4", "Lock it away for the protection officer"
    )
    helper.page.reload()
    helper.has(waiting=4, sent=0)
    assert came(place) == before
    helper.context.set_offline(False)
    helper.has(waiting=0, sent=4)
    helper.page.reload()
    helper.has(waiting=0, sent=4)
    helper.context.close()
    assert [now - then for now, then in zip(came(place), before, strict=True)] == [2, 1, 1]
    assert not helper.wrong


def came(place: TwoPlaces) -> list[int]:
    """How many words of persons, lines of meetings and locked matters are in the house."""
    with place.house.database.reading() as session:
        words = select(func.count()).select_from(AnswerPart).join(AnswerPart.answer)
        told = select(func.count()).select_from(ProtectedReport)
        kinds = (words.where(Answer.meeting_id.is_(None)), words.where(Answer.meeting_id.is_not(None)), told)
        return [session.scalar(each) or 0 for each in kinds]
