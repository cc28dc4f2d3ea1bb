"""Who keeps a promise gets each reminder of a day once, and none of what was promised."""

from datetime import datetime, timedelta

from consult.jobs.doing import do_next
from consult.jobs.reminding import remind
from consult.loop.respond.promises import follow
from consult.people.records import Account
from tests.cast import Cast
from tests.jobs.conftest import House
from tests.jobs.test_mailing import drain, mailing_parts
from tests.loop.close.released import Released
from tests.mail.server import post_office


def test_each_reminder_of_a_promise_goes_out_once_and_tells_nothing_of_it(
    house: House, now: datetime
) -> None:
    with house.database.work() as session:
        cast = Cast(session, now)
        released = Released(session, cast, house.parts.vault, now)
        version = released.answered(released.theme(3))
        follow(session, version=version, by=cast.dana, now=now)
        for account in (cast.dana, cast.emil, cast.farah):
            account.password_hash, account.mail_work = "x", account is not cast.emil
        dana = cast.dana.email
    due = released.today + timedelta(days=30)
    with post_office() as office:
        parts = mailing_parts(house, office)
        for day in (10, 16, 17, 29, 30, 31, 45):
            later = now + timedelta(days=day)
            for _turn in range(2):
                remind(parts, later)
                drain(parts, later)
        mails = [mail.get_content() for mail in office.taken]
        assert {mail["To"] for mail in office.taken} == {dana}
    assert [("comes due" in text, "due today" in text, "overdue" in text) for text in mails] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert all(str(due.year) in text and "pump" not in text for text in mails)
    with post_office() as office:
        parts = mailing_parts(house, office)
        with house.database.work() as session:
            session.get_one(Account, cast.dana.id).mail_work = False
        remind(parts, now + timedelta(days=90))
        assert not do_next(parts, now + timedelta(days=90))
