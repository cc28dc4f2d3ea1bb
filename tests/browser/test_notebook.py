"""A representative keeps the notebook in French on a phone: an actor, a card, a divider, a sign, a sheet."""

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop.collect.records import Round
from consult.settings import Settings
from consult.web.build import build_site
from consult.web.parts import Parts
from tests.cast import Cast
from tests.loop.understand.scene import Scene
from tests.web.conftest import LANGUAGES, Clock, SiteUnderTest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
ENGLISH = re.compile(r"\b(the|what|which|people|write|entry|notebook)\b", re.IGNORECASE)


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path, vault: Vault, now: datetime) -> Iterator[SiteUnderTest]:
    """A consultation with one card that was read; Amal reads French."""
    file = tmp_path / "consult.sqlite"
    shutil.copy(sqlite_template, file)
    database, clock = Database.at(f"sqlite:///{file}"), Clock(now)
    settings = Settings(database_url=f"sqlite:///{file}", keys_file=tmp_path / "keys.json")
    app = build_site(Parts(settings, database, vault, LANGUAGES, clock))
    with database.work() as session:
        cast = Cast(session, now)
        cast.amal.language = "fr"
        Scene(session, cast).read("Le puits est à sec depuis deux mois")
    yield SiteUnderTest(app, database, vault, clock, cast)
    database.close()


@pytest.fixture
def page(browser: Browser, site: SiteUnderTest) -> Iterator[Page]:
    """Amal's phone, scripts off; she is signed in."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    cookie = site.signed_in(site.cast.amal).get_cookie("consult")
    assert cookie
    context = browser.new_context(viewport=PHONE, base_url=f"{url}/understand/river/notebook/")
    context.add_cookies([{"name": "consult", "value": cookie.value, "url": url}])
    yield context.new_page()
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def fits(page: Page) -> str:
    """Nothing scrolls sideways, nothing of ours is English; the words of the page."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    words = page.inner_text("main")
    assert not ENGLISH.search(words), words
    return words


def presses(page: Page, what: str) -> None:
    with page.expect_navigation():
        page.click(what)


def writes(page: Page, kind: str, **given: str) -> str:
    page.goto("./")
    presses(page, f"a[href$='/new/{kind}']")
    fits(page)
    for name, value in given.items():
        page.fill(f"[name={name}]", value)
    if kind == "actor":
        page.check("[name=is][value=group]")
    presses(page, "main form button")
    return fits(page)


def links(page: Page, how: str, number: str) -> str:
    presses(page, "a[href$='/link']")
    page.check(f"[name=how][value={how}]")
    page.fill("[name=number]", number)
    fits(page)
    presses(page, "main form button")
    return fits(page)


def test_a_notebook_is_kept_on_a_phone_and_printed(page: Page, site: SiteUnderTest) -> None:
    page.goto("../")
    presses(page, "a[href$='/notebook/']")
    fits(page)
    writes(page, "actor", title="Les bergers de la colline", wants="De l’herbe", hats="aussi marchands")
    writes(page, "actor", title="Les jardiniers")
    assert "carte 101" in links(page, "card", "101")
    assert "En tension avec 1" in links(page, "tense", "1")
    page.goto("map")
    assert "Les bergers" in fits(page)
    assert page.locator("svg circle").count() == 2
    box = page.locator("svg").bounding_box()
    assert box
    assert box["width"] <= PHONE["width"]
    name, number = page.locator("svg text + text").first, page.locator("svg text").first
    assert name.is_visible()
    page.set_viewport_size({"width": 240, "height": 600})
    assert name.is_hidden()
    assert number.bounding_box()["height"] >= 12, "it can be read"
    page.set_viewport_size(PHONE)
    writes(page, "divides", title="Le puits", aspect="qui puise en premier", how="on se dispute à l’aube")
    writes(page, "sign", title="Les enfants vont seuls à l’école")
    page.fill("[name=text]", "Peu d’enfants y vont seuls")
    presses(page, "form[action$='/seen'] button")
    assert "Tour 1 : Peu d’enfants" in fits(page)
    with site.database.work() as session:
        first = session.scalars(select(Round)).one()
        session.add(Round(consultation=first.consultation, number=2, opened_at=site.clock()))
    page.goto("./")
    presses(page, ".waiting a[href$='/notebook/4/']")
    page.fill("[name=text]", "La plupart y vont seuls")
    presses(page, "form[action$='/seen'] button")
    assert "Tour 2 : La plupart" in fits(page)
    page.goto("./")
    presses(page, "a[href$='/print']")
    page.emulate_media(media="print")
    printed = fits(page)
    for words in ("bergers", "carte 101", "qui puise en premier", "Tour 1 : Peu", "Tour 2 : La plupart"):
        assert words in printed
    assert page.locator(".actions").is_hidden(), "what leads back is not printed"
    assert page.pdf(format="A4").startswith(b"%PDF")
