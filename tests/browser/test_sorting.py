"""A representative sorts in Arabic on a phone: ten cards by keys, a voice among them, twenty by piles."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select
from werkzeug.serving import make_server

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop.understand.cards import progress
from consult.loop.understand.records import Code, Coding
from consult.settings import Settings
from consult.web.build import build_site
from consult.web.parts import Parts
from tests.cast import Cast
from tests.loop.understand.scene import Scene
from tests.web.conftest import LANGUAGES, Clock, SiteUnderTest
from tests.web.understand.test_sorting import recorded, speak_aloud

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
WORDS = "الماء بعيد والبئر جافة منذ شهرين، رقم {}"
TYPED = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))"
"""As a keyboard of another script sends it."""
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class Room:
    url: str
    site: SiteUnderTest
    voice: int
    """The number of the card that is a voice alone."""


@pytest.fixture
def room(sqlite_template: Path, tmp_path: Path, vault: Vault, now: datetime) -> Iterator[Room]:
    """Thirty cards that were read, one of them a voice, and two codes, one with a name to hear."""
    file = tmp_path / "consult.sqlite"
    shutil.copy(sqlite_template, file)
    database = Database.at(f"sqlite:///{file}")
    settings = Settings(database_url=f"sqlite:///{file}", keys_file=tmp_path / "keys.json")
    app = build_site(Parts(settings, database, vault, LANGUAGES, Clock(now)))
    with database.work() as session:
        cast = Cast(session, now)
        cast.amal.language = "ar"
        scene = Scene(session, cast)
        for card in scene.read(*(WORDS.format(n) for n in range(29))):
            card.answer.submission.language = "ar"
        for name in ("الماء", "الطريق"):
            scene.code(name).language = "ar"
    site = SiteUnderTest(app, database, vault, Clock(now), cast)
    with database.work() as session:
        session.scalars(select(Code).where(Code.number == 2)).one().recording_id = recorded(site, session).id
    voice = speak_aloud(site)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Room(f"http://127.0.0.1:{server.server_port}", site, voice)
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


@pytest.fixture
def page(browser: Browser, room: Room) -> Iterator[Page]:
    """Amal's phone; she is signed in."""
    cookie = room.site.signed_in(room.site.cast.amal).get_cookie("consult")
    assert cookie
    context = browser.new_context(viewport=PHONE)
    context.add_cookies([{"name": "consult", "value": cookie.value, "url": room.url}])
    yield context.new_page()
    context.close()


def opens(page: Page, room: Room, where: str) -> None:
    page.goto(f"{room.url}/understand/river/{where}")
    fits(page)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    assert page.evaluate("document.documentElement.dir") == "rtl"


def card_on(page: Page) -> str:
    return page.inner_text("article .tab bdi")


def presses(page: Page, key: str) -> str:
    """The next card, after a key sorted the one before."""
    with page.expect_navigation():
        if key.isascii():
            page.keyboard.press(key)
        else:
            page.evaluate(TYPED, key)
    return card_on(page)


def test_thirty_cards_are_sorted_on_a_phone_and_on_the_ground(page: Page, room: Room) -> None:
    wrong: list[str] = []
    page.on("console", lambda each: wrong.append(each.text) if each.type == "error" else None)
    opens(page, room, "sort/")
    assert page.locator("#keys").is_visible()
    words = page.locator("article .words")
    assert words.get_attribute("lang") == "ar"
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.locator("details.listen").count() == 1, "one code says its name"
    assert presses(page, "1") == "102"
    assert presses(page, "٢") == "103"
    assert presses(page, "Backspace") == "102"
    page.keyboard.press("0")
    page.keyboard.type("١ ٢")
    page.fill("textarea[name=memo]", "بئر وطريق معا")
    page.focus("input[name=codes]")
    assert presses(page, "Enter") == "103"
    for number in range(104, 111):
        assert presses(page, "1") == str(number)
    fits(page)
    opens(page, room, f"listen/?card={room.voice}")
    page.click("details.listen summary")
    assert page.locator("audio").evaluate("each => each.readyState >= 0 && each.src.endsWith('/voice/1')")
    opens(page, room, f"sort/?card={room.voice}")
    with page.expect_navigation():
        page.keyboard.press("2")
    by_piles(page, room)
    assert not wrong
    with room.site.database.reading() as session:
        here = session.scalars(select(Code)).first().consultation
        assert progress(session, here).sorted == 30
        assert session.scalar(select(func.count(Coding.id)).where(Coding.pile_id.is_not(None))) == 20


def by_piles(page: Page, room: Room) -> None:
    """Twenty cards typed in Arabic digits; one that lies elsewhere already is seen before it is saved."""
    opens(page, room, "piles/")
    lines = f"كومة 1: {' '.join(map(str, range(110, 120)))}\nكومة 2: {' '.join(map(str, range(120, 130)))}"
    page.fill("textarea", f"{lines} 102".translate(ARABIC))
    page.click("button[name=look]")
    fits(page)
    assert "102" in page.inner_text("div.note .waiting")
    page.fill("textarea", lines.translate(ARABIC))
    page.click("main form button:not([name])")
    fits(page)


def test_eight_cards_lie_on_a_printed_sheet(page: Page, room: Room) -> None:
    opens(page, room, "cards/")
    assert page.locator("svg.square").count() == 1, "the voice has a square to hear it by"
    page.emulate_media(media="print")
    assert page.locator(".stone").first.bounding_box()["width"] > 80
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 4
