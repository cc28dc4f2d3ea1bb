"""Somebody records their voice on the page with a made-up microphone, sends it, and a reader hears it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.cards import number_cards
from consult.loop.understand.records import Code
from tests.browser.sample import SLUG, Sample
from tests.browser.test_helpers import card_of
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
    page.wait_for_selector(r"text=/Seconds: ([2-9]|\d\d)/")  # a busy machine does not show every second
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
    dies_and_comes_back(page, "button[value=keep]")
    wrong.clear()  # the browser's own word that there was no network
    page.click("button[value=keep]")
    page.wait_for_selector("button[value=next]")
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


def dies_and_comes_back(page: Page, send: str) -> None:
    """The network is gone when somebody sends: the recording stays, to hear, to keep as a file, to send."""
    page.context.set_offline(True)
    page.click(send)
    page.wait_for_selector("text=It was not sent. The recording is still here")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    with page.expect_download() as kept:
        page.click("a:has-text('Keep it as a file')")
    assert kept.value.suggested_filename in {"voice.webm", "voice.ogg"}
    assert kept.value.path().stat().st_size > 1000
    assert page.locator("[data-record] audio").evaluate(PLAYS) > 0
    page.context.set_offline(False)


def test_nothing_recorded_is_lost_to_a_dying_network_a_refusal_or_a_page_that_closes(
    listener: Browser, sample: Sample
) -> None:
    page, before = listener.new_page(viewport=NARROW), count(sample)
    page.goto(f"{sample.url}/h/#{card_of(sample, 'Noor')}")
    page.wait_for_url("**/h/work")
    page.goto(f"{sample.url}/h/{SLUG}/en/meeting/voice")
    note = page.locator("text=a voice does not wait on this phone").bounding_box()
    button = page.locator("button:text-is('Record')").bounding_box()
    assert note
    assert button
    assert note["y"] < button["y"]
    record(page)
    dies_and_comes_back(page, "text=Send the voice")
    page.click("text=Send the voice")
    page.wait_for_selector("#problem, .problem")  # nobody said how many people there were
    assert page.locator("[data-record] audio").evaluate(PLAYS) > 0
    asked: list[str] = []
    page.on("dialog", lambda each: (asked.append(each.type), each.dismiss()))
    with page.expect_event("dialog"):
        page.locator("a[href='/h/work']").first.click()
    assert asked == ["beforeunload"]
    day = sample.app.extensions["consult"].clock().date()
    page.fill("#held_on", day.isoformat())
    page.fill("#people", "40")
    page.click("text=Send the voice")
    page.wait_for_selector("h1:has-text('arrived')")
    assert count(sample) == before + 1


LOSES_A_REPLY = """() => {
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (form) {
    XMLHttpRequest.prototype.send = send;
    this.onload = this.onerror;
    send.call(this, form);
  };
}"""


def test_a_code_that_a_voice_names_is_made_once_though_the_reply_was_lost_and_its_page_comes_once(
    listener: Browser, sample: Sample
) -> None:
    page, before = listener.new_page(viewport=NARROW), codes(sample)
    sign_in(page, sample)
    page.goto(f"{sample.url}/understand/{SLUG}/codes/")
    record(page)
    page.evaluate(LOSES_A_REPLY)
    page.click("main button:text-is('Add it')")
    page.wait_for_selector("text=It was not sent. The recording is still here")
    assert codes(sample) == before + 1, "it arrived all the same"
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.method) if each.url.endswith("/codes/") else None)
    page.click("main button:text-is('Add it')")
    page.wait_for_selector("text=is in the codebook.")
    page.wait_for_load_state("networkidle")
    assert asked == ["POST", "GET"]
    assert codes(sample) == before + 1


def codes(sample: Sample) -> int:
    with sample.app.extensions["consult"].database.reading() as session:
        return len(session.scalars(select(Code.id).where(Code.control.is_(None))).all())


def count(sample: Sample) -> int:
    with sample.app.extensions["consult"].database.reading() as session:
        return len(session.scalars(select(Recording.id)).all())


def is_heard_by_a_reader(listener: Browser, sample: Sample) -> float:
    with sample.app.extensions["consult"].database.work() as session:
        kept = session.scalars(select(Recording)).one()
        assert kept.mime in {"audio/webm", "audio/ogg"}
        assert 2 <= kept.seconds < 60
        consultation = session.scalars(select(Consultation)).one()
        number_cards(session, consultation=consultation, shuffle=list.sort)
    page = listener.new_page()
    sign_in(page, sample)
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


def sign_in(page: Page, sample: Sample) -> None:
    page.goto(f"{sample.url}/sign-in")
    page.fill("[name=email]", "salma@kessu.example")
    page.fill("[name=password]", sample.password)
    page.click("main button")
