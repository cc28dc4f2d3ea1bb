"""Two helpers and one phone: whose pages it keeps, and what is asked again before it is sealed."""

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.loop.collect.records import Answer, AnswerPart, MeetingReport
from tests.browser.sample import SLUG, Sample
from tests.browser.test_helpers import card_of, until, when
from tests.browser.walking import NARROW

pytestmark = pytest.mark.browser

PAGES = """caches.keys().then(all => Promise.all(all.map(name => caches.open(name))))
  .then(all => Promise.all(all.map(store => store.keys()))).then(all => all.flat().map(each => each.url))"""
SAID_ONCE = """document.querySelector('main').innerText.split('(also without a network)').length - 1
  === document.querySelectorAll('[data-marked]').length"""


def test_a_second_helper_on_the_phone_sees_no_page_of_the_first_whose_records_wait_on_and_arrive(
    browser: Browser, sample: Sample
) -> None:
    number, other = card_of(sample, "Amina"), card_of(sample, "Sami")
    phone, complaints = browser.new_context(viewport=NARROW), []
    phone.on("weberror", lambda error: complaints.append(str(error.error)))
    page = phone.new_page()
    person, meeting = f"{sample.url}/h/{SLUG}/en/person", f"{sample.url}/h/{SLUG}/fr/meeting"
    phone.route("**/h/send", lambda route: route.abort())
    opens(page, sample, number)
    first = page.inner_text("h1")
    counted_before_it_is_sealed(page, meeting)
    assert meeting in page.evaluate(PAGES)

    opens(page, sample, other)
    second = page.inner_text("h1")
    assert first != second
    assert meeting not in page.evaluate(PAGES), "it was kept for the first helper alone"
    phone.set_offline(True)
    page.goto(f"{sample.url}/h/work")
    assert page.inner_text("h1") == second
    page.goto(person)
    assert second.lower() in page.inner_text("main")
    assert first.lower() not in page.inner_text("main")
    until(page, 1, 0)

    phone.unroute("**/h/send")
    phone.set_offline(False)
    page.click("[data-do=send]")
    until(page, 0, 1)
    with sample.app.extensions["consult"].database.reading() as session:
        said = AnswerPart.text == "Two helpers, one phone"
        came = session.scalars(select(MeetingReport).join(Answer).join(AnswerPart).where(said)).one()
        assert (f"Helper {came.helper_link.number}", came.people) == (first, 80)
    phone.close()
    assert not complaints


def opens(page: Page, sample: Sample, number: str) -> None:
    """By the number on the card; the pages that are kept lie on the phone then."""
    page.goto(f"{sample.url}/h/")
    page.locator("#door input").first.fill(number)
    page.click("#door button")
    page.wait_for_url("**/h/work")
    when(page, "document.querySelectorAll('[data-marked]').length >= 3")
    when(page, f"{PAGES}.then(all => all.includes('{sample.url}/h/work'))")
    page.wait_for_timeout(200)  # the worker answers too, and says it no second time
    assert page.evaluate(SAID_ONCE)


def counted_before_it_is_sealed(page: Page, meeting: str) -> None:
    """A number that the house would refuse is asked for again, while somebody can still mend it."""
    page.goto(meeting)
    page.locator("textarea").first.fill("Two helpers, one phone")
    for typed in ("many", "٠", "7000000"):
        page.fill("#people", typed)
        page.click("form[data-seal] button")
        when(page, "!document.querySelector('[data-if=uncounted]').hidden")
    page.fill("#people", "\u2248 \u0668\u0660 people")
    page.click("form[data-seal] button")
    page.wait_for_url("**/h/work")
    until(page, 1, 0)
