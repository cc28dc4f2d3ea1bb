"""Whoever wants to makes sure that they noted their number; nobody has to, and nothing is looked up."""

import base64
import re

import pytest
from sqlalchemy import select

from consult.loop.collect.records import Consultation
from tests.web.conftest import hidden
from tests.web.public.test_speak import Browser

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@pytest.fixture
def done(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    browser = Browser(site)
    browser.to_choices()
    return browser.send(readers="here")


@pytest.fixture
def ask(site, done):
    sealed = hidden(done.text, "number")

    def ask(place="en", **sent):
        return site.client().post(f"/c/river/{place}/number", data={"number": sealed, **sent})

    return ask


def test_the_last_four_digits_are_typed_back_in_any_script_or_shown_once_more(done, ask):
    code = CODE.search(done.text)[0]
    assert (code in ask().text, "Its last four digits" in ask().text) == (False, True)
    eastern = code[-4:].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (code[-4:], f" {code[-4:-2]} - {code[-2:]}", eastern, code):
        right = ask(last=typed)
        assert (right.status_code, "You have your number." in right.text, code in right.text) == (
            200,
            True,
            False,
        )
    assert ask(last=code[-3:]).status_code == 422, "fewer are too few to be sure"
    wrong = ask(last="12345")
    assert (wrong.status_code, code in wrong.text, 'href="#last"' in wrong.text) == (422, True, True)
    for shown in (ask(last="", go="show"), ask(last="")):
        assert (shown.status_code, code in shown.text, "These are not" in shown.text) == (200, True, False)
    for page in (ask(), right, wrong):
        assert "Leave and clear this page" in page.text
        assert (page.headers["Cache-Control"], "Set-Cookie" in page.headers) == ("no-store", False)


def test_a_file_holds_the_number_and_nothing_else(done, ask):
    file = ask(go="file")
    assert file.text == CODE.search(done.text)[0] + "\n"
    assert (file.mimetype, "number.txt" in file.headers["Content-Disposition"]) == ("text/plain", True)


def test_what_is_old_or_not_ours_shows_no_number(site, done, ask):
    client = site.client()
    assert client.get("/c/river/en/number").status_code == 303
    with site.database.reading() as session:
        row = session.scalars(select(Consultation.id)).one()
    before = site.vault.seal_bytes(b"2027|0000", row=row, column="number")
    otherwise = base64.urlsafe_b64encode(before).decode()
    for sent in ({}, {"number": "no"}, {"number": "AAAA"}, {"number": otherwise}):
        page = client.post("/c/river/en/number", data=sent)
        assert (page.status_code, "Please type your number again." in page.text) == (400, True)
    site.clock.move(minutes=31)
    late = ask(go="show")
    assert (late.status_code, CODE.search(late.text)) == (400, None)
