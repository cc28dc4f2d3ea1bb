import pytest

from consult.common import translation
from consult.common.errors import Refused
from consult.loop.collect import consultations
from consult.loop.collect.tongues import without_danger_place
from consult.loop.understand.missing_words import Text, missing_words


@pytest.fixture
def draft(session, cast, now):
    return consultations.make(
        session,
        community=cast.community,
        slug="Our-River",
        name=" Life by the river ",
        language="en",
        languages=["ar", "en", "fr", "ar"],
        by=cast.amal,
        now=now,
    )


def test_a_draft_keeps_its_own_language_first_and_its_address_small(draft):
    assert draft.languages == ["en", "ar", "fr"]
    assert (draft.slug, draft.name) == ("our-river", "Life by the river")


@pytest.mark.parametrize("slug", ["", "a b", "ño", "-a", "a--b", "a/b", "x" * 61])
def test_an_address_of_other_letters_is_refused(session, cast, now, slug):
    with pytest.raises(Refused) as refused:
        consultations.make(
            session,
            community=cast.community,
            slug=slug,
            name="A",
            language="en",
            languages=[],
            by=cast.amal,
            now=now,
        )
    assert refused.value.field == "slug"


def test_two_consultations_cannot_share_an_address(session, cast, now, draft):
    with pytest.raises(Refused, match="has this address"):
        consultations.make(
            session,
            community=cast.community,
            slug="our-river",
            name="Again",
            language="en",
            languages=[],
            by=cast.amal,
            now=now,
        )


def test_the_list_shows_every_must_and_every_step_as_not_done_yet(session, draft):
    lines = consultations.list_done(session, consultation=draft)
    assert [line.key for line in lines] == [*consultations.MUSTS, *consultations.STEPS]
    assert not any(line.done for line in lines)


def test_what_is_ticked_shows_with_its_note_and_can_be_ticked_again(session, draft, cast, now):
    for note in ("with four people", "with five people"):
        consultations.tick(session, consultation=draft, step="tried", note=note, by=cast.amal, now=now)
    lines = {line.key: line for line in consultations.list_done(session, consultation=draft)}
    assert lines["tried"].done
    assert lines["tried"].note == "with five people"
    assert not lines["second_look"].done


def test_a_tick_without_a_note_or_of_no_step_is_refused(session, draft, cast, now):
    with pytest.raises(Refused):
        consultations.tick(session, consultation=draft, step="tried", note=" ", by=cast.amal, now=now)
    with pytest.raises(Refused):
        consultations.tick(session, consultation=draft, step="risks", note="yes", by=cast.amal, now=now)


def musts(session, consultation, by, now, **other):
    words = {"who_asks": "We", "who_reads": "We do", "what_is_open": "All", "meeting": "The well", **other}
    consultations.write_musts(session, consultation=consultation, by=by, now=now, **words)


def test_musts_are_done_once_written_and_talked_about(session, draft, cast, now):
    musts(session, draft, cast.amal, now)
    consultations.talk_about_risks(session, consultation=draft, note="Six of us", by=cast.amal, now=now)
    lines = consultations.list_done(session, consultation=draft)
    assert all(line.done for line in lines if line.must)
    with pytest.raises(Refused):
        consultations.talk_about_risks(session, consultation=draft, note="", by=cast.amal, now=now)


def test_who_reads_stays_once_somebody_spoke_because_of_it(session, cast, now):
    river = cast.consultation()
    musts(session, river, cast.amal, now)
    cast.answer(cast.participant(), river, "Dust")
    with pytest.raises(Refused, match="already spoken"):
        musts(session, river, cast.amal, now, who_reads="The governor")
    assert river.who_reads == "We do"
    musts(session, river, cast.amal, now, meeting="The school")
    assert river.meeting == "The school"


def test_other_languages_have_their_own_wordings(session, draft, cast, now):
    texts = {"who_asks": "Les gens d'ici", "name": "La vie ici", "who_reads": " "}
    for _ in range(2):
        consultations.write_musts_in(
            session, consultation=draft, language="fr", texts=texts, by=cast.amal, now=now
        )
    session.flush()
    assert translation.worded(session, draft, "who_asks", source="en", wanted=["fr"]).language == "fr"
    assert translation.latest(session, draft, "name", "fr").version == 1
    assert translation.latest(session, draft, "who_reads", "fr") is None
    emptied = {"who_asks": " "}
    consultations.write_musts_in(
        session, consultation=draft, language="fr", texts=emptied, by=cast.amal, now=now
    )
    assert translation.worded(session, draft, "who_asks", source="en", wanted=["fr"]).language == "en"
    assert translation.latest(session, draft, "name", "fr").text == "La vie ici"
    with pytest.raises(Refused):
        consultations.write_musts_in(
            session, consultation=draft, language="sw", texts=texts, by=cast.amal, now=now
        )


def test_where_to_go_in_danger_is_said_in_the_first_language_too_if_the_community_has_another(
    session, cast, now
):
    asked = cast.consultation("well", languages=("en", "sw"))

    def lacks():
        missing = missing_words(session, asked)
        return {each.language for each in missing if each.text is Text.DANGER}

    def says(language, place, name=""):
        texts = {"danger_place": place, "name": name}
        consultations.write_musts_in(
            session, consultation=asked, language=language, texts=texts, by=cast.amal, now=now
        )

    assert (lacks(), consultations.translated_into(asked)) == ({"sw"}, ["sw"])
    assert [each.slug for each in without_danger_place(session, language="sw")] == [asked.community.slug]
    with pytest.raises(Refused):
        says("en", "the health post")
    says("sw", "zahanati")
    assert (lacks(), without_danger_place(session, language="sw")) == (set(), [])
    asked.community.language = "ar"
    assert (lacks(), consultations.translated_into(asked)) == ({"en"}, ["en", "sw"])
    says("en", "the health post", name="Another name")
    assert (lacks(), translation.latest(session, asked, "name", "en")) == (set(), None)
    asked.community.danger_place = ""
    assert consultations.translated_into(asked) == ["sw"]


@pytest.mark.parametrize("name", [" ", "x" * 121])
def test_a_name_is_short_and_never_missing(session, cast, now, name):
    with pytest.raises(Refused) as refused:
        consultations.make(
            session,
            community=cast.community,
            slug="a",
            name=name,
            language="en",
            languages=[],
            by=cast.amal,
            now=now,
        )
    assert refused.value.field == "name"


def test_a_meeting_is_named_shortly(session, draft, cast, now):
    with pytest.raises(Refused) as refused:
        musts(session, draft, cast.amal, now, meeting="x" * 121)
    assert refused.value.field == "meeting"


def test_a_community_finds_its_consultations_again(session, cast, draft):
    cast.consultation()
    found = consultations.consultations_of(session, community=cast.community)
    assert [each.slug for each in found] == ["our-river", "river"]
