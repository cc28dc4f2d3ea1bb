"""A representative makes, prepares, opens and closes a consultation."""

import re
from datetime import timedelta

import pytest

from consult.loop.collect import consultations, joining, prompts, rounds
from consult.people import communities


@pytest.fixture
def amal(site):
    return site.signed_in(site.cast.amal)


@pytest.fixture
def draft(site, amal):
    sent = amal.post(
        "/collect/new/tesfa",
        data={"name": "Life by the well", "slug": "well", "language": "en", "languages": ["fr", "ar"]},
    )
    assert sent.status_code == 303, sent.text
    return sent.location


@pytest.mark.parametrize(
    ("reads", "speaks", "first"), [("ar", "en", "ar"), ("en", "ach", "ach"), ("fr", "fr", "fr")]
)
def test_the_first_language_is_that_of_whoever_writes_or_one_these_pages_do_not_speak(
    site, amal, reads, speaks, first
):
    with site.database.work() as session:
        session.merge(site.cast.amal).language = reads
        session.merge(site.cast.community).language = speaks
    assert f'<option selected value="{first}">' in amal.get("/collect/new/tesfa").text


def find(site, slug="well"):
    session = site.database.reading().__enter__()
    return session, consultations.find(session, slug=slug)


def musts(amal, **other):
    words = {"who_asks": "We", "who_reads": "We do", "what_is_open": "", "meeting": "The well"}
    return amal.post("/collect/well/musts", data={**words, **other})


def prepare(amal):
    musts(amal)
    amal.post("/collect/well/risks", data={"risks_note": "Six of us talked"})
    texts = {"en": "What is it like?", "fr": "Comment est-ce ?", "ar": "كيف الحال؟", "back_fr": "How is it?"}
    return amal.post("/collect/well/prompts/new", data=texts)


def open_it(amal, site, **other):
    day = site.clock().date()
    dates = {
        "closes_on": day + timedelta(9),
        "review_by": day + timedelta(19),
        "news_by": day + timedelta(29),
    }
    return amal.post("/collect/well/open", data={**{k: v.isoformat() for k, v in dates.items()}, **other})


def test_the_list_says_how_to_begin_and_then_shows_the_draft(site, amal):
    assert "Begin by making the first one" in amal.get("/collect/").text
    amal.post("/collect/new/tesfa", data={"name": "Life by the well", "slug": "well", "language": "en"})
    page = amal.get("/collect/").text
    assert 'href="/collect/well/"' in page
    assert "A draft" in page


def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(site, amal):
    sent = {"name": "Life by the well", "slug": "a b", "language": "en", "languages": ["fr"]}
    page = amal.post("/collect/new/tesfa", data=sent)
    assert page.status_code == 422
    assert 'value="Life by the well"' in page.text
    assert "may hold only the letters" in page.text
    assert amal.post("/collect/new/tesfa", data={**sent, "slug": "ab", "language": "zz"}).status_code == 422


def test_everything_on_the_list_shows_not_done_yet_until_it_is(amal, draft):
    page = amal.get(draft).text
    assert page.count("Not done yet") == 11
    assert amal.post("/collect/well/list/tried", data={"note": ""}).status_code == 422
    assert amal.post("/collect/well/list/nothing", data={"note": "x"}).status_code == 404
    amal.post("/collect/well/list/tried", data={"note": "with five neighbours"})
    musts(amal)
    page = amal.get(draft).text
    assert page.count("Not done yet") == 8
    assert "with five neighbours" in page
    assert "with five neighbours" in amal.get("/collect/well/list/tried").text


def test_it_opens_when_the_musts_stand_and_closes_after_a_question(site, amal, draft):
    assert "write who asks and who reads" in open_it(amal, site).text
    prepare(amal)
    assert open_it(amal, site, news_by="soon").status_code == 422
    early = open_it(amal, site, news_by=site.clock().date().isoformat())
    assert "before the review ends" in early.text
    assert open_it(amal, site).status_code == 303
    assert site.client().get("/c/well/fr/").status_code == 200
    assert "Open until" in amal.get(draft).text
    assert "This cannot be undone" in amal.get("/collect/well/close").text
    amal.post("/collect/well/close")
    session, well = find(site)
    assert not rounds.is_open(rounds.current_round(session, well), site.clock())
    session.close()
    assert "Closed" in amal.get(draft).text


def test_prompts_have_a_box_a_language_with_the_back_translation_beside(site, amal, draft):
    prepare(amal)
    page = amal.get("/collect/well/prompts/1").text
    assert "Comment est-ce ?" in page
    assert "How is it?" in page
    sent = amal.post("/collect/well/prompts/1", data={"en": "And now?", "fr": "", "ar": "x" * 301})
    assert sent.status_code == 422
    assert "And now?" in sent.text
    session, well = find(site)
    assert prompts.prompts_of(session, well, "en")[0].text == "What is it like?"
    session.close()
    amal.post("/collect/well/prompts/1", data={"en": "And now?", "fr": "", "ar": ""})
    session, well = find(site)
    assert [prompts.prompts_of(session, well, each)[0].text for each in ("en", "fr")] == [
        "And now?",
        "Comment est-ce ?",
    ]
    session.close()


def test_a_prompt_goes_only_after_a_question(site, amal, draft):
    prepare(amal)
    assert "Ask prompt 1 no more?" in amal.get("/collect/well/prompts/1/withdraw").text
    amal.post("/collect/well/prompts/1/withdraw")
    assert amal.get("/collect/well/prompts/1").status_code == 404


def test_join_words_are_added_refused_and_removed(site, amal, draft):
    assert "no join word yet" in amal.get("/collect/well/words").text
    assert amal.post("/collect/well/words", data={"word": "Puits", "language": "fr"}).status_code == 303
    refused = amal.post("/collect/well/words", data={"word": "menu", "language": "fr"})
    assert refused.status_code == 422
    assert "already does something else" in refused.text
    session, _well = find(site)
    assert joining.join_word(session, "PUITS bonjour").language == "fr"
    session.close()
    amal.post("/collect/well/words/puits/remove")
    session, _well = find(site)
    assert joining.join_word(session, "puits") is None
    session.close()


def test_what_people_read_can_be_seen_before_and_translated(site, amal, draft):
    musts(amal, who_asks="The people of the well")
    amal.post("/collect/well/musts/fr", data={"who_asks": "Les gens du puits", "name": "La vie au puits"})
    page = amal.get("/collect/well/preview/fr").text
    assert "Les gens du puits" in page
    assert "We do" in page
    assert "<form" not in page
    assert amal.get("/collect/well/preview/sw").status_code == 404
    assert amal.get("/collect/well/musts/en").status_code == 404
    assert amal.post("/collect/well/musts/en", data={"who_asks": "x"}).status_code == 422


def test_the_page_counts_people_by_door_and_shows_no_words(site, amal, draft):
    with site.database.work() as session:
        site.cast.session = session
        river = site.cast.consultation()
        site.cast.answer(site.cast.participant(), river, "Dust in the secret place")
    page = amal.get("/collect/river/").text
    assert "1 person spoke" in page
    assert "On the web" in page
    assert "Dust" not in page


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_only_representatives_prepare(site, draft, who):
    other = site.signed_in(getattr(site.cast, who))
    for address in (
        "",
        "musts",
        "risks",
        "prompts/new",
        "words",
        "open",
        "close",
        "list/tried",
        "preview/en",
    ):
        assert other.get(f"/collect/well/{address}").status_code == 403, address
    assert other.post("/collect/well/close").status_code == 403
    assert other.get("/collect/new/tesfa").status_code == 403
    assert "no such seat yet" in other.get("/collect/").text


def test_in_danger_people_are_told_where_to_go_in_their_own_language(site, amal, draft):
    musts(amal)
    page = amal.get("/collect/well/musts/fr").text
    assert "Where to go in danger" in page
    assert "the health post" in page, "what it says in the first language stands beside it"
    too_long = amal.post("/collect/well/musts/fr", data={"danger_place": "x" * 121})
    assert too_long.status_code == 422
    assert "at most 120 letters" in too_long.text
    amal.post("/collect/well/musts/fr", data={"danger_place": "le poste de santé"})
    amal.post("/collect/well/musts/fr", data={"who_asks": "Les gens du puits", "danger_place": ""})
    page = amal.get("/collect/well/musts/fr").text
    assert 'value="le poste de santé"' in page, "said by somebody since that page was opened, it stays"
    said = re.findall('name="said" value="([a-z_]+)"', page)
    assert said == ["who_asks", "danger_place"]
    amal.post(
        "/collect/well/musts/fr", data={"who_asks": "", "danger_place": "le poste de santé", "said": said}
    )
    page = amal.get("/collect/well/musts/fr").text
    assert ("Les gens" in page, 'value="le poste de santé"' in page) == (False, True), (
        "emptied by hand it goes"
    )
    assert '<span lang="fr" dir="auto">le poste de santé</span>' in amal.get("/collect/well/preview/fr").text
    assert "le poste de santé" not in amal.get("/collect/well/preview/en").text
    poster = amal.get("/collect/well/invitations/poster/fr").text
    assert "le poste de santé" in poster
    with site.database.work() as session:
        community = consultations.find(session, slug="well").community
        given = {"name": "Tesfa", "public": True, "danger_number": "", "now": site.clock()}
        communities.describe(
            session, community=community, danger_place="the school", by=site.cast.gita.actor, **given
        )
    page = amal.get("/collect/well/preview/fr").text
    assert "the school" in page, "what was said of another place leads nobody wrong"
    assert "le poste de santé" not in page
