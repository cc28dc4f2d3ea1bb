"""The rehearsal phone: sends through the real door, shows what came, keeps its number to itself."""

from sqlalchemy import select

from consult.post.records import Inbound
from consult.providers.port import Outbound
from tests.cast import number
from tests.sms.conftest import Door


def use(door: Door, **typed: str) -> tuple[int, str]:
    answer = door.site.client().post("/phone", data=typed)
    return answer.status_code, answer.text


def letters(door: Door) -> int:
    with door.site.database.reading() as session:
        return len(session.scalars(select(Inbound)).all())


def test_the_page_says_plainly_that_it_rehearses(door: Door) -> None:
    page = door.site.client().get("/phone")
    assert page.status_code == 200
    assert "not a real phone" in page.text
    assert "style-src 'sha256-" in page.headers["Content-Security-Policy"]


def test_a_text_goes_through_the_signed_door(door: Door) -> None:
    status, page = use(door, number=number(1), text="river")
    assert status == 200
    assert "No text has come yet" in page
    assert letters(door) == 1


def test_it_shows_what_this_phone_received_newest_first(door: Door) -> None:
    console = door.parts.providers["console"]
    for token, n, text in (("t1", 1, "alpha"), ("t2", 2, "another phone"), ("t3", 1, "<b>beta</b>")):
        console.send(Outbound(token, number(n), text))
    status, page = use(door, number=number(1), text="")
    assert status == 200
    assert "another phone" not in page
    assert page.index("&lt;b&gt;beta") < page.index("alpha")
    assert letters(door) == 0, "looking sends nothing"


def test_a_number_that_cannot_be_keeps_what_was_typed(door: Door) -> None:
    status, page = use(door, number="12", text="river")
    assert status == 422
    assert 'value="12"' in page
    assert "river</textarea>" in page
    assert letters(door) == 0


def test_it_leaves_no_cookie(door: Door) -> None:
    assert "Set-Cookie" not in door.site.client().get("/phone").headers
