"""The post at a glance: all is well or what is not, and the line to each network."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from consult.common.heartbeat import Heartbeat
from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk
from consult.people.records import ContactPoint
from consult.post.records import Line, Unreadable
from consult.web.parts import Checked
from tests.cast import number
from tests.post.test_messages import write
from tests.web.post.conftest import ADDRESS, Office


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_all_is_well_where_it_is(office: Office) -> None:
    office.let_run()
    page = plain(office.get("/post/"))
    assert "All is well." in page
    assert "Something needs you" not in page
    assert "Nothing. What fails five times" in page
    assert "Segments a second, at most 1 " in page
    assert "not slowed" in page


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_is_not_well_is_said_first(office: Office) -> None:
    office.let_run()
    office.site.clock.move(hours=3)
    office.put_errand()
    office.folder.mkdir()
    (office.folder / "waiting.spool").write_bytes(b"one\ntwo\n")
    page = plain(office.get("/post/"))
    for sentence in (
        "No worker runs",
        "2 requests wait on disk",
        "For more than two hours no network was asked",
        "Twilio has not told us for more than two hours",
        "1 thing was set aside and waits for you.",
    ):
        assert sentence in page, sentence
    assert "All is well." not in page


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_network_that_never_told_what_came_is_named(office: Office) -> None:
    office.let_run()
    office.work(lambda session: session.execute(delete(Heartbeat).where(Heartbeat.name == "asked twilio")))
    page = plain(office.get("/post/"))
    assert "Twilio has not told us for more than two hours" in page
    assert "All is well." not in page


def test_a_line_that_rests_says_why_and_how_long_and_what_waits(office: Office) -> None:
    office.let_run()

    def rest(session: Session) -> None:
        now = office.site.clock()
        session.add(
            Line(provider="twilio", paused_until=now + timedelta(minutes=14), pause_code="20003", pauses=1)
        )
        office.site.cast.session = session
        reach = office.site.cast.phone(session.merge(office.site.cast.participant()), office.site.vault, 1)
        session.flush()
        point = session.get_one(ContactPoint, reach.contact_point_id)
        point.provider = "twilio"
        write(session, reach, now, "a", asked=True)
        write(session, reach, now, "b", asked=False, not_before=now + timedelta(days=1))

    office.work(rest)
    page = plain(office.get("/post/"))
    assert "about 14 minutes more" in page
    assert "It does not know our account or its secret." in page
    assert "The line to Twilio rests. Its letters wait." in page
    assert "2, of which 1 for the day or their week" in page
    assert number(1) not in page


def test_phones_whose_many_texts_are_kept_together_are_counted(office: Office) -> None:
    def flood(session: Session) -> None:
        now = office.site.clock()
        office.site.cast.session = session
        for n, hours in enumerate((0, 2), start=1):
            reach = office.site.cast.phone(
                session.merge(office.site.cast.participant()), office.site.vault, n
            )
            talk = Conversation(contact_point_id=reach.contact_point_id, language="en", prompt_number=0)
            talk.state = talk.before = Talk.DONE
            talk.memory, talk.moved_at = {"flood_told": True}, now - timedelta(hours=hours)
            session.add(talk)

    office.work(flood)
    assert "with one reply 1 " in plain(office.get("/post/"))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_addresses_stand_there_whole(office: Office) -> None:
    assert f"readonly>{ADDRESS.replace('&', '&amp;')}</textarea>" in office.get("/post/")


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Checked(answered=True, code="20003"), "Twilio does not let us in"),
        (Checked(answered=False), "Twilio did not answer"),
    ],
)
def test_a_network_that_does_not_let_us_in_is_said_plainly(
    office: Office, said: Checked, sentence: str
) -> None:
    office.said = said
    answer = office.site.signed_in(office.site.cast.gita).post("/post/lines/twilio/check")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("20003" in answer.text) is (said.code == "20003")


def test_a_network_that_lets_us_in_says_so_and_nothing_is_held_meanwhile(office: Office) -> None:
    """Neither a lock nor a transaction waits for a network."""
    open_now: set[object] = set()
    engine = office.site.database.engine
    event.listen(engine, "checkout", lambda one, *_: open_now.add(one))
    event.listen(engine, "checkin", lambda one, *_: open_now.discard(one))
    held = []

    def ask() -> Checked:
        held.append(len(open_now))
        return Checked(answered=True)

    parts = office.site.app.extensions["consult"]
    object.__setattr__(parts.networks[0], "check", ask)
    assert "Twilio lets us in and the account is active." in office.post("/post/lines/twilio/check")
    assert held == [0]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_network_that_cannot_be_asked_or_is_not_there_is_not_found(office: Office) -> None:
    client = office.site.signed_in(office.site.cast.gita)
    for line in ("console", "pigeon"):
        assert client.post(f"/post/lines/{line}/check").status_code == 404


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_could_not_be_read_is_a_mark_and_a_day(office: Office) -> None:
    now = office.site.clock()
    assert "is counted here" in office.get("/post/unreadable")
    office.work(
        lambda session: session.add_all(
            Unreadable(provider="twilio", digest=f"{n:064x}"[::-1], received_at=now) for n in range(51)
        )
    )
    assert "Signed requests that said nothing we know: 51" in office.get("/post/")
    page = office.get("/post/unreadable")
    assert page.count('class="card"') == 50
    assert "page=2" in page
    assert office.get("/post/unreadable?page=2").count('class="card"') == 1
    assert f"{1:064x}"[::-1] not in page


@pytest.mark.parametrize("kind", ["sqlite"])
def test_home_tells_the_administrator_and_nobody_else(office: Office) -> None:
    assert "Look at the post" not in office.get("/home")
    office.put_errand()
    office.put_line()
    assert "2 things of the post were set aside." in office.get("/home")
    other = office.site.signed_in(office.site.cast.amal).get("/home").text
    assert "set aside" not in other
    assert "/post/" not in other


@pytest.mark.parametrize("kind", ["sqlite"])
def test_nobody_but_an_administrator_may_look(office: Office) -> None:
    for who in ("amal", "chol", "dana", "hari"):
        client = office.site.signed_in(getattr(office.site.cast, who))
        assert client.get("/post/").status_code == 403, who
        assert client.post("/post/aside/errands/again").status_code == 403, who
