"""What people change for themselves."""

import pytest

from consult.people import accounts
from consult.people.records import Account
from tests.web.conftest import SiteUnderTest

OLD, NEW = "seven small boats", "eight small boats"


@pytest.fixture
def ready(site: SiteUnderTest) -> SiteUnderTest:
    with site.database.work() as session:
        amal = session.get_one(Account, site.cast.amal.id)
        link = accounts.reset(session, account=amal, by=site.cast.gita.actor, now=site.clock())
        accounts.accept(session, token=link, password=OLD, now=site.clock())
    return site


def test_the_pages_speak_the_language_that_was_chosen(ready: SiteUnderTest) -> None:
    client = ready.signed_in(ready.cast.amal)
    assert client.post("/settings/language", data={"language": "ar"}).status_code == 303
    page = client.get("/settings").text
    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("language", ["", "zz", "es"])
def test_a_language_that_workspaces_do_not_have_is_refused(ready: SiteUnderTest, language: str) -> None:
    client = ready.signed_in(ready.cast.amal)
    shown = client.post("/settings/language", data={"language": language})
    assert shown.status_code == 422
    assert "Please choose one of the list." in shown.text
    assert '<html lang="en"' in client.get("/settings").text


def test_a_new_password_signs_every_other_browser_out(ready: SiteUnderTest) -> None:
    here, elsewhere = ready.signed_in(ready.cast.amal), ready.signed_in(ready.cast.amal)
    assert here.post("/settings/password", data={"old": OLD, "new": NEW}).status_code == 303
    assert "Your password is changed." in here.get("/settings").text
    assert elsewhere.get("/settings").status_code == 302
    again = ready.client().post("/sign-in", data={"email": "amal@example.org", "password": NEW})
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", "Please write a password."),
        (NEW, NEW, "This is not your password now."),
        (OLD, "short", "at least: 12"),
    ],
)
def test_a_refused_password_changes_nothing_and_says_why(
    ready: SiteUnderTest, old: str, new: str, says: str
) -> None:
    client = ready.signed_in(ready.cast.amal)
    shown = client.post("/settings/password", data={"old": old, "new": new})
    assert shown.status_code == 422
    assert says in shown.text
    again = ready.client().post("/sign-in", data={"email": "amal@example.org", "password": OLD})
    assert again.status_code == 303
