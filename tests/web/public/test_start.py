"""What anyone sees before they speak."""

import gzip
from types import SimpleNamespace

import pytest
from markupsafe import escape
from sqlalchemy import select

from consult.loop.close.handover_records import Handover, Way
from consult.loop.collect import consultations, prompts, rounds
from consult.loop.collect.records import Consultation


@pytest.fixture
def river(site):
    with site.database.work() as session:
        site.cast.session = session
        return site.cast.consultation()


def prompts_in(site, language):
    with site.database.reading() as session:
        found = consultations.find(session, slug="river")
        return [
            SimpleNamespace(language=each.language, text=str(escape(each.text)))
            for each in prompts.prompts_of(session, found, language)
        ]


def test_the_front_page_says_what_this_is_and_what_is_asked(site, river):
    page = site.client().get("/").text
    assert 'action="/code?lang=en"' in page
    assert 'href="/c/river/"' in page
    assert "Life here" in page


def test_an_empty_front_page_says_what_will_stand_there(site):
    assert "Nothing is asked in public now" in site.client().get("/").text


def test_languages_are_offered_by_their_own_names(site, river):
    page = site.client().get("/c/river/").text
    for name in ("English", "Français", "العربية"):
        assert name in page
    assert 'href="/c/river/ar/"' in page


def test_a_language_for_participants_alone_is_offered_and_its_page_speaks_it(site, river):
    with site.database.work() as session:
        asked = session.scalars(select(Consultation)).one()
        asked.languages = [*asked.languages, "es"]
        counts = dict.fromkeys(("people", "owed", "with_number", "with_code", "by_meeting", "ended"), 0)
        day = {"at": site.clock(), "done_on": site.clock().date()}
        for way in (Way.IN, Way.OUT):
            session.add(Handover(community_id=asked.community_id, way=way, house="Amana", **counts, **day))
    assert "Español" in site.client().get("/c/river/").text
    page = site.client().get("/c/river/es/").text
    assert '<html lang="es"' in page
    assert "Quién pregunta" in page
    assert page.count("<bdi>Amana</bdi>") == 1, "who answers now, and not who answered before"


def test_the_start_says_who_asks_and_reads_what_comes_back_and_where_to_go_in_danger(site, river):
    page = site.client().get("/c/river/en/").text
    for said in (
        "The people of Tesfa",
        "Our representatives",
        "What we do first",
        "the Friday meeting",
        "You can stop at any time",
        "Speaking brings no goods",
        "they cost only what they cost on your phone",
        "This is not written here yet",
        "the health post",
        "112",
        "Leave this page",
    ):
        assert said in page, said


def test_its_words_stand_in_the_language_of_the_address_where_they_were_translated(site, river):
    with site.database.work() as session:
        consultations.write_musts_in(
            session,
            consultation=consultations.find(session, slug="river"),
            language="fr",
            texts={"who_asks": "Les gens de Tesfa"},
            by=site.cast.amal,
            now=site.clock(),
        )
    page = site.client().get("/c/river/fr/").text
    asked = prompts_in(site, "fr")
    assert asked
    said = [f'<dd><span lang="{each.language}" dir="auto">{each.text}</span>' in page for each in asked]
    assert all(said), "what it is about, in the words of the prompts"
    assert 'href="/code?lang=fr"' in page, "the way back with a number"
    assert '<span lang="fr" dir="auto">Les gens de Tesfa</span>' in page
    assert '<span lang="en" dir="auto">Our representatives</span>' in page


@pytest.mark.parametrize(
    "address", ["/c/nowhere/", "/c/river/sw/", "/c/river/xx/", "/c/hill/", "/c/hill/en/"]
)
def test_what_is_not_there_or_still_a_draft_is_not_found(site, river, address):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation("hill", opened=False)
    assert site.client().get(address).status_code == 404
    assert site.client().post("/c/hill/en/speak").status_code == 404


def test_a_closed_round_says_so(site, river):
    with site.database.work() as session:
        consultation = consultations.find(session, slug="river")
        current = rounds.current_round(session, consultation)
        rounds.close_round(session, round=current, by=site.cast.amal.actor, now=site.clock())
    page = site.client().get("/c/river/en/").text
    assert "This is closed now" in page
    assert "for the next time" in page


def test_leaving_clears_and_goes_somewhere_that_says_nothing(site):
    gone = site.client().get("/leave")
    assert gone.status_code == 303
    assert "consult" not in gone.location
    assert gone.headers["Clear-Site-Data"] == '"cache", "cookies"'
    explained = site.client().get("/leaving").text
    assert "What it cannot clear" in explained
    assert "The list of pages that this phone or computer has opened" in explained


def test_leaving_keeps_the_sealed_words_of_others_that_wait_on_a_helpers_phone(site):
    """Also when the link and its cookie ended long ago, and nothing tells us whose phone it is."""
    helper = site.client()
    helper.set_cookie("helper", "somebody")
    assert helper.get("/leave").headers["Clear-Site-Data"] == '"cache"'
    assert "storage" not in site.client().get("/leave").headers["Clear-Site-Data"]
    assert "Sealed words of others, on the phone of a helper" in site.client().get("/leaving").text
    over = site.client().get("/h/?over=1").text
    assert "stays on this phone, sealed, until it is sent or you delete it, one by one" in over
    assert "open the same link or type its number" in over


def test_a_community_that_ended_takes_no_more_words_but_its_pages_stay(site, river):
    with site.database.work() as session:
        consultations.find(session, slug="river").community.disabled_at = site.clock()
    page = site.client().get("/c/river/en/")
    assert page.status_code == 200
    assert "Nobody takes words here any more" in page.text
    assert "<form" not in page.text
    assert site.client().post("/c/river/en/speak").location == "/c/river/en/"
    assert "/c/river/" not in site.client().get("/").text


def test_released_findings_are_pointed_to(site, river):
    from consult.loop.understand.records import Findings

    assert "/results" not in site.client().get("/c/river/fr/").text
    with site.database.work() as session:
        consultation = consultations.find(session, slug="river")
        released = Findings(
            consultation=consultation,
            round=rounds.current_round(session, consultation),
            number=1,
            released_at=site.clock(),
            released_by_id=site.cast.amal.id,
            review_by=site.clock().date(),
            spoke=0,
            set_aside=0,
            language="en",
            hash="",
        )
        session.add(released)
    for address in ("/c/river/", "/c/river/fr/"):
        assert "/results" in site.client().get(address).text


def test_pages_go_out_compressed_to_those_who_can_open_them_and_plain_to_others(site, river):
    client = site.client()
    plain = client.get("/c/river/ar/")
    small = client.get("/c/river/ar/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert (small.headers["Content-Encoding"], small.content_length) == ("gzip", len(small.data))
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 2
    inside = site.signed_in(site.cast.amal).get("/home", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in inside.headers
