"""A language in an afternoon: added on a page under a made-up code, said on the web and by text at once."""

import io
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from consult.app import build_house, create_app, worker_in
from consult.common.vault import make_keys
from consult.languages.first import FIRST, PAGES, TEXTS
from consult.languages.phrases import PHRASES
from consult.languages.speak import Languages
from consult.people import browsers
from consult.people.records import Account
from consult.post import inbound
from consult.providers.console.phones import FILE, received
from consult.providers.shelf import take_down
from consult.settings import Settings
from consult.web.account.session import KEY
from tests.cast import Cast, number
from tests.loop.collect import sounds
from tests.web.conftest import SiteUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What is kept of a language is tried on both databases by tests/people/test_languages.py."""

LANGUAGES = Languages()
KNOWN = {
    "code": "qaa",
    "autonym": "Leb Tesfa",
    "direction": "rtl",
    "fallbacks": "ar fr",
    "menu": "kwena, kwenya",
}


def typed(**own: str) -> dict[str, str]:
    """The form of sentences: `own` by key of a text or by English sentence."""
    said = {PHRASES.get(key, key): text for key, text in own.items()}
    return {f"s{place}": said.get(sentence, "") for place, sentence in enumerate(FIRST)}


def says(client: FlaskClient, sentence: str, data: bytes, code: int = 200) -> str:
    """What is shown after a voice was sent for it."""
    page = client.post(
        f"/people/languages/qaa/voices/{FIRST.index(sentence) + 1}",
        data={"sound": (io.BytesIO(data), "a voice")},
        follow_redirects=True,
    )
    assert page.status_code == code
    return unescape(page.text)


def test_fifteen_sentences_matter_most(kind: str) -> None:
    assert len(FIRST) == len(set(FIRST)) == 15
    assert set(FIRST) == {PHRASES[key] for key in TEXTS} | set(PAGES)


def test_only_those_who_word_languages_open_the_pages(site: SiteUnderTest) -> None:
    for who in ("amal", "dana", "hari"):
        client = site.signed_in(getattr(site.cast, who))
        assert client.get("/people/languages").status_code == 403
        assert client.post("/people/languages", data=KNOWN).status_code == 403


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_typed_is_lost(site: SiteUnderTest) -> None:
    gita = site.signed_in(site.cast.gita)
    for wrong, said in (
        ({"code": "x-ach"}, "two or three small letters"),
        ({"fallbacks": "xx"}, "There is no language xx to stand in."),
        ({"menu": "stop"}, "Networks or consultations use this word already: stop"),
        ({"stop": "menyu"}, "menyu means something else in another language here."),
        ({"stop": "kwena"}, "kwena stands under two headings."),
    ):
        page = gita.post("/people/languages", data={**KNOWN, **wrong})
        assert (page.status_code, said in unescape(page.text)) == (422, True), said
        assert "Leb Tesfa" in page.text
    gita.post("/people/languages", data=KNOWN)
    page = gita.post("/people/languages/qaa/sentences", data=typed(danger="No place", Begin="Cak"))
    assert page.status_code == 422
    assert "These signs must stand in it, each as it is: %(number)s %(place)s" in unescape(page.text)
    assert "Cak" in page.text
    assert "not a sound that we can play" in says(gita, "Begin", b"no sound at all", 422)
    assert LANGUAGES.sentence("Skip this one", "ar").text in gita.get("/people/languages/qaa?lang=ar").text
    assert "At most 2 MB" in gita.get("/people/languages/qaa/voices/1").text
    hari = site.signed_in(site.cast.hari)
    assert hari.get("/people/languages/qaa/voices/1").status_code == 403
    assert hari.post("/people/languages/qaa/voices/1", data={"go": "wipe"}).status_code == 403
    assert gita.get("/people/languages/qaa/voices/16").status_code == 404


def test_a_language_that_nobody_knows_is_said_on_the_web_and_on_a_console_phone(
    database_url: str, tmp_path: Path, now: datetime, kind: str
) -> None:
    settings = Settings(database_url=database_url, keys_file=tmp_path / "keys.json")
    make_keys(settings.keys_file)
    house = build_house(settings)
    worker = worker_in(house, take_down(settings, house.vault, house.clock))  # it runs before the language is
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    house.languages._every = app.extensions["consult"].languages._every = 0
    with house.database.work() as session:
        cast = Cast(session, house.now())
        token = browsers.let_in(session, account=session.get_one(Account, cast.gita.id), now=house.now())
    gita = app.test_client()
    with gita.session_transaction() as cookie:
        cookie[KEY] = token

    page = gita.post("/people/languages", data=KNOWN, follow_redirects=True).text
    assert "15 of the fifteen sentences are missing." in page
    own = typed(who_asks="Wapenyo: kwo tye nining? 1 eyo, 2 pe.", menu_words="STOP: pe.", Begin="Cak")
    page = gita.post("/people/languages/qaa/sentences", data=own, follow_redirects=True).text
    assert "12 of the fifteen sentences are missing." in page
    for sentence in (own_said := ("Begin", "Leave this page", "Skip this one")):
        page = says(gita, sentence, sounds.ogg(3))
    again = {"sound": (io.BytesIO(sounds.ogg(3)), "a voice")}
    stays = gita.post("/people/languages/qaa/voices/15", data=again, headers={"Consult-Stays": "yes"})
    assert (stays.status_code, stays.text, "Location" in stays.headers) == (200, "", False)
    shut = app.test_client().post("/people/languages/qaa/voices/15", headers={"Consult-Stays": "yes"})
    assert (shut.status_code, "Consult-Goes" in shut.headers) == (401, False), (
        "the recording stays on its page"
    )
    said = gita.get(stays.headers["Consult-Goes"]).text
    assert 'class="done"' in said[: said.index("<h1>")], "it is said once that it is kept, and there"
    assert "10 of the fifteen sentences are missing." in page
    assert "Said aloud and not written: 2." in page
    assert "A draft: nobody who grew up with it signed." in page
    with house.database.work() as session:
        cast.session = session
        session.add_all([cast.community, cast.amal])
        cast.consultation(languages=("en", "qaa"))
    unsaid = "where to go in danger is said to them in another one"
    assert (unsaid in page, unsaid in gita.get("/people/languages/qaa").text) == (False, True)
    start = app.test_client().get("/c/river/qaa/").text
    assert '<html lang="qaa" dir="rtl"' in start
    assert "<button>Cak</button>" in start
    assert '<span lang="ar" dir="rtl">' in start  # what is missing says in which language it is said
    at = [f"/voices/qaa/{FIRST.index(each) + 1}" for each in own_said]
    assert [f'preload="none" src="{each}"' in start for each in at] == [True, True, False]
    asked = app.test_client().post("/c/river/qaa/speak").text
    assert [each in asked for each in at] == [False, True, True], (
        "where the sentence stands, and nowhere else"
    )
    assert "<audio" not in app.test_client().get("/c/river/en/").text
    assert app.test_client().get(at[0]).data[:4] == b"OggS"

    def text(words: str) -> str:
        with house.database.work() as session:
            inbound.store(
                session,
                vault=house.vault,
                provider="console",
                provider_message_id=words,
                sender=number(7),
                text=words,
                now=house.now(),
            )
        while worker.step(house.now()):
            pass
        return [each.text for each in received(settings.instance / FILE)][-1]

    assert text("riverqaa") == "Wapenyo: kwo tye nining? 1 eyo, 2 pe."
    assert "STOP: pe." in text("Kwenya")

    signed = gita.post("/people/languages/qaa/sign", data={"name": "Okot"}, follow_redirects=True).text
    assert "Read and signed by Okot." in signed
    exported = gita.get("/people/languages/qaa.po")
    (tmp_path / "qaa.po").write_bytes(exported.data)
    with (tmp_path / "qaa.po").open("rb") as file:
        words = {m.id: m.string for m in read_po(file) if m.id}
    assert (words["Begin"], "Skip this one" in words) == ("Cak", False), "what is typed, not what is said"
    assert "Read and signed" not in says(gita, "Begin", sounds.ogg(5)), "who signed did not hear it"
    gita.post(f"/people/languages/qaa/voices/{FIRST.index('Begin') + 1}", data={"go": "wipe"})
    assert app.test_client().get(at[0]).status_code == 404
    assert "<button>Cak</button>" in app.test_client().get("/c/river/qaa/").text, "what is typed stays"
    gita.post("/people/languages/qaa/sentences", data={**own, "s0": "Wapenyo."})
    assert "A draft" in gita.get("/people/languages").text
