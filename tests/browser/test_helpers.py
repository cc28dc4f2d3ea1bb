"""A helper on a phone 240 pixels wide: what is written down waits sealed, and arrives exactly once.

Through a reload, an update of the pages, two tabs and a network that dies in the middle.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
from sqlalchemy import select

from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Door,
    MeetingReport,
    ProtectedReport,
    Submission,
)
from consult.people import helper_links
from consult.people.records import Account, Community
from consult.web.helpers import shell
from tests.browser.sample import SLUG, Sample
from tests.browser.walking import NARROW

pytestmark = pytest.mark.browser

MET = "A meeting said this"
ALL = 50
"""Records that wait on one phone."""
COUNTS = "document.querySelector('#queue strong').innerText.match(/\\d+/g).map(Number)"
WORKER_COMES_LATE = """if (navigator.serviceWorker) {
  const all = ServiceWorkerContainer.prototype, register = all.register;
  all.register = function (...given) {
    return sessionStorage.getItem('there') ? register.apply(this, given) : new Promise(() => {});
  };
}"""
KEPT = """() => new Promise(done => {
  const asked = indexedDB.open('helper');
  asked.onsuccess = () => {
    const all = asked.result.transaction('records').objectStore('records').getAll();
    all.onsuccess = () => { asked.result.close(); done(JSON.stringify(all.result)); };
  };
})"""


def card_of(sample: Sample, name: str) -> str:
    """What the card of a new helper says."""
    house = sample.app.extensions["consult"]
    with house.database.work() as session:
        community = session.scalars(select(Community)).one()
        salma = session.scalars(select(Account).where(Account.email.like("salma@%"))).one()
        _, told = helper_links.give(
            session,
            vault=house.vault,
            community=community,
            name=name,
            language="en",
            paid_by_office=False,
            until=house.clock() + timedelta(days=30),
            by=salma,
            now=house.clock(),
        )
    return told.replace(" ", "")


@pytest.fixture
def number(sample: Sample) -> str:
    return card_of(sample, "Noor")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=NARROW, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def complaints(phone: BrowserContext) -> list[str]:
    found: list[str] = []
    phone.on("weberror", lambda error: found.append(str(error.error)))
    return found


def noted(phone: BrowserContext) -> list[Request]:
    """Every request of the phone, as they come."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    phone.on("request", note)
    return asked


def until(page: Page, waiting: int, sent: int) -> None:
    """The line at the end of the page says so."""
    when(page, f"JSON.stringify({COUNTS}) === '[{waiting},{sent}]'")


def when(page: Page, true: str) -> None:
    """Wait until it holds. The pages allow no code in a text, so it is asked again and again."""
    end = time.monotonic() + 180
    while not page.evaluate(true):
        assert time.monotonic() < end, f"{true}: {page.inner_text('body')}"
        page.wait_for_timeout(100)


def writes(page: Page, text: str, address: str) -> None:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
    page.locator("textarea").first.fill(text)
    if page.locator("#people").count():
        page.fill("#people", "40")
    page.click("form[data-seal] button")
    page.wait_for_url("**/h/work")
    when(page, "!document.getElementById('kept').hidden")


def came(sample: Sample) -> Counter[str]:
    """Each text that helpers sent, and how often it is in the house."""
    with sample.app.extensions["consult"].database.reading() as session:
        parts = session.scalars(select(AnswerPart.text).where(AnswerPart.text.like("%from the queue"))).all()
        met = select(AnswerPart.text).join(Answer).join(MeetingReport).where(AnswerPart.text == MET)
        return Counter(parts) + Counter(session.scalars(met).all())


def test_fifty_records_arrive_exactly_once_whatever_happens_on_the_way(
    phone: BrowserContext,
    complaints: list[str],
    sample: Sample,
    number: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    page, asked = phone.new_page(), noted(phone)
    person, meeting = f"{sample.url}/h/{SLUG}/en/person", f"{sample.url}/h/{SLUG}/ar/meeting"
    private = f"{sample.url}/h/{SLUG}/en/private"
    page.goto(f"{sample.url}/h/#{number}")
    page.wait_for_url("**/h/work")
    assert number not in page.url
    assert not [each.url for each in asked if number in each.url], (
        "no server is told the number in an address"
    )
    page.goto(meeting)
    page.goto(f"{sample.url}/h/work")
    when(page, "document.querySelectorAll('[data-marked]').length >= 4")
    other = phone.new_page()
    other.goto(f"{sample.url}/h/{SLUG}/fr/meeting")
    when(page, "!!document.querySelector('a[href$=\"/fr/meeting\"][data-marked]')")
    other.close()

    phone.set_offline(True)
    page.reload()
    writes(page, "1 from the queue", person)
    writes(page, MET, meeting)
    writes(page, "A guard hurts people", private)
    until(page, 3, 0)
    kept = json.loads(page.evaluate(KEPT))
    assert "from the queue" not in json.dumps(kept), "sealed at once: nobody reads it on the phone"
    assert "private" not in json.dumps(kept), "nobody can see which of them is the private matter"
    assert len({tuple(sorted(each)) for each in kept}) == 1
    more(page, ALL - 3, person)
    page.reload()
    until(page, ALL, 0)

    with page.expect_download() as saved:
        page.click("[data-rows] li:last-child [data-do=copy]")
    copy = tmp_path / "copy.json"
    saved.value.save_as(copy)
    page.click("[data-rows] li:last-child summary")
    page.click("[data-rows] li:last-child [data-do=delete]")
    until(page, ALL - 1, 0)

    new_pages(monkeypatch)  # an update meets a phone that has a form open, and a second tab
    second = phone.new_page()
    dying = dies_in_the_middle(phone)
    phone.set_offline(False)
    page.goto(person)
    page.locator("textarea").first.fill("In the middle of writing")
    second.goto(f"{sample.url}/h/work")
    when(second, "navigator.serviceWorker.getRegistration('/h/').then(all => !!all.waiting)")
    assert len(second.evaluate("caches.keys()")) == 2, "the pages of the open form are still there"
    assert page.locator("textarea").first.input_value() == "In the middle of writing"
    for tab in (page, second):
        tab.evaluate("window.dispatchEvent(new Event('online'))")
    when(page, f"{COUNTS}[1] >= 5")
    phone.set_offline(True)
    phone.set_offline(False)
    second.click("[data-do=send]")
    page.reload(wait_until="commit")
    until(second, 0, ALL - 1)
    assert dying["lost"], "no answer was lost on the way"
    second.locator("details summary", has_text="Bring").click()
    second.set_input_files("#file", copy)
    second.click("form[action='/h/file'] button")
    second.wait_for_selector("h1 >> text=arrived")
    assert sorted(came(sample).values()) == [1] * (ALL - 1)
    assert len(came(sample)) == ALL - 1
    assert not complaints
    through_the_worker(asked)
    counted_apart(sample)


def test_a_page_that_was_left_before_the_worker_was_there_is_kept_all_the_same(
    phone: BrowserContext, complaints: list[str], sample: Sample, number: str
) -> None:
    phone.add_init_script(WORKER_COMES_LATE)
    page, meeting = phone.new_page(), f"/h/{SLUG}/ar/meeting"
    page.goto(f"{sample.url}/h/#{number}")
    page.wait_for_url("**/h/work")
    page.goto(f"{sample.url}{meeting}")
    when(page, f"(sessionStorage.getItem('looked-at') || '').includes('{meeting}')")
    page.evaluate("sessionStorage.setItem('there', '1')")
    page.goto(f"{sample.url}/h/work")
    when(page, "document.querySelectorAll('[data-marked]').length >= 4")
    phone.set_offline(True)
    page.goto(f"{sample.url}{meeting}")
    assert page.locator("textarea").count()
    assert not complaints


def more(page: Page, how_many: int, address: str) -> None:
    """The same form, over and over: what the first ones showed is not looked at again."""
    for n in range(3, 3 + how_many):
        page.goto(address)
        page.locator("textarea").first.fill(f"{n} from the queue")
        page.click("form[data-seal] button")
        page.wait_for_url("**/h/work")


def new_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "version", lambda: "another")


def dies_in_the_middle(phone: BrowserContext) -> dict[str, int]:
    """Every third record is taken in, and the phone never hears it; every seventh never goes out."""
    seen = {"all": 0, "lost": 0}

    def send(route: Route) -> None:
        seen["all"] += 1
        if seen["all"] < 40 and seen["all"] % 7 == 0:
            route.abort()
        elif seen["all"] < 40 and seen["all"] % 3 == 0:
            route.fetch()
            seen["lost"] += 1
            route.abort()
        else:
            route.continue_()

    phone.route("**/h/send", send)
    return seen


def through_the_worker(asked: list[Request]) -> None:
    """What is sent goes past the worker, which answers GET alone."""
    sent = [each for each in asked if each.method == "POST" and each.url.endswith("/h/send")]
    assert len(sent) >= ALL - 1
    assert not [each for each in sent if each.service_worker]


def counted_apart(sample: Sample) -> None:
    with sample.app.extensions["consult"].database.reading() as session:
        met = select(MeetingReport).join(Answer).join(AnswerPart).where(AnswerPart.text == MET)
        assert len(session.scalars(met).all()) == 1
        told = session.scalars(select(ProtectedReport).where(ProtectedReport.door == Door.HELPER)).all()
        assert [each.flagged for each in told] == [False], "the private matter, once, for the officer alone"
        assert (
            len(session.scalars(select(Submission).where(Submission.helper_link_id.is_not(None))).all()) == 48
        )
