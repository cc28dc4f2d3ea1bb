"""A sheet for whoever leads is one leaf of paper, printed on both sides, in every language."""

import re

import pytest
from playwright.sync_api import Browser, Page

from consult.loop.collect.templates import TEMPLATES
from tests.browser.sample import SLUG, Sample

pytestmark = pytest.mark.browser


def signed_in(browser: Browser, sample: Sample) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{sample.url}/sign-in")
    page.fill("[name=email]", "salma@kessu.example")
    page.fill("[name=password]", sample.password)
    page.click("main button")
    assert page.url.endswith("/home")
    return page


def test_each_sheet_takes_one_leaf_and_no_page_of_it_is_blank(browser: Browser, sample: Sample) -> None:
    page = signed_in(browser, sample)
    pages = {}
    for lang in ("en", "fr", "ar", "sw"):
        for key in TEMPLATES:
            page.goto(f"{sample.url}/collect/{SLUG}/templates/{key}/{lang}")
            made = page.pdf(prefer_css_page_size=True)
            pages[key, lang] = len(re.findall(rb"/Type\s*/Page\b", made))
    page.context.close()
    assert len(pages) == 44
    assert {each: count for each, count in pages.items() if count > 2} == {}
