"""Every page that links lead to, as the people of the sample meet it in a browser."""

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import Sample
from tests.browser.walking import EVERYONE, Walker

pytestmark = pytest.mark.browser

REACHED = {
    EVERYONE: {
        "public.front",
        "public.start",
        "public.results",
        "public.ledger",
        "public.office_ledger",
        "public.whole_ledger",
        "public.book",
        "public.cards",
        "public.picture",
        "public.record",
        "public.speakers",
        "public.private",
        "public.leaving",
        "public.languages",
        "public.code",
        "helpers.in_public",
        "phone.show",
    },
    "salma": {
        "collect.consultation",
        "collect.new",
        "collect.prompt",
        "understand.first",
        "understand.sort",
        "understand.piles",
        "understand.themes",
        "understand.release",
        "close.consultation",
        "close.telling",
        "public.results",
    },
    "ruth": {"review.findings", "review.theme", "public.languages"},
    "nadia": {"respond.office", "respond.theme", "respond.wording"},
    "peter": {"respond.office", "respond.look"},
    "luis": {"respond.office", "respond.theme"},
    "ada": {
        "account.people",
        "account.communities",
        "account.offices",
        "account.accounts",
        "account.seats",
        "post.home",
    },
}
"""What each of them must be able to reach by links from their first page. What everyone reaches is looked
at with their eyes alone: for those who signed in it is enough that their links lead there."""


@pytest.mark.parametrize("who", REACHED)
def test_each_walks_everywhere_and_nothing_stands_in_the_way(
    browser: Browser, sample: Sample, who: str
) -> None:
    """One walk of each: every link leads to a page and every page on, none scrolls sideways at 240 pixels,
    none has a grave barrier or a complaint of the browser, and nobody else is asked for anything."""
    others = () if who == EVERYONE else REACHED[EVERYONE]
    with Walker(browser, sample, who, seen_by_others=others) as walker:
        walk = walker.walk()
    assert not REACHED[who] - set(walk.met), "links lead to the work of each"
    assert not {what: pages for what, pages in vars(walk).items() if pages and what != "met"}
