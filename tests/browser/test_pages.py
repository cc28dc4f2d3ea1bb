"""Every page that links lead to, as the people of the sample meet it in a browser."""

from collections.abc import Callable

import pytest

from tests.browser.walking import EVERYONE, Walk

pytestmark = pytest.mark.browser

Walks = Callable[[str], Walk]
each_of_them = pytest.mark.parametrize("who", [EVERYONE, "salma", "ruth", "nadia", "peter", "luis", "ada"])
REACHED = {
    EVERYONE: {
        "public.front",
        "public.start",
        "public.results",
        "public.ledger",
        "public.code",
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
    "ruth": {"review.findings", "review.theme", "public.results"},
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
"""What each of them must be able to reach by links from their first page."""


@each_of_them
def test_every_link_leads_to_a_page(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).failed


@each_of_them
def test_links_lead_to_the_work_of_each(walk_of: Walks, who: str) -> None:
    assert REACHED[who] <= set(walk_of(who).met)


@each_of_them
def test_every_page_has_a_way_on(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).dead_ends


@each_of_them
def test_nothing_grave_stands_in_the_way_of_anybody(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).barriers


@each_of_them
def test_nothing_scrolls_sideways_at_240_pixels(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).too_wide


@each_of_them
def test_the_browser_complains_of_nothing(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).complaints


@each_of_them
def test_nothing_is_asked_of_anybody_else(walk_of: Walks, who: str) -> None:
    assert not walk_of(who).elsewhere
