"""What became of a text, and what came to us: asked of Twilio's own list, whole or not at all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consult.common.vault import Vault
from consult.post.outcomes import CannotTell, Found, Missing, Why
from consult.post.records import Delivery
from consult.providers.port import Letter, Sought
from consult.providers.twilio import lists
from consult.providers.twilio.provider import TRIAL, Twilio
from tests.cast import number
from tests.providers.twilio import signed
from tests.providers.twilio.elsewhere import Elsewhere, listed, row
from tests.providers.twilio.signed import ACCOUNT, SENDER, sid

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
SECOND = timedelta(seconds=1)


@pytest.fixture
def sought(vault: Vault, now: datetime) -> Sought:
    """An attempt that began a minute ago, of which nobody knows more."""
    return Sought("t1", None, vault.lookup("body", "Your words arrived."), now - 60 * SECOND, number(1))


@pytest.mark.parametrize(
    ("status", "said", "looked"),
    [
        (200, {"status": "delivered"}, Found(sid(1), Delivery.DELIVERED)),
        (200, {"status": "queued"}, Found(sid(1), Delivery.ACCEPTED)),
        (200, {"status": "new to us"}, Found(sid(1), Delivery.ACCEPTED)),
        (
            200,
            {"status": "undelivered", "error_code": 30005},
            Found(sid(1), Delivery.FAILED, "30005", Why.NUMBER),
        ),
        (200, {"status": "canceled"}, Found(sid(1), Delivery.FAILED, "canceled", None)),
        (200, {"sid": None}, CannotTell()),
        (404, {}, Missing()),
        (401, {}, CannotTell()),
        (429, {}, CannotTell()),
        (500, {}, CannotTell()),
    ],
)
def test_a_text_is_found_by_its_name(
    calling: Twilio, there: Elsewhere, now: datetime, status: int, said: dict[str, object], looked: object
) -> None:
    there.answers(status, row(1, now, **said))
    assert calling.look(Sought("t1", sid(1), "", now, number(1))) == looked
    assert there.asked[0].path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid(1)}.json"


def test_a_name_that_is_none_is_not_asked_for(calling: Twilio, there: Elsewhere, now: datetime) -> None:
    assert calling.look(Sought("t1", "../x", "", now, number(1))) == Missing()
    assert calling.look(Sought("t1", None, "", now, "")) == CannotTell()
    assert not there.asked


def test_without_a_name_it_is_found_by_phone_words_and_time(
    calling: Twilio, there: Elsewhere, sought: Sought
) -> None:
    at = sought.started_at
    there.answers(
        200,
        listed(
            row(5, at + 40 * SECOND),
            row(4, at + SECOND, status="delivered"),
            row(3, at + SECOND, body="Other words."),
            row(2, at + SECOND, direction="inbound", to=number(1)),
            row(6, at + SECOND, to=number(2)),
            row(1, at - 60 * SECOND),
            row(7, at, date_created="yesterday"),
            row(8, at, sid="x"),
        ),
    )
    assert calling.look(sought) == Found(sid(4), Delivery.DELIVERED)
    (asked,) = there.asked
    assert (asked.path, asked.query["To"]) == (MESSAGES, number(1))
    assert "To=%2B" in asked.raw  # a bare + would be a blank, and nothing would ever be found


def test_what_is_older_or_other_was_not_taken(calling: Twilio, there: Elsewhere, sought: Sought) -> None:
    at = sought.started_at
    there.answers(200, listed(row(1, at - 10 * SECOND), row(2, at, body="Other words.")))
    assert calling.look(sought) == Missing()
    there.ready[:] = [(200, listed(), {})]
    assert calling.look(sought) == Missing()


def test_an_equal_text_that_is_known_to_be_another_is_passed_over(
    calling: Twilio, there: Elsewhere, sought: Sought
) -> None:
    at = sought.started_at
    there.answers(200, listed(row(2, at + 20 * SECOND), row(1, at)))
    assert calling.look(replace(sought, others=frozenset({sid(1)}))) == Found(sid(2), Delivery.SENT)
    there.ready[:] = [(200, listed(row(1, at)), {})]
    assert calling.look(replace(sought, others=frozenset({sid(1)}))) == Missing()


def test_twilios_clock_may_be_another(calling: Twilio, there: Elsewhere, sought: Sought) -> None:
    assert there.at
    there.at -= timedelta(hours=2)
    there.answers(200, listed(row(1, sought.started_at - timedelta(hours=2))))
    assert calling.look(sought) == Found(sid(1), Delivery.SENT)
    there.ready[:] = [(200, listed(row(1, sought.started_at - timedelta(hours=2, seconds=30))), {})]
    assert calling.look(sought) == Missing()


def test_an_account_on_trial_writes_before_our_words(
    calling: Twilio, there: Elsewhere, sought: Sought
) -> None:
    there.answers(200, listed(row(1, sought.started_at, body=TRIAL + "Your words arrived.")))
    assert calling.look(sought) == Found(sid(1), Delivery.SENT)


def test_it_reads_on_to_the_last_page(calling: Twilio, there: Elsewhere, sought: Sought) -> None:
    at = sought.started_at
    there.answers(200, listed(row(1, at - 60 * SECOND), following=f"{MESSAGES}?PageSize=500&Page=1"))
    there.answers(200, listed(row(2, at)))
    assert calling.look(sought) == Found(sid(2), Delivery.SENT)
    assert there.asked[1].query == {"PageSize": "500", "Page": "1"}


@pytest.mark.parametrize(
    "following", ["https://elsewhere.example/x", "//elsewhere.example", "/2010-04-01/Accounts/x", "@x", 7]
)
def test_our_password_goes_to_no_other_page(
    calling: Twilio, there: Elsewhere, sought: Sought, following: str
) -> None:
    there.answers(200, listed(following=following))
    assert calling.look(sought) == CannotTell()
    assert len(there.asked) == 1


@pytest.mark.parametrize(("status", "said"), [(500, {}), (200, {}), (200, b"x"), (429, {})])
def test_a_list_that_did_not_come_tells_nothing(
    calling: Twilio, there: Elsewhere, sought: Sought, now: datetime, status: int, said: object
) -> None:
    there.answers(status, said)
    assert calling.look(sought) == CannotTell()
    assert calling.came_since(now) is None


def test_a_list_without_end_tells_nothing(
    calling: Twilio, there: Elsewhere, sought: Sought, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.answers(200, listed(following=f"{MESSAGES}?Page=1"))
    assert calling.look(sought) == CannotTell()
    assert len(there.asked) == lists.MOST_PAGES
    monkeypatch.setattr(lists, "MOST_ARRIVALS", 3)
    assert calling.came_since(now) is None
    assert len(there.asked) == lists.MOST_PAGES + 3


def test_what_came_is_read_further_than_a_search_goes(
    calling: Twilio, there: Elsewhere, now: datetime
) -> None:
    for n in range(lists.MOST_PAGES):
        there.answers(200, listed(following=f"{MESSAGES}?Page={n + 1}"))
    there.answers(200, listed(came(1, now)))
    assert calling.came_since(now) == [Letter(sid(1), number(1), "Your words arrived.")]


def came(n: int, at: datetime, **other: object) -> dict[str, object]:
    return row(
        n, at, **{"direction": "inbound", "from": number(n), "to": SENDER, "status": "received", **other}
    )


def test_what_came_to_us_is_fetched_oldest_first(calling: Twilio, there: Elsewhere, now: datetime) -> None:
    hour = timedelta(hours=1)
    there.answers(
        200,
        listed(
            came(1, now, body="الماء", num_media="1"),
            came(2, now - 3 * hour),
            row(3, now),
            came(4, now, **{"from": "whatsapp:" + number(4)}),
            came(5, now, sid="x"),
            came(6, now, body=None),
            following=f"{MESSAGES}?Page=1",
        ),
    )
    there.answers(200, listed(came(7, now - hour)))
    assert calling.came_since(now - hour) == [
        Letter(sid(7), number(7), "Your words arrived."),
        Letter(sid(1), number(1), "الماء", media=1),
    ]
    assert there.asked[0].query == {"DateSent>": "2027-06-04", "To": SENDER, "PageSize": "500"}
    assert "To=%2B" in there.asked[0].raw


def test_a_service_is_asked_without_a_number(there: Elsewhere, vault: Vault, now: datetime) -> None:
    provider = signed.twilio(vault, now, url=there.url, sender="MG" + "a" * 32)
    other, ours = "MG" + "b" * 32, "MG" + "a" * 32
    elsewhere = came(2, now, messaging_service_sid=other)
    there.answers(200, listed(came(1, now, messaging_service_sid=ours), elsewhere))
    assert provider.came_since(now) == [Letter(sid(1), number(1), "Your words arrived.")]
    assert "To" not in there.asked[0].query
    provider.line.close()


def test_the_number_that_a_list_is_asked_for_stands_in_no_log(
    calling: Twilio, there: Elsewhere, sought: Sought, caplog: pytest.LogCaptureFixture
) -> None:
    there.answers(200, {"messages": []})
    with caplog.at_level("DEBUG"):
        assert calling.look(sought) == Missing()
    assert there.asked
    assert number(1).lstrip("+") not in caplog.text
