"""A community reads itself, told in Arabic, with CONSULT_STORY=full in French too: fifty people spoke, and
what they meant is named, checked and released by their own, on phones and in their language alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from sqlalchemy import func, select

from consult.cli import main
from consult.loop.understand.records import Card, Coding, Findings
from tests.browser.two_places import TwoPlaces, two_places
from tests.story.reading_itself import Reader
from tests.story.reading_people import Speaker
from tests.story.reading_shown import Namer
from tests.story.reading_town import HOLDS_A_CODE, Spoken, people_speak

pytestmark = pytest.mark.browser
FULL = ["fr"] if os.environ.get("CONSULT_STORY") == "full" else []


@pytest.fixture(scope="module")
def spoken() -> dict[str, Spoken]:
    return {}


@pytest.fixture(scope="module")
def place(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, spoken: dict[str, Spoken]
) -> Iterator[TwoPlaces]:
    folder = tmp_path_factory.mktemp("reading")
    with two_places(sqlite_template, folder, set_up=lambda house: people_speak(house, spoken)) as place:
        yield place


@pytest.mark.parametrize("code", ["ar", *FULL])
def test_a_community_reads_itself(
    browser: Browser, place: TwoPlaces, spoken: dict[str, Spoken], code: str, tmp_path: Path
) -> None:
    readers = enumerate((Namer, Reader, Reader), start=1)
    she, other, far = (kind(browser, place, code, number=at) for at, kind in readers)
    one, record = Speaker(browser, place, code), tmp_path / "record.json"
    she.signs_in()
    she.reads_first()
    she.makes_the_codebook()
    she.sorts_thirty()
    she.types_piles()
    she.merges()
    she.gives_out_a_tenth()
    other.signs_in()
    again = other.reads_a_second_time()
    far.signs_in()
    far.looks_at_what_lies_aside()
    she.settles(again[0])
    she.names_themes()
    she.keeps_a_notebook()
    she.asks_the_people()
    one.answers_the_check()
    one.says_it_is_right(spoken[code].receipt)
    she.hears_what_they_say()
    she.releases()
    place.work_is_done()
    one.reads_what_was_found(record)
    one.says_it_is_wrong(spoken[code].receipt)
    she.sees_what_lies_wrong(HOLDS_A_CODE)
    for each in (she, other, far, one):
        each.context.close()
        assert not each.wrong
    assert counted(place, she.words.slug) == [50, 30, 20]
    assert verified(record)


def counted(place: TwoPlaces, slug: str) -> list[int]:
    """How many spoke when it was released, and of the cards how many were sorted on a screen and in piles."""
    with place.house.database.reading() as session:
        released = session.scalars(select(Findings)).all()
        found = next(each for each in released if each.consultation.slug == slug)
        first = (
            select(Coding.answer_id, func.min(Coding.sequence).label("first"))
            .join(Card, Card.answer_id == Coding.answer_id)
            .where(Card.consultation_id == found.consultation_id)
            .group_by(Coding.answer_id)
            .subquery()
        )
        here = (Coding.answer_id == first.c.answer_id) & (Coding.sequence == first.c.first)
        sorted_ = select(func.count()).select_from(Coding).join(first, here)
        ways = (Coding.pile_id.is_(None), Coding.pile_id.is_not(None))
        return [found.spoke, *(session.scalar(sorted_.where(way)) or 0 for way in ways)]


def verified(record: Path) -> bool:
    """By the command that the page names; one letter less, and it does not fit."""
    whole = CliRunner().invoke(main, ["findings", "verify", str(record)])
    assert whole.exit_code == 0, whole.output
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(next(w for w in TOLD if w in text), "", 1), encoding="utf-8")
    return CliRunner().invoke(main, ["findings", "verify", str(record)]).exit_code == 1


TOLD = ("الماء بعيد", "L’eau est loin")
