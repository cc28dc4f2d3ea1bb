"""What a participant downloads and reads, from the first page to the last, in every language."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import LANGUAGES, PSEUDO, Sample
from tests.browser.speaking import Shown, speaks
from tests.browser.walking import NARROW

pytestmark = pytest.mark.browser

LIGHT, TABLES = 14_000, 20_000
HEAVIER = {"results", "ledger"}
PLAIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{3,}(?![^\W_])")
DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
MONTHS = {"January", "February", "March", "April", "May", "June", "July"}
MONTHS |= {"August", "September", "October", "November", "December"}

Pages = Callable[[str], list[Shown]]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="session")
def pages_in(browser: Browser, sample: Sample) -> Pages:
    return cache(lambda language: speaks(browser, sample, language))


@in_every_language
def test_every_page_is_light(pages_in: Pages, language: str) -> None:
    heavy = {
        each.name: each.weight
        for each in pages_in(language)
        if each.weight > (TABLES if each.name in HEAVIER else LIGHT)
    }
    assert not heavy


@in_every_language
def test_every_page_is_one_request(pages_in: Pages, language: str) -> None:
    assert not {each.name: each.requests for each in pages_in(language) if len(each.requests) != 1}


@in_every_language
def test_no_page_scrolls_sideways_at_240_pixels(pages_in: Pages, language: str) -> None:
    assert not {each.name: each.width for each in pages_in(language) if each.width > NARROW["width"]}


@pytest.mark.parametrize("language", PSEUDO)
def test_every_word_of_ours_is_translated(pages_in: Pages, language: str) -> None:
    """The pseudo-languages write every letter otherwise: a plain word was never marked as ours to say."""
    plain = {each.name: set(PLAIN_WORD.findall(each.words)) - DAYS - MONTHS for each in pages_in(language)}
    assert not {name: words for name, words in plain.items() if words}
