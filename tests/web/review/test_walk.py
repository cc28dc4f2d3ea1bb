"""The committee's pages: findings, a theme, one's word beside it."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from consult.loop.understand.findings import release
from consult.loop.understand.records import Audience, Theme
from consult.loop.understand.themes import hold
from consult.people.records import Office
from tests.cast import number
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest

ROOT = "/review/river/1"


@pytest.fixture
def released(site: SiteUnderTest) -> SiteUnderTest:
    """Themes 1 (everyone), 2 (one office), 3 (held) are released."""
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        cards = scene.read("The well is dry", "Good morning")
        water = scene.code("Water")
        scene.sort(cards[:1], water)
        scene.theme("Water", water)
        scene.theme("Secret", audience=Audience.ONE_OFFICE, offices=(site.cast.water,))
        held = scene.theme("Danger")
        release(
            session,
            consultation=scene.consultation,
            alone="Other words.",
            review_by=date(2027, 6, 20),
            by=site.cast.amal,
            now=site.cast.now,
        )
        hold(session, theme=held, by=site.cast.amal, now=site.cast.now)
    return site


def get(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.text)


def send(client, address: str, status: int = 303, **form) -> str:
    response = client.post(address, data={"language": "en", "reason": "", "signed": "", **form})
    assert response.status_code == status, response.text
    return unescape(client.get(response.location).text if status == 303 else response.text)


def test_a_member_sees_what_is_for_the_committee_and_never_an_answer(released):
    chol = released.signed_in(released.cast.chol)
    assert "Life here" in get(chol, "/review/")
    shown = get(chol, f"{ROOT}/")
    assert "Without your word yet." in shown
    assert "Secret" not in shown
    assert "Danger" not in shown
    assert "Held for safety since" in shown
    for theme in (2, 3, 9):
        get(chol, f"{ROOT}/{theme}/", 404)
        assert chol.post(f"{ROOT}/{theme}/", data={"position": "agree"}).status_code == 404
    assert "Good morning" not in shown + get(chol, f"{ROOT}/1/")


def test_a_dissent_stands_beside_the_theme_in_its_size_with_its_reason(released):
    chol = released.signed_in(released.cast.chol)
    again = send(chol, f"{ROOT}/1/", 422, position="dissent", reason=" ", signed="Elder")
    assert "Say why you disagree." in again
    assert 'value="Elder"' in again
    assert "Choose one." in send(chol, f"{ROOT}/1/", 422, reason="Kept words")
    words = f"The well was mended, ask {number(9)}"
    shown = send(chol, f"{ROOT}/1/", position="dissent", reason=words, signed="Elder")
    assert "You disagree." in shown
    assert "The committee disagrees on:" in shown
    theme = get(chol, f"{ROOT}/1/")
    dissent = re.search(r'<div class="dissent">.*?</div>', theme, re.S)[0]
    assert "The well was mended, ask [number]" in dissent
    assert "Elder" in dissent
    assert number(9) not in theme
    send(chol, f"{ROOT}/1/", position="dissent", reason=f"Demandez au {number(9)}", language="fr")
    assert "Demandez au [numéro]" in get(chol, f"{ROOT}/1/"), "covered in the language of the words"
    amal = released.signed_in(released.cast.amal)
    assert "Demandez au" in get(amal, "/understand/river/findings/1/")
    assert "Your word" not in get(amal, f"{ROOT}/1/")


def test_after_the_review_a_new_word_is_added_with_its_day(released):
    chol = released.signed_in(released.cast.chol)
    send(chol, f"{ROOT}/1/", position="dissent", reason="No.")
    send(chol, f"{ROOT}/1/", position="agree")
    theme = get(chol, f"{ROOT}/1/")
    assert theme.index("A dissent") < theme.index("Agrees") < theme.index("Added after the review.")
    assert re.search(r"\.\s+Added after the review\.", theme), "two sentences stand apart"
    assert "What you said before" in theme


def test_a_sheet_is_printed_typed_in_and_stands_beside_the_theme(released):
    amal = released.signed_in(released.cast.amal)
    sheet = get(amal, f"{ROOT}/sheet")
    code = re.search(r"1-\d{4}", sheet)[0]
    assert "Secret" not in sheet
    assert "without a word on 1" in get(amal, f"{ROOT}/")
    member = str(released.cast.seats["chol"].id)
    form = {"code": code, "member": member, "position": "dissent", "reason": "It is the road."}
    assert "Read it back to the member first" in send(amal, f"{ROOT}/typing", 422, **form)
    assert "has this code" in send(amal, f"{ROOT}/typing", 422, **{**form, "code": "1-0", "read_back": "y"})
    send(amal, f"{ROOT}/typing", **form, read_back="y")
    theme = get(amal, f"{ROOT}/1/")
    assert "It is the road." in theme
    assert "Typed in from paper and read back." in theme
    assert "spoke to every theme" in get(amal, f"{ROOT}/")


def test_an_office_brings_what_it_intends_and_a_member_says_what_it_did(released):
    with released.database.work() as session:
        theme = session.scalars(select(Theme).where(Theme.number == 1)).one()
        theme.offices = [session.get_one(Office, released.cast.water.id)]
    dana, chol = (released.signed_in(getattr(released.cast, name)) for name in ("dana", "chol"))
    form = {"community": "tesfa", "words": "We close the old well.", "decides_on": "2027-06-09"}
    assert "Give the day" in send(dana, "/respond/water/intentions", 422, **{**form, "decides_on": ""})
    send(dana, "/respond/water/intentions", **form)
    assert "What offices intend" in get(chol, "/review/")
    assert "Actions that offices intend, without your word: 1." in get(chol, "/home")
    page = get(chol, "/review/intentions/tesfa/")
    say = re.search(r"/review/intentions/tesfa/[0-9a-f-]{36}", page)[0]
    assert "Write what you think of it." in send(chol, say, 422, words=" ")
    send(chol, say, words="People drink from it.")
    assert "People drink from it." in get(dana, "/respond/water/intentions")
    assert "old well" not in get(released.client(), "/c/river/en/results")

    released.clock.move(days=17)
    chol = released.signed_in(released.cast.chol)
    saw = {"office": "water", "words": "They closed it.", "signed": "Elder"}
    assert "Say what you saw." in send(chol, f"{ROOT}/1/saw", 422, **{**saw, "words": ""})
    send(chol, f"{ROOT}/1/saw", **saw)
    public = get(released.client(), "/c/river/en/results")
    assert "They closed it." in public
    assert "What the committee saw" in public


def test_after_its_day_it_goes_on_and_says_so(released):
    chol = released.signed_in(released.cast.chol)
    assert "The committee weighs them until" in get(chol, f"{ROOT}/")
    released.clock.move(days=17)
    chol = released.signed_in(released.cast.chol)
    assert "so it goes on" in get(chol, f"{ROOT}/")
    assert "so it goes on" in get(chol, f"{ROOT}/1/")


@pytest.mark.parametrize("who", ["dana", "gita", "hari"])
def test_nobody_else_opens_the_review(released, who):
    stranger = released.signed_in(getattr(released.cast, who))
    get(stranger, f"{ROOT}/", 403)
    get(stranger, f"{ROOT}/1/", 403)
    assert "Life here" not in get(stranger, "/review/")


def test_a_representative_looks_on_and_says_nothing(released):
    amal = released.signed_in(released.cast.amal)
    assert amal.post(f"{ROOT}/1/", data={"position": "agree"}).status_code == 403


def test_before_a_release_the_page_says_what_will_stand_there(site):
    assert "they stand here for you to weigh" in get(site.signed_in(site.cast.chol), "/review/")
