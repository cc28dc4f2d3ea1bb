from pathlib import Path

import pytest

from consult.languages.records import Language
from consult.languages.speak import Languages, Said
from consult.web.build import build_site
from consult.web.fallen import bare, marked, settled
from consult.web.parts import Parts
from tests.languages.juba import write_juba
from tests.web.conftest import SiteUnderTest

TONGUES = Languages()


def tongue(code: str) -> Language:
    return TONGUES.get(code)


def test_a_sentence_in_the_language_of_the_page_is_left_alone() -> None:
    assert marked(Said("مرحبا", "ar"), "ar") == "مرحبا"


def test_a_sentence_of_another_language_says_so_on_the_page() -> None:
    page = f"<p>{marked(Said('12 of 40', 'en'), 'ar')}</p>"
    assert settled(page, tongue) == '<p><span lang="en" dir="ltr">12 of 40</span></p>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<title>", "</title>"),
        ("<textarea name=x>\n", "</textarea>"),
        ('<nav aria-label="', '">'),
        ("<option>", "</option>"),
    ],
)
def test_no_element_is_put_where_none_may_stand(before: str, after: str) -> None:
    page = f"{before}{marked(Said('Home', 'en'), 'ar')}{after}"
    assert settled(page, tongue) == f"{before}Home{after}"


def test_two_sentences_within_one_element_both_say_so() -> None:
    both = marked(Said("one", "en"), "ar") + " " + marked(Said("deux", "fr"), "ar")
    assert settled(both, tongue) == (
        '<span lang="en" dir="ltr">one</span> <span lang="fr" dir="ltr">deux</span>'
    )
    assert bare(both) == "one deux"


def test_a_sentence_within_a_sentence_says_so_too() -> None:
    inner = marked(Said("heard", "en"), "ar")
    outer = marked(Said("Fait : %s.", "fr"), "ar") % inner
    assert settled(outer, tongue) == (
        '<span lang="fr" dir="ltr">Fait : <span lang="en" dir="ltr">heard</span>.</span>'
    )
    assert bare(outer) == "Fait : heard."


def test_marks_that_somebody_typed_do_no_harm() -> None:
    assert settled("<p>\ufdd0x\ufdd0\ufdd1\ufdd2</p>", tongue) == "<p>x</p>"


@pytest.fixture
def juba_site(site: SiteUnderTest, tmp_path: Path) -> SiteUnderTest:
    """The same house, speaking Juba Arabic: a language that no library knows."""
    old: Parts = site.app.extensions["consult"]
    languages = Languages(write_juba(tmp_path / "translations"))
    site.app = build_site(Parts(old.settings, old.database, old.vault, languages, old.clock))
    return site


def test_a_page_in_a_language_unknown_to_every_library(juba_site: SiteUnderTest) -> None:
    """Its own sentence, then the next along its chain, then the source; each in its own direction."""
    page = juba_site.client().get("/nowhere", headers={"Accept-Language": "pga"}).text
    assert '<html lang="pga" dir="ltr">' in page
    assert "<h1>Safa ma fi fi mahal de.</h1>" in page
    assert "<title>Safa ma fi fi mahal de.</title>" in page
    assert '<p><span lang="ar" dir="rtl">انظر إلى العنوان مرة أخرى، أو ابدأ من البداية.</span></p>' in page
    assert '<span lang="en" dir="ltr">To the start</span>' in page


def test_a_day_on_a_page_has_the_months_of_its_language(juba_site: SiteUnderTest) -> None:
    with juba_site.app.test_request_context("/x", headers={"Accept-Language": "pga"}):
        shown = juba_site.app.jinja_env.from_string("{{ when | day }}, {{ when | day(short=true) }}")
        assert shown.render(when=juba_site.clock()) == "4 Sita 2027, 4 Sita"
