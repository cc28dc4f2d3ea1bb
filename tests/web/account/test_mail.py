"""Where a server for mail is set, links go out by mail and are shown nowhere; without it, as before."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.people.records import Account
from tests.web.conftest import SiteUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What is asked of the outbox is tried on both databases by tests/jobs/test_mailing.py."""

NEW = {"email": "new@example.org", "name": "New", "language": "en"}


def test_without_a_server_the_link_is_shown_and_no_mail_is_spoken_of(site: SiteUnderTest) -> None:
    gita = site.signed_in(site.cast.gita)
    page = gita.post("/people/accounts/new", data=NEW, follow_redirects=True)
    assert "/welcome/" in page.text
    assert "Mail a new link" not in page.text
    assert gita.post(page.request.path + "/mail").status_code == 404
    assert "by mail" not in gita.get("/settings").text


def test_with_a_server_the_link_is_mailed_and_everybody_can_switch_reminders_off(site: SiteUnderTest) -> None:
    parts = site.app.extensions["consult"]
    mailing = replace(parts.settings, smtp_url="smtp://127.0.0.1:2525")
    site.app.extensions["consult"] = replace(parts, settings=mailing)
    gita = site.signed_in(site.cast.gita)
    page = gita.post("/people/accounts/new", data=NEW, follow_redirects=True)
    assert "A mail with a link is on its way." in page.text
    assert "/welcome/" not in page.text
    gita.post(page.request.path + "/mail")
    assert "checked" in gita.get("/settings").text
    gita.post("/settings/mail", data={})
    assert "checked" not in gita.get("/settings").text
    with site.database.reading() as session:
        asked = session.scalars(select(OutboxItem).where(OutboxItem.name == "mail_link")).all()
        new = session.scalars(select(Account).where(Account.email == NEW["email"])).one()
        assert [item.payload for item in asked] == [{"account_id": str(new.id)}] * 2
        assert not session.get_one(Account, site.cast.gita.id).mail_work
