"""The door for texts: signed or 403, on disk before 200, the same letter once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from consult.common.vault import Vault
from consult.people.contacts import contact_point_for
from consult.post import claims, messages
from consult.post.messages import Phrase
from consult.post.records import Delivery, Inbound, Message
from consult.sms import door as door_module
from tests.cast import number
from tests.sms.conftest import Door


def letter(name: str = "a", text: str = "water") -> dict[str, str]:
    return {"id": name, "from": number(1), "text": text}


def stored(door: Door) -> list[Inbound]:
    with door.site.database.reading() as session:
        return list(session.scalars(select(Inbound)))


def test_a_signed_letter_is_on_disk_when_it_is_answered(door: Door) -> None:
    answer = door.post("inbound", letter())
    assert (answer.status_code, answer.data) == (200, b"")
    assert len(stored(door)) == 1


def test_an_unsigned_letter_is_refused_without_a_word(door: Door) -> None:
    answer = door.post("inbound", letter(), key="guessed")
    assert (answer.status_code, answer.data) == (403, b"")
    assert door.site.client().post("/sms/console/inbound", json=letter()).status_code == 403
    assert not stored(door)


def test_whatever_goes_wrong_while_checking_is_403(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr(door.parts.providers["console"], "verify", trip)
    assert door.post("inbound", letter()).status_code == 403


def test_a_provider_that_is_not_on_has_no_door(door: Door) -> None:
    assert door.post("inbound", letter(), provider="twilio").status_code == 404
    assert door.site.client().get("/sms/console/inbound").status_code == 405


def test_a_letter_brought_twice_is_answered_twice_and_kept_once(door: Door) -> None:
    assert door.post("inbound", letter()).status_code == 200
    assert door.post("inbound", letter()).status_code == 200
    assert len(stored(door)) == 1


def test_a_letter_brought_by_eight_at_once_is_one_row(door: Door) -> None:
    def bring(_: int) -> int:
        status: int = door.post("inbound", letter()).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(bring, range(8))) == [200] * 8
    assert len(stored(door)) == 1


@pytest.mark.parametrize("said", [b"\xff", b"{", {}, {"from": 3}, {"token": "t", "id": "x", "state": "?"}])
def test_what_is_signed_but_says_nothing_is_answered_200(door: Door, said: Any) -> None:
    assert door.post("inbound", said).status_code == 200
    assert not stored(door)


def test_what_is_too_large_for_a_webhook_is_not_read(door: Door) -> None:
    assert door.post("inbound", letter(text="x" * door_module.MOST_BYTES)).status_code == 403


def test_when_the_disk_fails_nobody_is_told_that_it_is_kept(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise OSError

    monkeypatch.setattr("consult.sms.intake.store", full)
    assert door.post("inbound", letter()).status_code == 500
    assert not stored(door)


def message_under_way(door: Door, vault: Vault) -> str:
    """A message that was handed over; returns its token."""
    now = door.site.clock()
    with door.site.database.work() as session:
        point = contact_point_for(session, vault=vault, number=number(1), region="ZZ", provider="console")
        messages.write(
            session,
            key="m",
            point=point,
            reach=None,
            sentences=[Phrase("knock")],
            language="en",
            asked=True,
            about="conversation",
            now=now,
        )
        claimed = claims.claim_next(session, vault=vault, providers={"console"}, now=now)
        assert claimed is not None
        return claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now).token


def test_a_report_raises_the_text_and_never_lowers_it(door: Door, vault: Vault) -> None:
    token = message_under_way(door, vault)
    for state in ("delivered", "sent", "delivered", "sent"):
        report = {"token": token, "id": "p1", "state": state}
        assert door.post("status", report).status_code == 200
    with door.site.database.reading() as session:
        message = session.scalars(select(Message)).one()
        assert message.state is Delivery.DELIVERED


def test_a_report_about_no_text_of_ours_is_answered_200(door: Door) -> None:
    assert door.post("status", {"token": "nobody", "id": "p1", "state": "sent"}).status_code == 200


def test_every_way_in_carries_its_guard(door: Door) -> None:
    guards = {
        rule.rule: getattr(door.site.app.view_functions[rule.endpoint], "guard", None)
        for rule in door.site.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("sms", "phone")
    }
    assert guards == {
        "/sms/<provider>/inbound": "signed",
        "/sms/<provider>/status": "signed",
        "/phone": "everyone",
    }


def test_the_address_is_our_own_with_the_path_as_it_was_sent(door: Door) -> None:
    app = door.site.app
    with app.test_request_context(
        "/sms/console/inbound?m=a%2Bb&e=", method="POST", data=b"x", environ_overrides={"RAW_URI": ""}
    ) as context:
        app.preprocess_request()
        came = door_module.as_it_came()
        assert came is not None
        assert came.url == "http://localhost/sms/console/inbound?m=a%2Bb&e="
        context.request.environ["RAW_URI"] = "/sms/console/inbound?m=%2b"
        came = door_module.as_it_came()
        assert came is not None
        assert came.url == "http://localhost/sms/console/inbound?m=%2b"
