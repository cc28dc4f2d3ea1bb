"""Signing in and out, and the link with which a person begins."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.people import accounts
from consult.people.records import Account, AccountSession
from consult.web.account.session import KEY
from consult.web.account.signing import OURS
from tests.web.conftest import SiteUnderTest, hidden

PASSWORD = "seven small boats"
AMAL = {"email": "amal@example.org", "password": PASSWORD}


@pytest.fixture
def ready(site: SiteUnderTest) -> SiteUnderTest:
    """The site where Amal has a password."""
    with site.database.work() as session:
        amal = session.get_one(Account, site.cast.amal.id)
        link = accounts.reset(session, account=amal, by=site.cast.gita.actor, now=site.clock())
        accounts.accept(session, token=link, password=PASSWORD, now=site.clock())
    return site


def invited(site: SiteUnderTest) -> str:
    with site.database.work() as session:
        _, token = accounts.invite(
            session,
            email="new@example.org",
            name="New One",
            language="en",
            by=site.cast.gita.actor,
            now=site.clock(),
        )
    return token


def test_a_person_signs_in_and_out(ready: SiteUnderTest) -> None:
    client = ready.client()
    assert client.get("/settings").status_code == 302
    entered = client.post("/sign-in", data=AMAL)
    assert (entered.status_code, entered.location) == (303, "/home")
    assert "Amal" in client.get("/settings").text
    with client.session_transaction() as cookie:
        token = cookie[KEY]
    assert client.post("/sign-out").status_code == 303
    assert "You are signed out." in client.get("/sign-in").text
    with client.session_transaction() as cookie:
        cookie[KEY] = token
    assert client.get("/settings").status_code == 302, "the token is dead, not only forgotten"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(ready: SiteUnderTest) -> None:
    client = ready.client()
    asked = client.get("/settings", follow_redirects=True)
    assert hidden(asked.text, "back") == "/settings"
    assert client.post("/sign-in", data=AMAL | {"back": "/settings"}).location == "/settings"


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:1"]
)
def test_signing_in_never_leads_elsewhere(ready: SiteUnderTest, back: str) -> None:
    assert not OURS.fullmatch(back)
    assert ready.client().post("/sign-in", data=AMAL | {"back": back}).location == "/home"


def test_wrong_unknown_and_closed_get_the_same_page(ready: SiteUnderTest) -> None:
    with ready.database.work() as session:
        session.get_one(Account, ready.cast.hari.id).disabled_at = ready.clock()
    pages = set()
    for email in ("amal@example.org", "nobody@example.org", "hari@example.org"):
        client = ready.client()
        shown = client.post("/sign-in", data={"email": email, "password": "eight small boats"})
        assert shown.status_code == 422
        assert "This does not open." in shown.text
        assert "eight small boats" not in shown.text
        assert f'value="{email}"' in shown.text
        pages.add(re.sub(r"csrf_token\"[^>]*", "", shown.text.replace(email, "")))
    assert len(pages) == 1


def test_failures_are_kept_and_block(ready: SiteUnderTest) -> None:
    client = ready.client()
    for _ in range(accounts.FAILURES):
        client.post("/sign-in", data=AMAL | {"password": "eight small boats"})
    assert client.post("/sign-in", data=AMAL).status_code == 422
    ready.clock.move(minutes=5)
    assert client.post("/sign-in", data=AMAL).status_code == 303


def test_an_empty_form_says_what_to_do(ready: SiteUnderTest) -> None:
    shown = ready.client().post("/sign-in", data={})
    assert shown.status_code == 422
    assert "Please write your e-mail address." in shown.text
    assert "Please write your password." in shown.text


def test_a_form_without_its_token_does_nothing(ready: SiteUnderTest) -> None:
    ready.app.config["WTF_CSRF_ENABLED"] = True
    client = ready.client()
    assert client.post("/sign-in", data=AMAL).status_code == 400
    token = hidden(client.get("/sign-in").text)
    assert client.post("/sign-in", data=AMAL | {"csrf_token": token}).status_code == 303


def test_the_cookie_is_new_after_signing_in_and_holds_no_id(ready: SiteUnderTest) -> None:
    client = ready.client()
    with client.session_transaction() as cookie:
        cookie[KEY] = "planted"
        cookie["other"] = "planted"
    answer = client.post("/sign-in", data=AMAL)
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    with client.session_transaction() as cookie:
        assert set(cookie) == {KEY}
        assert cookie[KEY] != "planted"


# browsers


def test_a_visit_is_noted_at_most_once_a_minute_also_by_pages_that_only_read(ready: SiteUnderTest) -> None:
    client = ready.signed_in(ready.cast.amal)

    def seen() -> timedelta:
        with ready.database.reading() as session:
            return ready.clock() - session.scalars(select(AccountSession.seen_at)).one()

    ready.clock.move(seconds=59)
    client.get("/settings")
    assert seen() == timedelta(seconds=59)
    ready.clock.move(seconds=1)
    client.get("/settings")
    assert seen() == timedelta()
    ready.clock.move(minutes=59)
    assert client.get("/settings").status_code == 200
    ready.clock.move(minutes=59)
    client.post("/settings/language", data={"language": "en"})
    assert seen() == timedelta()
    ready.clock.move(minutes=60)
    assert client.get("/settings").status_code == 302


def test_twelve_hours_are_the_longest(ready: SiteUnderTest) -> None:
    client = ready.signed_in(ready.cast.amal)
    for _ in range(23):
        ready.clock.move(minutes=30)
        assert client.get("/settings").status_code == 200
    ready.clock.move(minutes=30)
    assert client.get("/settings").status_code == 302


def test_a_closed_account_is_out_with_its_next_request(ready: SiteUnderTest) -> None:
    client = ready.signed_in(ready.cast.amal)
    with ready.database.work() as session:
        amal = session.get_one(Account, ready.cast.amal.id)
        accounts.disable(session, account=amal, by=ready.cast.gita.actor, now=ready.clock())
    assert client.get("/settings").status_code == 302


# the link


def test_an_invited_person_sets_a_password_once(site: SiteUnderTest) -> None:
    client, link = site.client(), f"/welcome/{invited(site)}"
    page = client.get(link)
    assert page.status_code == 200
    assert "new@example.org" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert client.post(link, data={"password": PASSWORD}).location == "/sign-in"
    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": PASSWORD}).status_code == 410
    entered = client.post("/sign-in", data={"email": "new@example.org", "password": PASSWORD})
    assert entered.status_code == 303


@pytest.mark.parametrize(
    ("password", "says"),
    [("", "Please write a password."), ("short", "at least: 12"), ("password1234", "easily guessed")],
)
def test_a_password_that_is_refused_leaves_the_link_open(
    site: SiteUnderTest, password: str, says: str
) -> None:
    client, link = site.client(), f"/welcome/{invited(site)}"
    shown = client.post(link, data={"password": password})
    assert shown.status_code == 422
    assert says in shown.text
    assert client.post(link, data={"password": PASSWORD}).status_code == 303


def test_an_old_or_made_up_link_says_what_to_do(site: SiteUnderTest) -> None:
    link = f"/welcome/{invited(site)}"
    site.clock.move(days=7)
    for address in (link, "/welcome/made-up"):
        page = site.client().get(address)
        assert page.status_code == 410
        assert "Ask the administrator for a new one." in page.text
