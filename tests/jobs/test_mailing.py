"""Mail to accounts, from the outbox to a real server: links made when they go, one reminder a day."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.jobs.doing import do_next
from consult.jobs.mailing import look_for_work
from consult.jobs.parts import Parts
from consult.languages.speak import Languages
from consult.mail.smtp import Smtp
from consult.people import accounts, mailing
from consult.people.records import Account
from tests.cast import Cast
from tests.jobs.conftest import House
from tests.mail.server import Office, post_office

WORDS = Languages()


def mailing_parts(house: House, office: Office) -> Parts:
    server = Smtp(f"smtp://127.0.0.1:{office.port}", "consult@example.org")
    return replace(house.parts, mail=server, languages=WORDS, public_url="https://c.example.org")


def drain(parts: Parts, now: datetime) -> None:
    while do_next(parts, now):
        pass


def test_an_invitation_goes_out_with_a_link_that_stands_nowhere_else(house: House, now: datetime) -> None:
    with house.database.work() as session:
        gita = Cast(session, now).gita.actor
        invited, shown = accounts.invite(
            session, email="new@example.org", name="Néné", language="fr", by=gita, now=now
        )
        mailing.mail_link(session, account=invited, by=gita, now=now)
    with post_office() as office:
        drain(mailing_parts(house, office), now)
        (mail,) = office.taken
    assert (mail["To"], mail["Content-Language"]) == ("new@example.org", "fr")
    assert mail["Subject"] == WORDS.say("You are invited to Consult", "fr")
    assert "Néné" in mail.get_content()
    (token,) = re.findall(r"https://c\.example\.org/welcome/(\S+)", mail.get_content())
    assert token != shown
    with house.database.work() as session:
        (asked,) = session.scalars(select(OutboxItem).where(OutboxItem.name == "mail_link"))
        assert token not in str(asked.payload) + asked.key
        assert asked.done_at == now
        assert accounts.welcome(session, token=shown, now=now) is None
        invited = accounts.accept(session, token=token, password="a long enough one", now=now)
        assert invited.email == "new@example.org"


def test_a_server_that_does_not_take_it_is_tried_again_with_a_new_link(house: House, now: datetime) -> None:
    with house.database.work() as session:
        cast = Cast(session, now)
        cast.dana.password_hash = "x"
        mailing.mail_link(session, account=cast.dana, by=cast.gita.actor, now=now)
    with post_office() as office:
        office.hangs_up = True
        drain(mailing_parts(house, office), now)
        assert office.taken == []
        office.hangs_up = False
        drain(mailing_parts(house, office), now + timedelta(minutes=5))
        (mail,) = office.taken
        assert mail["Subject"] == "A new password for Consult"
    (item,) = [each for each in house.all(OutboxItem) if each.name == "mail_link"]
    assert item.tries == 2
    assert item.error.startswith("MailFailed in mail/smtp.py")


def test_work_that_waits_is_said_once_a_day_without_what_it_is(house: House, now: datetime) -> None:
    with house.database.work() as session:
        cast = Cast(session, now)
        for account in (cast.amal, cast.bahati, cast.dana):
            account.password_hash = "x"
        cast.bahati.mail_work = False  # switched it off; Dana's office owes nothing
    with post_office() as office:
        parts = mailing_parts(house, office)
        for hours, mails in ((0, 1), (1, 1), (20, 1), (25, 2)):  # twenty hours later it is another day
            look_for_work(parts, now + timedelta(hours=hours))
            drain(parts, now + timedelta(hours=hours))
            assert [mail["To"] for mail in office.taken] == ["amal@example.org"] * mails
        said = office.taken[0].get_content()
    assert "Amal, work waits for you" in said.replace("\n", " ")
    assert "http" not in said
    assert "Tesfa" not in said


def test_a_reminder_that_did_not_go_does_not_count(house: House, now: datetime) -> None:
    with house.database.work() as session:
        Cast(session, now).amal.password_hash = "x"
    with post_office() as office:
        parts = mailing_parts(house, office)
        look_for_work(parts, now)
        office.refuses = 451
        drain(parts, now)
        assert [each.mailed_at for each in house.all(Account) if each.email.startswith("amal")] == [None]
        office.refuses = 0
        drain(parts, now + timedelta(minutes=5))
        assert len(office.taken) == 1


@pytest.mark.parametrize("kind", ["sqlite"])
def test_without_a_server_nothing_is_asked_for(house: House, now: datetime, kind: str) -> None:
    with house.database.work() as session:
        Cast(session, now).amal.password_hash = "x"
    look_for_work(house.parts, now)
    assert house.all(OutboxItem) == []
