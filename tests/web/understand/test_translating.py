"""The one list of what waits for its words in another language, answers among them."""

import re

import pytest

from consult.loop.understand.first_reading import pass_on
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_walk import ROOT, page, send

IN = f"{ROOT}/themes/1/in/ar"


@pytest.fixture
def spoken(site: SiteUnderTest) -> SiteUnderTest:
    """One answer in Arabic, read, on card 101."""
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        (card,) = scene.speak("البئر بعيدة")
        card.answer.submission.language = "ar"
        pass_on(session, card=card, text="البئر بعيدة", **scene.by)
    return site


def test_an_answer_is_said_for_readers_below_its_own_words_and_another_one_checks(spoken: SiteUnderTest):
    amal, bahati = spoken.signed_in(spoken.cast.amal), spoken.signed_in(spoken.cast.bahati)
    assert f'href="{ROOT}/words/answers/ar"' in page(amal, f"{ROOT}/words/")
    shown = page(amal, f"{ROOT}/words/answers/ar")
    assert re.search(r'lang="ar"[^>]*>البئر بعيدة', shown)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', shown)[1]
    assert "Write what it says." in send(amal, f"{ROOT}/words/answers/ar/101", 422, text=" ", seen=seen)
    assert "for readers" not in page(amal, f"{ROOT}/sort/?card=101")
    after = send(amal, f"{ROOT}/words/answers/ar/101", text="The well is far.", seen=seen)
    assert "No answer waits in this language." in after
    below = page(bahati, f"{ROOT}/sort/?card=101")
    assert below.index("البئر بعيدة") < below.index("The well is far.")
    assert "Translated by: Representative 1. Nobody else checked it yet." in below
    look = page(bahati, f"{ROOT}/words/answers/ar")
    assert "Somebody else wrote this." in look
    assert "The well is far.</textarea>" in look
    send(bahati, f"{ROOT}/words/answers/ar/101", text="The well is far.", seen=seen)
    assert "Checked by another one." in page(amal, f"{ROOT}/sort/?card=101")
    for who in ("chol", "dana"):
        away = spoken.signed_in(getattr(spoken.cast, who))
        assert away.get(f"{ROOT}/words/answers/ar").status_code == 403
        assert away.post(f"{ROOT}/words/answers/ar/101", data={"text": "x"}).status_code == 403


def test_what_was_covered_while_somebody_wrote_is_not_said_and_their_words_stay_to_be_mended(
    spoken: SiteUnderTest,
):
    amal = spoken.signed_in(spoken.cast.amal)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page(amal, f"{ROOT}/words/answers/ar"))[1]
    send(amal, f"{ROOT}/sort/101", codes="904")
    send(amal, f"{ROOT}/first/101/more", text="[place] بعيدة")
    wrong = send(amal, f"{ROOT}/words/answers/ar/101", 422, text="The well is far.", seen=seen)
    assert "Say only what still stands above." in wrong
    assert "[place] بعيدة" in wrong
    assert "The well is far.</textarea>" in wrong
    again = re.search(r'name="seen"[^>]*value="(\d+)"', wrong)[1]
    send(amal, f"{ROOT}/words/answers/ar/101", text="[place] is far.", seen=again)
    assert "[place] is far." in page(amal, f"{ROOT}/sort/?card=101")


def test_a_theme_in_another_language_says_by_whom_and_whether_another_one_agrees(spoken: SiteUnderTest):
    amal, bahati = spoken.signed_in(spoken.cast.amal), spoken.signed_in(spoken.cast.bahati)
    send(amal, f"{ROOT}/themes/new", name="Water", statement="It is far.")
    send(amal, IN, name="ماء", statement="بعيد")
    assert "Translated by: Representative 1. Nobody else checked it yet." in page(bahati, IN)
    assert "Nobody else checked it yet." in send(amal, IN, name="ماء", statement="بعيد")
    assert "Checked by another one." in send(bahati, IN, name="ماء", statement="بعيد")
    assert "Translated by: Representative 2. Nobody" in send(bahati, IN, name="ماء", statement="بعيد جدا")
