"""What a participant downloads and reads, from the first page to the last, in every language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import LANGUAGES, PSEUDO, Sample
from tests.browser.speaking import speaks
from tests.browser.walking import NARROW

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "consult" / "web" / "static"
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


def test_what_is_folded_is_printed_whole_and_no_player_with_it(browser: Browser) -> None:
    style = (STATIC / "participant.css").read_text()
    page = browser.new_page()
    page.set_content(
        f"<style>{style}</style><details><summary>How</summary><p>So</p></details>"
        '<details class="listen"><summary>Listen</summary></details>'
    )
    assert not page.locator("p").is_visible()
    page.emulate_media(media="print")
    assert page.locator("p").is_visible()
    assert not page.locator(".listen").is_visible()
    page.close()
