"""Every page of the reading room, walked as a representative walks it."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import func, select

from consult.loop.understand.cards import number_cards
from consult.loop.understand.records import Audience, Card, Coding, Findings, Hold, Theme
from tests.cast import number
from tests.web.conftest import SiteUnderTest

ROOT = "/understand/river"


def speak(site: SiteUnderTest, *texts: str) -> None:
    """A consultation `river` in which each text is said by a new person."""
    with site.database.work() as session:
        cast = site.cast
        cast.session = session
        consultation = cast.consultation()
        for text in texts:
            cast.answer(cast.participant(), consultation, text)
        number_cards(session, consultation=consultation, shuffle=list.sort)


@pytest.fixture
def amal(site: SiteUnderTest):
    return site.signed_in(site.cast.amal)


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return unescape(response.text)


def send(client, address: str, status: int = 303, **form) -> str:
    response = client.post(address, data=form)
    assert response.status_code == status, response.text
    return unescape(client.get(response.location).text if status == 303 else response.text)


def read_all(client, cards: int) -> None:
    send(client, f"{ROOT}/first/take")
    for _ in range(cards):
        shown = page(client, f"{ROOT}/first/")
        card = re.search(rf"{ROOT}/first/(\d+)\"", shown)[1]
        words = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", shown, re.S)[1]
        send(client, f"{ROOT}/first/{card}", text=words, seen=1)


def test_before_anything_every_page_says_what_will_stand_there(site, amal):
    assert "read and sorted here" in page(amal, "/understand/")
    speak(site)
    for address in ("", "first/", "sort/", "piles/", "cards/", "codes/", "themes/", "release/"):
        assert "<h1" in page(amal, f"{ROOT}/{address}") or address == "cards/"
    assert "from number 101 on" in page(amal, f"{ROOT}/")


def test_the_first_reader_sees_suspects_marked_and_everybody_else_the_masks(site, amal):
    words = f"The pump broke, call {number(7)}"
    speak(site, words)
    assert number(7) not in page(amal, f"{ROOT}/first/")
    shown = send(amal, f"{ROOT}/first/take")
    assert f"<mark>{number(7)}</mark>" in shown
    assert "The pump broke, call [number]</textarea>" in shown
    bahati = site.signed_in(site.cast.bahati)
    assert number(7) not in page(bahati, f"{ROOT}/first/")
    shown = send(amal, f"{ROOT}/first/101", text="The pump broke, call [number]", seen=1)
    assert "Card 101 is read." in shown
    for client in (amal, bahati):
        for address in ("first/", "sort/", "cards/", ""):
            text = page(client, f"{ROOT}/{address}")
            assert number(7) not in text
    assert "call [number]" in page(bahati, f"{ROOT}/sort/")


def test_an_empty_card_is_refused_with_what_to_do_and_shown_again(site, amal):
    speak(site, "The pump broke")
    send(amal, f"{ROOT}/first/take")
    again = send(amal, f"{ROOT}/first/101", 422, text=" ", seen=1)
    assert "If nothing can stay, write [name]." in again
    assert "The pump broke" in again


def test_a_reader_who_does_not_hold_the_card_never_gets_its_words_back(site, amal):
    speak(site, "The pump broke")
    send(amal, f"{ROOT}/first/take")
    bahati = site.signed_in(site.cast.bahati)
    assert "pump" not in send(bahati, f"{ROOT}/first/101", 422, text="x", seen=1)
    assert "Take over card 101" in page(bahati, f"{ROOT}/first/")
    assert "pump" in send(bahati, f"{ROOT}/first/101/take-over")


def test_sorting_goes_from_card_to_card_and_can_be_undone(site, amal):
    speak(site, "water one", "water two")
    read_all(amal, 2)
    assert "The codebook is empty." in page(amal, f"{ROOT}/sort/")
    send(amal, f"{ROOT}/codes/", name="Water is far", definition="")
    first = page(amal, f"{ROOT}/sort/")
    assert 'accesskey="1"' in first
    after = send(amal, f"{ROOT}/sort/101", code="1")
    assert "Sort card 102" in after
    assert "Card 101 is sorted." in after
    back = send(amal, f"{ROOT}/sort/101/undo")
    assert "Sort card 101" in back
    both = send(amal, f"{ROOT}/sort/101", codes="١, ٩٠٤")
    assert "Sort card 102" in both
    assert "Could identify someone" in page(amal, f"{ROOT}/sort/?card=101")
    done = send(amal, f"{ROOT}/sort/102", code="901")
    assert "Every card is sorted." in done
    more = page(amal, f"{ROOT}/")
    assert f"{ROOT}/first/101/more" in more
    assert "water one" in page(amal, f"{ROOT}/first/101/more")
    assert "is masked more" in send(amal, f"{ROOT}/first/101/more", text="water [name]")
    page(amal, f"{ROOT}/first/101/more", 404)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"codes": "three"}, "“three” is not the number of a code."),
        ({"codes": "7"}, "Numbers without a code: 7."),
        ({"codes": ""}, "Choose at least one code"),
        ({"codes": "1 901"}, "stands under no other code"),
    ],
)
def test_a_wrong_number_keeps_what_was_typed(site, amal, form, says):
    speak(site, "water one")
    read_all(amal, 1)
    send(amal, f"{ROOT}/codes/", name="Water", definition="")
    again = send(amal, f"{ROOT}/sort/101", 422, **form)
    assert says in again
    assert f'value="{form["codes"]}"' in again
    with site.database.reading() as session:
        assert session.scalar(select(func.count(Coding.id))) == 0


def test_piles_are_typed_in_and_mistakes_change_nothing(site, amal):
    speak(site, "a", "b", "c")
    read_all(amal, 3)
    send(amal, f"{ROOT}/codes/", name="Water", definition="")
    printed = page(amal, f"{ROOT}/cards/")
    assert all(f"<bdi>{card}</bdi>" in printed for card in (101, 102, 103))
    again = send(amal, f"{ROOT}/piles/", 422, piles="pile 1: 101 999\n901: 101")
    assert "no card to sort with the number 999" in again
    assert "typed into two: 101" in again
    assert "pile 1: 101 999" in again
    with site.database.reading() as session:
        assert session.scalar(select(func.count(Coding.id))) == 0
    assert "2 piles are in." in send(amal, f"{ROOT}/piles/", piles="pile 1: 101 ١٠٢\n901: 103")
    assert "Cards read: 3 of 3. Sorted: 3." in page(amal, f"{ROOT}/piles/")


def test_codes_are_renamed_with_their_history_and_merged(site, amal):
    speak(site)
    for name in ("Well", "Pump"):
        send(amal, f"{ROOT}/codes/", name=name, definition="")
    assert "has this name already" in send(amal, f"{ROOT}/codes/", 422, name="well", definition="")
    assert "Code 1 has its new name" in send(amal, f"{ROOT}/codes/1", name="The well", definition="dry")
    assert ">Well</span>" in page(amal, f"{ROOT}/codes/1")
    assert "Give the code a name." in send(amal, f"{ROOT}/codes/1", 422, name="", definition="")
    send(amal, f"{ROOT}/codes/2/merge", 422, into="2")
    assert "This cannot be undone." in send(amal, f"{ROOT}/codes/2/merge", 200, into="1")
    page(amal, f"{ROOT}/codes/2")
    assert "count under code 1" in send(amal, f"{ROOT}/codes/2/merge", into="1", sure="1")
    assert amal.get(f"{ROOT}/codes/2").location == f"{ROOT}/codes/1"


def ready(site, amal) -> None:
    """Two cards, one on theme 1, which is for everyone and addressed to the water office."""
    speak(site, "The well is dry", "Good morning")
    read_all(amal, 2)
    send(amal, f"{ROOT}/codes/", name="Water", definition="")
    send(amal, f"{ROOT}/sort/101", code="1")
    send(amal, f"{ROOT}/themes/new", name="Water", statement="The well is dry.")
    send(amal, f"{ROOT}/themes/1/codes", codes="1")
    send(amal, f"{ROOT}/themes/1/address", audience="everyone", offices="water")


def test_a_theme_is_named_addressed_said_in_languages_and_held(site, amal):
    ready(site, amal)
    theme = page(amal, f"{ROOT}/themes/1/")
    assert "1 card lies on it." in theme
    assert "Water office" in theme
    assert "Give the theme a name" in send(amal, f"{ROOT}/themes/new", 422, name="", statement="Kept text")
    again = send(amal, f"{ROOT}/themes/1/address", 422, audience="one_office", offices=["water", "roads"])
    assert "choose exactly one" in again
    assert "The new words are kept" in send(amal, f"{ROOT}/themes/1/words", name="Wells", statement="Dry.")
    assert "The well is dry." in page(amal, f"{ROOT}/themes/1/")
    page(amal, f"{ROOT}/themes/1/in/sw", 404)
    assert '<html lang="en"' in page(amal, f"{ROOT}/themes/1/in/ar"), (
        "the page stays in the writer's language"
    )
    assert "آبار" in send(amal, f"{ROOT}/themes/1/in/ar", name="آبار", statement="جافة")
    page(amal, f"{ROOT}/themes/1/hold")
    assert "Held for safety since" in send(amal, f"{ROOT}/themes/1/hold")
    assert "is shown again" in send(amal, f"{ROOT}/themes/1/lift")
    with site.database.reading() as session:
        theme = session.scalars(select(Theme)).one()
        assert (theme.name, theme.audience) == ("Wells", Audience.EVERYONE)
        assert [office.slug for office in theme.offices] == ["water"]
        assert session.scalars(select(Hold)).one().lifted_at is not None


def test_releasing_asks_the_safety_question_and_freezes(site, amal):
    ready(site, amal)
    asked = page(amal, f"{ROOT}/release/")
    assert "Who could be hurt if the governor reads this aloud?" in asked
    assert "%" not in re.sub(r"<[^>]+>", "", asked)
    again = send(amal, f"{ROOT}/release/", 422, alone="", review_by="2027-06-20")
    assert "Write one general line for them." in again
    assert "2027-06-20" in again
    send(amal, f"{ROOT}/release/", 422, alone="Kept line", review_by="2027-06-04")
    send(amal, f"{ROOT}/release/", 422, alone="Kept line", review_by="soon")
    released = send(amal, f"{ROOT}/release/", alone="Other words were said.", review_by="2027-06-20")
    assert "The findings are released." in released
    assert "2 people spoke." in released
    assert "We do not show how many" in released
    assert "The committee weighs them until" in released
    line = send(amal, f"{ROOT}/findings/1/in/ar", text="كلمات أخرى")
    assert "كلمات أخرى" in line
    with site.database.reading() as session:
        assert session.scalars(select(Findings)).one().review_by.isoformat() == "2027-06-20"


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_but_a_representative_opens_the_reading_room(site, amal, who):
    ready(site, amal)
    send(amal, f"{ROOT}/release/", alone="Other words.", review_by="2027-06-20")
    stranger = site.signed_in(getattr(site.cast, who))
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.startswith("understand.") and "<slug>" in rule.rule:
            values = {"slug": "river", "number": 1, "lang": "ar", "at": 1}
            address = rule.rule
            for name, value in values.items():
                address = re.sub(rf"<(int:)?{name}>", str(value), address)
            address = re.sub(r"<uuid:\w+>", str(UUID(int=0)), address)
            method = stranger.post if "POST" in rule.methods else stranger.get
            assert method(address).status_code == 403, address
    assert "river" not in page(stranger, "/understand/")


def test_a_list_of_many_cards_asks_the_database_no_more_than_a_short_one(site, amal):
    from sqlalchemy import event

    speak(site, *(f"words {n}" for n in range(30)))
    read_all(amal, 30)
    asked = []
    event.listen(site.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page(amal, f"{ROOT}/cards/")
    assert len(asked) < 15
    with site.database.reading() as session:
        assert session.scalar(select(func.count(Card.masked_at))) == 30
