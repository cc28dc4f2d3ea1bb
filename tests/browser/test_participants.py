"""What a participant downloads and reads, from the first page to the last, in every language."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import LANGUAGES, PSEUDO, Sample
from tests.browser.speaking import speaks
from tests.browser.walking import NARROW

pytestmark = pytest.mark.browser

LIGHT, TABLES = 14_000, 20_000
HEAVIER = {"results", "ledger"}
PLAIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{3,}(?![^\W_])")
DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
MONTHS = {"January", "February", "March", "April", "May", "June", "July"}
MONTHS |= {"August", "September", "October", "November", "December"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_light_one_request_narrow_and_translated(
    browser: Browser, sample: Sample, language: str
) -> None:
    """The pseudo-languages write every letter otherwise: a plain word was never marked as ours to say."""
    pages = speaks(browser, sample, language)
    most = {each.name: TABLES if each.name in HEAVIER else LIGHT for each in pages}
    assert not {each.name: each.weight for each in pages if each.weight > most[each.name]}
    assert not {each.name: each.requests for each in pages if len(each.requests) != 1}
    assert not {each.name: each.width for each in pages if each.width > NARROW["width"]}
    if language in PSEUDO:
        plain = {each.name: set(PLAIN_WORD.findall(each.words)) - DAYS - MONTHS for each in pages}
        assert not {name: words for name, words in plain.items() if words}
