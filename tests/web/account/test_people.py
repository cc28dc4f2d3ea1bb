"""The administrator's pages: who there is and where they sit. No content anywhere."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.people.records import Account, Community, Office, Place, Role, Seat
from tests.web.conftest import SiteUnderTest

COMMUNITY = {
    "slug": "jebel",
    "name": "Jebel",
    "language": "ar",
    "region": "SD",
    "timezone": "Africa/Khartoum",
    "committee": "",
    "danger_place": "the school",
    "danger_number": "",
    "public": "y",
}


@pytest.fixture
def gita(site: SiteUnderTest) -> FlaskClient:
    return site.signed_in(site.cast.gita)


def token(page: str) -> str:
    found = re.search(r"/welcome/([\w-]+)", page)
    assert found
    return found[1]


def test_an_administrator_finds_the_pages_from_home(site: SiteUnderTest, gita: FlaskClient) -> None:
    assert 'href="/people/"' in gita.get("/home").text
    assert 'href="/people/"' not in site.signed_in(site.cast.amal).get("/home").text
    page = gita.get("/people/")
    for address in ("communities", "offices", "accounts", "seats"):
        assert f'href="/people/{address}"' in page.text
        assert gita.get(f"/people/{address}").status_code == 200


# communities


def test_a_community_is_added_described_given_places_and_closed(
    site: SiteUnderTest, gita: FlaskClient
) -> None:
    added = gita.post("/people/communities/new", data=COMMUNITY)
    assert (added.status_code, added.location) == (303, "/people/communities/jebel")
    page = gita.get("/people/communities/jebel").text
    assert "Nobody sits here yet." in page
    assert gita.post("/people/communities/jebel/places", data={"name": "Hill"}).status_code == 303
    assert gita.post("/people/communities/jebel", data={"name": "Jebel Marra"}).status_code == 303
    assert "Hill" in gita.get("/people/communities/jebel").text
    assert "Jebel Marra" in gita.get("/people/communities").text
    asked = gita.get("/people/communities/jebel/close")
    assert "Who there still waits for an answer" in asked.text
    assert gita.post("/people/communities/jebel/close").status_code == 303
    assert "Closed since" in gita.get("/people/communities/jebel").text
    with site.database.reading() as session:
        jebel = session.scalars(select(Community).where(Community.slug == "jebel")).one()
        assert (jebel.public, jebel.danger_place) == (False, "")
        assert jebel.disabled_at


@pytest.mark.parametrize(
    ("field", "value"), [("slug", "Je bel"), ("name", ""), ("region", "Sudan"), ("timezone", "here")]
)
def test_a_refused_community_keeps_what_was_typed(gita: FlaskClient, field: str, value: str) -> None:
    shown = gita.post("/people/communities/new", data=COMMUNITY | {field: value})
    assert shown.status_code == 422
    assert shown.text.count('class="wrong"') == 1
    assert f'id="{field}-wrong"' in shown.text
    assert 'value="the school"' in shown.text
    assert gita.get("/people/communities/jebel").status_code == 404


def test_a_community_needs_a_language_that_the_house_speaks(gita: FlaskClient) -> None:
    shown = gita.post("/people/communities/new", data=COMMUNITY | {"language": "zz"})
    assert "Please choose one of the list." in shown.text


def test_a_place_is_refused_by_its_own_field(site: SiteUnderTest, gita: FlaskClient) -> None:
    shown = gita.post("/people/communities/tesfa/places", data={"name": "Upper Well"})
    assert shown.status_code == 422
    assert "This place is on the list already." in shown.text
    with site.database.reading() as session:
        assert len(session.scalars(select(Place)).all()) == 2


def test_a_refused_description_changes_nothing(site: SiteUnderTest, gita: FlaskClient) -> None:
    assert gita.post("/people/communities/tesfa", data={"name": "n" * 121}).status_code == 422
    with site.database.reading() as session:
        assert session.scalars(select(Community)).one().public


# offices


def test_an_office_is_added_and_closed(site: SiteUnderTest, gita: FlaskClient) -> None:
    assert gita.post("/people/offices/new", data={"slug": "health", "name": "Health"}).status_code == 303
    assert "Nobody sits here yet" in gita.get("/people/offices/health").text
    assert gita.get("/people/offices/health/close").status_code == 200
    assert gita.post("/people/offices/health/close").status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(Office).where(Office.slug == "health")).one().disabled_at
    refused = gita.post("/people/offices/new", data={"slug": "water", "name": "Water again"})
    assert refused.status_code == 422
    assert 'value="Water again"' in refused.text


# accounts and links


def test_an_invitation_link_is_shown_once_and_stands_in_no_address(
    site: SiteUnderTest, gita: FlaskClient
) -> None:
    asked = {"email": "new@example.org", "name": "New One", "language": "en"}
    made = gita.post("/people/accounts/new", data=asked)
    assert made.status_code == 303
    first = gita.get(made.location).text
    link = token(first)
    assert link not in made.location
    assert link not in gita.get(made.location).text
    assert site.client().get(f"/welcome/{link}").status_code == 200


def test_a_link_leads_to_the_address_that_people_type_whatever_stands_in_front(
    site: SiteUnderTest, gita: FlaskClient
) -> None:
    here = site.app.extensions["consult"]
    settings = replace(here.settings, public_url="https://consult.example")
    site.app.extensions["consult"] = replace(here, settings=settings)
    gita.post(f"/people/accounts/{site.cast.amal.id}/link")
    assert "https://consult.example/welcome/" in gita.get(f"/people/accounts/{site.cast.amal.id}").text


def test_a_link_is_not_shown_on_another_account_s_page(site: SiteUnderTest, gita: FlaskClient) -> None:
    gita.post(f"/people/accounts/{site.cast.amal.id}/link")
    assert "/welcome/" not in gita.get(f"/people/accounts/{site.cast.chol.id}").text
    assert "/welcome/" in gita.get(f"/people/accounts/{site.cast.amal.id}").text


def test_an_account_is_closed_and_opened_again_by_a_new_link(site: SiteUnderTest, gita: FlaskClient) -> None:
    amal = site.signed_in(site.cast.amal)
    address = f"/people/accounts/{site.cast.amal.id}"
    assert "signed out everywhere" in gita.get(f"{address}/close").text
    assert gita.post(f"{address}/close").status_code == 303
    assert amal.get("/home").status_code == 302
    assert "Closed since" in gita.get(address).text
    assert gita.post(f"{address}/link").status_code == 422, "a closed account gets no link"
    assert gita.post(f"{address}/open").status_code == 303
    assert site.client().get(f"/welcome/{token(gita.get(address).text)}").status_code == 200


def test_the_last_administrator_cannot_close_the_door_behind_them(
    site: SiteUnderTest, gita: FlaskClient
) -> None:
    assert gita.post(f"/people/accounts/{site.cast.gita.id}/close").status_code == 422
    assert gita.post(f"/people/seats/{site.cast.seats['gita'].id}/end").status_code == 422
    assert gita.get("/people/").status_code == 200


def test_a_refused_invitation_keeps_what_was_typed(gita: FlaskClient) -> None:
    asked = {"email": "amal@example.org", "name": "Amal Two", "language": "fr"}
    shown = gita.post("/people/accounts/new", data=asked)
    assert shown.status_code == 422
    assert 'value="Amal Two"' in shown.text
    assert '<option selected value="fr">' in shown.text


def test_a_long_list_is_paged(site: SiteUnderTest, gita: FlaskClient) -> None:
    with site.database.work() as session:
        for n in range(60):
            session.add(Account(email=f"p{n}@example.org", name=f"Person {n:02}", language="en"))
    first, second = gita.get("/people/accounts").text, gita.get("/people/accounts?page=2").text
    assert "Next page" in first
    assert "Page before" in second
    assert first.count('class="card"') == 50
    assert second.count('class="card"') == 18
    for odd in ("0", "-3", "x", "9" * 30):
        assert gita.get(f"/people/accounts?page={odd}").status_code == 200


# seats


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("representative", "community:tesfa"),
        ("translator", "community:tesfa"),
        ("committee_member", "community:tesfa"),
        ("staff", "office:water"),
        ("administrator", ""),
    ],
)
def test_every_kind_of_seat_is_given_and_ended(
    site: SiteUnderTest, gita: FlaskClient, role: str, place: str
) -> None:
    asked = {"account": "hari@example.org", "role": role, "place": place, "how_chosen": "by the elders"}
    assert gita.post("/people/seats/new", data=asked | {"until": "٢٠٢٨/١/٣١"}).status_code == 303
    page = gita.get(f"/people/accounts/{site.cast.hari.id}").text
    assert "by the elders" in page
    assert "1 February 2028" in page
    with site.database.reading() as session:
        seat = session.scalars(select(Seat).where(Seat.account_id == site.cast.hari.id)).one()
        assert seat.role is Role(role)
        address = f"/people/seats/{seat.id}/end"
    assert "Do the people there know" in gita.get(address).text
    assert gita.post(address).status_code == 303
    assert "sits nowhere yet" in gita.get(f"/people/accounts/{site.cast.hari.id}").text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"account": "nobody@example.org"}, "Invite this person first."),
        ({"account": ""}, "Invite this person first."),
        ({"role": "king"}, "Please choose one of the list."),
        ({"place": "community:nowhere"}, "Please choose one of the list."),
        ({"place": "office:water"}, "This seat needs another place"),
        ({"place": ""}, "This seat needs another place"),
        ({"until": "tomorrow"}, "Write the day as year-month-day"),
        ({"until": "2027-06-01"}, "The seat would end before it begins."),
        ({"account": "dana@example.org"}, "cannot also hold another seat"),
        ({"account": "amal@example.org"}, "holds this seat already"),
    ],
)
def test_a_refused_seat_says_why_and_keeps_what_was_typed(
    site: SiteUnderTest, gita: FlaskClient, changed: dict[str, str], says: str
) -> None:
    asked = {"account": "hari@example.org", "role": "representative", "place": "community:tesfa"}
    shown = gita.post("/people/seats/new", data=asked | {"how_chosen": "by lot"} | changed)
    assert shown.status_code == 422
    assert says in shown.text
    assert "by lot" in shown.text
    with site.database.reading() as session:
        assert len(session.scalars(select(Seat)).all()) == len(site.cast.seats)


def test_the_form_knows_what_the_page_before_knew(site: SiteUnderTest, gita: FlaskClient) -> None:
    page = gita.get(f"/people/seats/new?account={site.cast.hari.id}&place=office:roads").text
    assert 'value="hari@example.org"' in page
    assert '<option selected value="office:roads">' in page
    assert gita.get("/people/seats/new?account=x&place=y").status_code == 200


def test_what_is_not_there_is_not_found(site: SiteUnderTest, gita: FlaskClient) -> None:
    unknown = site.cast.community.id
    for address in (
        "communities/x",
        "communities/x/close",
        "offices/x",
        "offices/x/close",
        f"accounts/{unknown}",
        f"accounts/{unknown}/close",
        f"seats/{unknown}/end",
        "accounts/x",
    ):
        assert gita.get(f"/people/{address}").status_code == 404
