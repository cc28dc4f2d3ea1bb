"""Sorting on a screen and on the ground, as representatives meet it."""

import io
import re

import pytest
from sqlalchemy import func, select

from consult.loop.collect import answers, recordings, rounds
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import Consultation, Door
from consult.loop.understand.cards import number_cards
from consult.loop.understand.first_reading import pass_on, take
from consult.loop.understand.records import Code, Coding
from tests.loop.collect import sounds
from tests.loop.understand.scene import Scene, as_it_is
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_walk import ROOT, page, send

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def amal(site: SiteUnderTest):
    return site.signed_in(site.cast.amal)


@pytest.fixture
def bahati(site: SiteUnderTest):
    return site.signed_in(site.cast.bahati)


def read(site: SiteUnderTest, *texts: str, codes: tuple[str, ...] = ("Water", "Road")) -> None:
    """Cards from 101 on that a first reader passed on, and a codebook."""
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        scene.read(*texts)
        for code in codes:
            scene.code(code)


def recorded(site: SiteUnderTest, session):
    given = {"data": sounds.wav(), "mime": "", "seconds": None, "by": None, "now": site.clock()}
    return recordings.keep(session, vault=site.vault, **given)


def speak_aloud(site: SiteUnderTest) -> int:
    """Somebody speaks; the voice may be heard by all who read. The number of its card."""
    with site.database.work() as session:
        asked = session.scalars(select(Consultation)).one()
        site.cast.session, by = session, {"by": site.cast.amal, "now": site.clock()}
        submission = answers.submission_for(
            session,
            participant=site.cast.participant(),
            round=rounds.current_round(session, asked),
            door=Door.HELPER,
            language="ar",
            now=site.clock(),
        )
        answers.receive_answer(
            session,
            submission=submission,
            wording=prompts_of(session, asked, "ar")[0],
            text="",
            now=site.clock(),
            recordings=[recorded(site, session)],
        )
        number_cards(session, consultation=asked, shuffle=as_it_is)
        card = take(session, consultation=asked, **by)
        pass_on(session, card=card, text="", voice=True, **by)
        return card.number


def test_a_button_takes_the_typed_numbers_and_the_note_along(site, amal, bahati):
    read(site, "the well", "the road")
    shown = page(amal, f"{ROOT}/sort/")
    assert re.search(r'<form id="sorting".*?<button (?!name)[^>]*aria-hidden', shown, re.S), (
        "Enter in the field would press a code"
    )
    after = send(amal, f"{ROOT}/sort/101", code="1", codes="٢", memo="both of them")
    assert "Card 101 is sorted." in after
    again = page(amal, f"{ROOT}/sort/?card=101")
    assert "both of them" in again
    assert re.search(r"Amal: \s*<bdi>1</bdi>.*Water.* · .*<bdi>2</bdi>.*Road", again)
    hidden = page(bahati, f"{ROOT}/sort/?card=101")
    assert "both of them" not in hidden
    assert "How it was sorted" not in hidden
    send(bahati, f"{ROOT}/sort/101", code="903")
    assert "both of them" in page(bahati, f"{ROOT}/sort/?card=101")


def test_a_note_that_is_too_long_comes_back_with_everything_typed(site, amal):
    read(site, "the well")
    again = send(amal, f"{ROOT}/sort/101", 422, code="1", codes="2", memo="x" * 501)
    assert "Letters at most: 500." in again
    assert "x" * 501 in again
    assert 'value="2"' in again


def say_code(client, data: bytes, number: int = 1):
    return client.post(f"{ROOT}/codes/{number}/voice", data={"sound": (io.BytesIO(data), "name.wav")})


def test_the_codebook_is_in_the_eye_with_its_definitions_and_voices(site, amal):
    read(site, "the well")
    with site.database.work() as session:
        session.scalars(select(Code).where(Code.number == 1)).one().definition = "dry wells, far pumps"
    say_code(amal, sounds.wav())
    for address in ("sort/", "piles/"):
        shown = page(amal, f"{ROOT}/{address}")
        assert f"{ROOT}/codes/1/voice" in shown
        assert f"{ROOT}/codes/2/voice" not in shown
    assert "dry wells, far pumps" in page(amal, f"{ROOT}/sort/")
    assert amal.get(f"{ROOT}/codes/1/voice").mimetype.startswith("audio/")
    page(amal, f"{ROOT}/codes/2/voice", 404)


def test_only_sorting_has_a_script_and_only_ours(site, amal):
    read(site, "the well")
    policy = amal.get(f"{ROOT}/sort/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "script-src" not in amal.get(f"{ROOT}/piles/").headers["Content-Security-Policy"]


def test_cards_are_dealt_and_ten_more_come_once(site, amal, bahati):
    read(site, *"abcd")
    assert "4 cards wait with nobody." in page(amal, f"{ROOT}/deal/")
    assert "4 cards are dealt out." in send(amal, f"{ROOT}/deal/")
    assert "No card was left" in send(amal, f"{ROOT}/deal/")
    assert "2 cards wait with you." in page(amal, f"{ROOT}/sort/")
    send(bahati, f"{ROOT}/piles/", piles="903: 101 102 103 104")
    assert "Every card is sorted." in page(amal, f"{ROOT}/sort/")


def test_who_is_done_takes_from_others(site, amal, bahati):
    read(site, "a", "b")
    assert "2 cards came to you." in send(amal, f"{ROOT}/deal/more", waiting=0)
    left = page(bahati, f"{ROOT}/sort/")
    assert "Those that are left wait with others" in left
    assert "2 cards came to you." in send(bahati, f"{ROOT}/deal/more", waiting=0)
    assert "No further card came to you." in send(bahati, f"{ROOT}/deal/more", waiting=0)


def test_words_are_searched_and_stand_in_no_address(site, amal, bahati):
    read(site, "the École is far", "the well")
    send(amal, f"{ROOT}/sort/101", code="1")
    shown = send(amal, f"{ROOT}/search/", 200, words="ecole")
    assert "Found here: 1 card." in shown
    assert "You sorted it under:" in shown
    assert "the well" not in shown
    assert "You sorted it" not in send(bahati, f"{ROOT}/search/", 200, words="ecole")
    assert "No card says this." in send(amal, f"{ROOT}/search/", 200, words="hospital")
    assert "at least one word" in send(amal, f"{ROOT}/search/", 422, words=" ")


def test_clashes_are_seen_before_anything_is_saved(site, amal):
    read(site, *"abc")
    send(amal, f"{ROOT}/sort/101", code="2")
    looked = send(amal, f"{ROOT}/piles/", 200, piles="1: 101 102 103 999\n2: 103", look="1")
    assert "Nothing is saved yet." in looked
    plain = " ".join(re.sub(r"<[^>]+>", " ", looked).split())
    assert "1 Water New here: 102 Lies elsewhere now: 101 – 2 Road Typed into two piles: 103" in plain
    assert "No such card to sort: 999" in plain
    assert "1: 101 102 103 999" in looked
    with site.database.reading() as session:
        assert session.scalar(select(func.count(Coding.id))) == 1


def test_what_stands_in_the_way_of_piles_is_said_as_it_is_and_all_of_it(site, amal):
    read(site, *"abc")
    send(amal, f"{ROOT}/sort/101", code="2")
    lines = "1: 101 102 999\n2: 102"
    for move in ({}, {"move": "y"}):
        refused = send(amal, f"{ROOT}/piles/", 422, piles=lines, **move)
        clash = "102" if move else "101, 102"
        assert f"lie in another pile already, or are typed into two: {clash}." in refused
        plain = " ".join(re.sub(r"<[^>]+>", " ", refused).split())
        assert "1 Water Lies elsewhere now: 101 – 2 Road Typed into two piles: 102" in plain
        assert "No such card to sort: 999" in plain
        assert lines in refused
    none = send(amal, f"{ROOT}/piles/", 422, piles="7: 102\n1: 103\n8: 101")
    assert '<a href="#piles">Numbers without a code: 7, 8.</a>' in none
    assert "What these piles would do" not in none


def test_printed_cards_have_a_number_words_and_room_for_a_stone(site, amal, bahati):
    read(site, "الماء بعيد", "b", "long " * 100)
    send(bahati, f"{ROOT}/deal/more", waiting=0)
    send(bahati, f"{ROOT}/sort/102", code="1")
    printed = page(amal, f"{ROOT}/cards/")
    assert printed.count('class="stone"') == 3
    assert 'class="card numbered people broad"' in printed
    assert "print/cards.css" in printed
    assert page(amal, f"{ROOT}/cards/?only=unsorted").count('class="stone"') == 2
    assert page(amal, f"{ROOT}/cards/?only=mine").count('class="stone"') == 0
    assert page(bahati, f"{ROOT}/cards/?only=mine").count('class="stone"') == 2
    assert page(amal, f"{ROOT}/cards/?after=101&only=unsorted").count('class="stone"') == 1


def test_a_voice_is_heard_by_the_number_on_its_printed_card(site, amal):
    read(site, "the well")
    assert page(amal, f"{ROOT}/cards/").count("<svg") == 0
    card = speak_aloud(site)
    printed = page(amal, f"{ROOT}/cards/")
    assert printed.count("<svg") == 1
    assert "♪" in printed
    heard = page(amal, f"{ROOT}/listen/?card={card}")
    assert "/voice/1" in page(amal, f"{ROOT}/listen/?card={str(card).translate(ARABIC)}")
    assert f"{ROOT}/cards/{card}/voice/1" in heard
    assert amal.get(f"{ROOT}/cards/{card}/voice/1").status_code in {200, 206}
    assert "has a voice to hear" in page(amal, f"{ROOT}/listen/?card=101", 404)
    assert "has a voice to hear" in page(amal, f"{ROOT}/listen/?card=x", 404)
    assert "has a voice to hear" not in page(amal, f"{ROOT}/listen/")


def test_a_code_is_split_after_it_was_seen_what_that_would_do(site, amal):
    read(site, "the well", "the road to the well", "rain")
    for number in (101, 102, 103):
        send(amal, f"{ROOT}/sort/{number}", code="1")
    shown = page(amal, f"{ROOT}/codes/1/split")
    assert "the road to the well" in shown
    typed = {"parts-0-name": "Wells", "parts-0-cards": "١٠١ 102", "parts-1-name": "Roofs"}
    for wrong, said in (
        ({"parts-0-cards": "x"}, "is not the number of a card"),
        ({"parts-1-name": ""}, "at least two"),
    ):
        again = send(amal, f"{ROOT}/codes/1/split", 422, **{**typed, **wrong})
        assert said in again
        assert 'value="Wells"' in again
    sure = send(amal, f"{ROOT}/codes/1/split", 200, **typed)
    assert "2 cards" in sure
    assert "Cards that are sorted again: 1." in sure
    assert "This cannot be undone." in sure
    assert f'{ROOT}/codes/1"' in page(amal, f"{ROOT}/codes/"), "it was split before anybody was sure"
    hidden = dict(re.findall(r'type="hidden" name="(parts[^"]+|sure)" value="([^"]*)"', sure))
    done = send(amal, f"{ROOT}/codes/1/split", **hidden)
    assert "Code 1 is split. Its place is taken by 3, 4." in done
    assert re.search(r"<bdi>1</bdi> .*Water.*now 3, 4", done)
    assert "Split from code 1:" in page(amal, f"{ROOT}/codes/3")
    for address in ("codes/1", "codes/1/split"):
        page(amal, f"{ROOT}/{address}", 303)
    assert "rain" in page(amal, f"{ROOT}/sort/")
    assert site.signed_in(site.cast.chol).get(f"{ROOT}/codes/3/split").status_code == 403
