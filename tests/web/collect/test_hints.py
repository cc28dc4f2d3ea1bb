"""A representative writes a prompt, looks at the hints, changes it or keeps it and says why."""

import re

import pytest

from consult.loop.collect import consultations, hints, prompts

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What is kept is asked on both databases by tests/loop/collect/test_hints.py."""


@pytest.fixture
def amal(site):
    browser = site.signed_in(site.cast.amal)
    browser.post(
        "/collect/new/tesfa",
        data={"name": "Life by the well", "slug": "well", "language": "en", "languages": ["fr", "ar"]},
    )
    return browser


def test_a_prompt_is_looked_at_kept_with_a_reason_and_the_whole_form_too(site, amal):
    new = "/collect/well/prompts/new"
    looked = amal.post(
        new, data={"en": "Is the well far, for example?", "ar": "هل البئر بعيدة؟", "look": "1"}
    )
    assert looked.status_code == 200
    assert "answer this with yes or no" in looked.text
    assert ">for example</mark>" in looked.text
    assert ">هل</mark>" in looked.text
    assert "Is the well far, for example?</textarea>" in looked.text
    assert "Why you keep it" not in looked.text
    assert amal.get("/collect/well/prompts/1").status_code == 404  # nothing was written

    empty = amal.post(new, data={"en": " ", "look": "1"})
    assert empty.status_code == 422
    assert "Write the prompt in the first language of the consultation." in empty.text

    written = amal.post(new, data={"en": "Is the well far?", "fr": "Comment est le puits ?"})
    assert written.location == "/collect/well/prompts/1#hints"
    page = amal.get("/collect/well/prompts/1").text
    assert ">Is</mark>" in page
    assert "Nothing to look at again" in page
    keep = "/collect/well/prompts/1/keep"
    sent = amal.post(keep, data={"language": "en", "hint": "CLOSED", "why": " "}, follow_redirects=True)
    assert "Say in a few words why you keep it" in sent.text
    sent = amal.post(
        keep, data={"language": "en", "hint": "CLOSED", "why": "We count first"}, follow_redirects=True
    )
    assert "Kept, with your reason" in sent.text
    assert "We count first</q>" in sent.text
    assert amal.post(keep, data={"language": "sw", "hint": "CLOSED", "why": "x"}).status_code == 404
    gone = amal.post(keep, data={"language": "en", "hint": "WHO", "why": "x"}, follow_redirects=True)
    assert "This hint is gone" in gone.text
    with site.database.reading() as session:
        well = consultations.find(session, slug="well")
        (kept,) = hints.kept_hints(session, consultation=well)
        assert (kept.hint, kept.words, kept.why) == ("CLOSED", ["Is"], "We count first")

    front = amal.get("/collect/well/").text
    assert "Try it with five people" in front
    assert "This language may ask something else" not in front
    again = amal.post(
        "/collect/well/prompts/1", data={"en": "How is the well?", "fr": "Le puits est-il loin ?"}
    )
    assert again.location.endswith("#hints")
    assert "This language may ask something else" in amal.get("/collect/well/").text
    with site.database.reading() as session:
        well = consultations.find(session, slug="well")
        assert hints.kept_hints(session, consultation=well) == []
        assert prompts.prompts_of(session, well, "en")[0].text == "How is the well?"


def test_representatives_tell_the_check_their_words(amal):
    words = "/collect/well/check-words/fr"
    assert "The words that you add stand here" in amal.get(words).text
    assert amal.get("/collect/well/check-words/sw").status_code == 404
    assert amal.post(words, data={"word": " ", "kind": "charged"}).status_code == 422
    assert amal.post(words, data={"word": "x", "kind": "nonsense"}).status_code == 404
    assert amal.post(words, data={"word": "rebelle", "kind": "charged"}).status_code == 303
    page = amal.get(words).text
    assert "rebelle</bdi>" in page
    looked = amal.post(
        "/collect/well/prompts/new", data={"en": "How is it?", "fr": "Que disent les rebelles ?", "look": "1"}
    )
    assert "charged word here" in looked.text
    remove = re.search(r'action="([^"]*/remove)"', page)[1]
    assert amal.post(remove).status_code == 303
    assert "rebelle</bdi>" not in amal.get(words).text
    assert amal.post(remove).status_code == 404
