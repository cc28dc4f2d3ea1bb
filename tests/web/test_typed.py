"""Words in a form that was not taken are shown once more."""

import re
from pathlib import Path

import consult.web
from consult.web.typed import PASSWORDS
from tests.web.conftest import SiteUnderTest, hidden

WORDS = "The <well> is dry,\nsay the women."
SHOWN = "The &lt;well&gt; is dry,"


def test_whoever_was_signed_out_meanwhile_finds_what_they_typed(site: SiteUnderTest) -> None:
    client = site.signed_in(site.cast.gita)
    address = "/settings/password"
    csrf = hidden(client.get("/settings").text)
    site.clock.move(minutes=61)
    page = client.post(address, data={"csrf_token": csrf, "name": WORDS, "old": "my own secret"})
    assert page.status_code == 403
    assert SHOWN in page.text
    assert 'href="/sign-in"' in page.text
    assert "my own secret" not in page.text
    assert client.post(address, data={"csrf_token": csrf, "name": "Gita"}).status_code == 302


def test_a_page_that_is_too_old_shows_what_was_typed_unless_another_site_sent_it(site: SiteUnderTest) -> None:
    sent = {"words": WORDS, "piles": "3: 104 109", "number": "12 34 56", "token": "forged"}
    here = site.client().post("/code/more", data=sent)
    assert (here.status_code, SHOWN in here.text, "12 34 56" in here.text) == (400, True, False)
    assert "3: 104 109" in here.text
    there = site.client().post("/code/more", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert (there.status_code, "well" in there.text) == (400, False)


def test_a_form_without_its_token_shows_what_was_typed(site: SiteUnderTest) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    page = site.client().post("/settings/password", data={"name": WORDS})
    assert (page.status_code, SHOWN in page.text) == (400, True)


def test_no_password_is_ever_shown() -> None:
    files = Path(consult.web.__file__).parent.rglob("*.py")
    named = {name for file in files for name in re.findall(r"(\w+) = PasswordField", file.read_text())}
    assert named == set(PASSWORDS)
