"""A private matter from the quiet link to the officer's page, and a reader's flag with a confirm."""

import re

import pytest
from sqlalchemy import select

from consult.common.history import HistoryEntry
from consult.loop.collect.records import Consultation, ProtectedReport
from consult.loop.understand.cards import number_cards
from consult.people.records import Role, Seat
from tests.web.conftest import SiteUnderTest, hidden

WORDS = "The guard at the gate hurts girls."
PRIVATE = "/c/river/en/private"


@pytest.fixture
def river(site: SiteUnderTest) -> None:
    with site.database.work() as session:
        session.add_all([site.cast.community, site.cast.amal])
        site.cast.session = session
        consultation = site.cast.consultation()
        site.cast.answer(site.cast.participant(), consultation, WORDS)
        session.flush()
        number_cards(session, consultation=consultation, shuffle=lambda numbers: None)


def seat_officer(site: SiteUnderTest) -> None:
    with site.database.work() as session:
        session.add(
            Seat(
                account_id=site.cast.hari.id,
                role=Role.PROTECTION_OFFICER,
                community_id=site.cast.community.id,
                since=site.clock(),
            )
        )


@pytest.mark.usefixtures("river")
def test_a_private_matter_goes_to_the_officer_alone(site: SiteUnderTest) -> None:
    person = site.client()
    assert PRIVATE in person.get("/c/river/en/").text
    assert PRIVATE in person.post("/c/river/en/speak").text
    page = person.get(PRIVATE)
    assert "Nobody is protection officer here now" in page.text
    assert "If you are in danger now" in page.text
    assert len(page.data) <= 14 * 1024
    empty = person.post(PRIVATE, data={"text": " ", "key": hidden(page.text, "key")})
    assert (empty.status_code, "There are no words here." in empty.text) == (422, True)
    for _twice in range(2):
        told = person.post(PRIVATE, data={"text": WORDS, "key": hidden(page.text, "key")})
        assert "until there is a protection officer" in told.text
    gita = site.signed_in(site.cast.gita)
    assert "A community without protection officer" in gita.get("/home").text
    seat_officer(site)
    assert "goes to the protection officer alone" in person.get(PRIVATE).text
    assert "A community without protection officer" not in gita.get("/home").text
    for other in (site.cast.amal, site.cast.dana, site.cast.gita):
        assert site.signed_in(other).get("/protected/tesfa/").status_code == 403

    hari = site.signed_in(site.cast.hari)
    assert "Protected reports that nobody opened yet: 1." in hari.get("/home").text
    listed = hari.get("/protected/tesfa/").text
    (address,) = re.findall(r'href="(/protected/tesfa/[0-9a-f-]{36})"', listed)
    assert WORDS not in listed + hari.get(address).text
    assert WORDS in hari.post(f"{address}/open").text
    said = hari.post(f"{address}/line", data={"agreed": "no", "line": "Guards hurt people."})
    assert (said.status_code, "only if the speaker agreed" in said.text) == (422, True)
    hari.post(f"{address}/line", data={"agreed": "yes", "line": "Guards hurt people."})
    assert "Guards hurt people." in site.signed_in(site.cast.amal).get("/protected/lines/river").text
    assert "locked away" in hari.post(f"{address}/end", follow_redirects=True).text
    with site.database.reading() as session:
        acts = session.scalars(select(HistoryEntry.action).where(HistoryEntry.action.like("report.%")))
        assert sorted(acts) == ["report.ended", "report.line", "report.opened", "report.told"]


@pytest.mark.usefixtures("river")
def test_a_reader_flags_a_card_and_the_officer_gives_it_back(site: SiteUnderTest) -> None:
    seat_officer(site)
    amal = site.signed_in(site.cast.amal)
    amal.post("/understand/river/first/take")
    page = amal.get("/understand/river/first/").text
    assert WORDS in page
    address = "/protected/cards/river/101"
    assert address in page
    assert "leave every page" in amal.get(address).text
    done = amal.post(address, follow_redirects=True)
    assert "You do not see it any more" in done.text
    assert WORDS not in amal.get("/understand/river/first/").text
    assert amal.get(address).status_code == 404
    with site.database.reading() as session:
        told = session.scalars(select(ProtectedReport.id)).one()
    hari = site.signed_in(site.cast.hari)
    here = f"/protected/tesfa/{told}"
    assert "flagged by a reader" in hari.get("/protected/tesfa/").text
    assert WORDS in hari.post(f"{here}/open").text
    assert "Give it back to the open flow" in hari.get(f"{here}/over").text
    hari.post(f"{here}/back")
    assert WORDS in amal.get("/understand/river/first/").text


@pytest.mark.usefixtures("river")
def test_an_officer_opens_no_report_of_another_community(site: SiteUnderTest) -> None:
    seat_officer(site)
    site.client().post(PRIVATE, data={"text": WORDS, "key": "k"})
    with site.database.work() as session:
        told = session.scalars(select(ProtectedReport.id)).one()
        consultation = session.scalars(select(Consultation)).one()
        other = type(consultation.community)(slug="other", name="Other", language="en", region="GB")
        session.add(other)
        consultation.community = other
    hari = site.signed_in(site.cast.hari)
    assert hari.post(f"/protected/tesfa/{told}/open").status_code == 404
    assert hari.post(f"/protected/other/{told}/open").status_code == 403
