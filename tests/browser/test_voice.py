"""Somebody records their voice on the page with a made-up microphone, sends it, and a reader hears it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.cards import number_cards
from tests.browser.sample import SLUG, Sample
from tests.browser.walking import NARROW
from tests.story.town import CHROMIUM, FLAGS

pytestmark = pytest.mark.browser

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PLAYS = """async audio => {
  audio.muted = true;
  await audio.play();
  await new Promise(done => { audio.ontimeupdate = () => audio.currentTime > 0.2 && done(); });
  return audio.currentTime;
}"""


@pytest.fixture
def listener(browser: Browser) -> Iterator[Browser]:
    """A browser of its own, with a microphone that beeps."""
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *MICROPHONE])
    yield other
    other.close()


def record(page: Page) -> None:
    page.click("button:text-is('Record')")
    page.wait_for_selector("text=Seconds: 2")
    page.click("button:text-is('Stop')")
    page.wait_for_selector("text=Recorded. Listen to it")


def test_a_voice_is_recorded_sent_and_heard_by_a_reader(listener: Browser, sample: Sample) -> None:
    page = listener.new_page(viewport=NARROW)
    wrong: list[str] = []
    page.on("console", lambda each: wrong.append(each.text) if each.type == "error" else None)
    page.goto(f"{sample.url}/c/{SLUG}/en/")
    page.click("main form button")
    page.click("button[value=voice]")
    record(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.click("button[value=keep]")
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    while not page.locator("h1:has-text('once more')").count():
        page.click("button[value=next]")
    assert not [each for each in asked if "/heard/" in each]  # nothing comes before it is pressed
    page.click("summary:has-text('Listen')")
    assert page.locator("audio").evaluate(PLAYS) > 0
    while not page.locator("h1:has-text('arrived')").count():
        page.click("button[value=next]")
    assert not wrong
    assert is_heard_by_a_reader(listener, sample) > 0


def is_heard_by_a_reader(listener: Browser, sample: Sample) -> float:
    with sample.app.extensions["consult"].database.work() as session:
        kept = session.scalars(select(Recording)).one()
        assert kept.mime in {"audio/webm", "audio/ogg"}
        assert kept.seconds in {2, 3, 4}
        consultation = session.scalars(select(Consultation)).one()
        number_cards(session, consultation=consultation, shuffle=list.sort)
    page = listener.new_page()
    page.goto(f"{sample.url}/sign-in")
    page.fill("[name=email]", "salma@kessu.example")
    page.fill("[name=password]", sample.password)
    page.click("main button")
    page.goto(f"{sample.url}/understand/{SLUG}/first/")
    while not page.locator("audio").count():
        if page.locator("textarea[name=text]").count():
            page.fill("textarea[name=text]", "[passed on]")
        page.click("main form button")
    page.click("summary:has-text('Listen')")
    heard: float = page.locator("audio").evaluate(PLAYS)
    number = re.findall(r"\d+", page.inner_text("h1"))[0]
    page.check("[name=voice]")
    page.click("main form button")
    page.goto(f"{sample.url}/understand/{SLUG}/sort/?card={number}")
    page.click("summary:has-text('Listen')")
    return min(heard, page.locator("audio").evaluate(PLAYS))
