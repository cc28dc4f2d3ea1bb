from datetime import timedelta

import pytest

from consult.common import translation
from consult.common.errors import Refused
from consult.loop.close.returns import newest, numbers_in
from consult.loop.collect.records import Consultation, Round
from consult.loop.respond.decisions import decisions
from consult.loop.respond.records import Kind
from consult.loop.respond.responses import draft, new_version, of_office, revise
from consult.loop.respond.wordings import words_by_language
from consult.loop.understand.records import Audience, Findings
from consult.people.records import Community
from tests.loop.speaking import speak


@pytest.fixture
def said(cast, now):
    return {
        "kind": Kind.WILL_DO,
        "words": "We will mend the pump.",
        "why": "It is broken.",
        "who": "The head of the office",
        "by_when": now.date() + timedelta(days=30),
        "speak": speak,
        "by": cast.dana,
        "now": now,
    }


@pytest.fixture
def drafted(session, cast, released, said):
    def drafted(*themes, **changed):
        values = {"office": cast.water, "themes": themes, "language": "en", **said, **changed}
        return draft(session, **values)

    return drafted


def standing(session, theme):
    return decisions(session, [theme.theme_id])[theme.theme_id].newest


def published(session, version, now):
    version.published_at = now
    session.flush()
    return version


def test_an_office_answers_several_themes_in_one(session, cast, released, drafted):
    three, seven = released.theme(3), released.theme(7)
    version = drafted(three, seven)
    assert (version.number, version.response.themes) == (1, [three, seven])
    assert of_office(session, office=cast.water, theme=seven) is version.response


@pytest.mark.parametrize("field", ["words", "why", "who", "by_when"])
def test_words_why_who_and_by_when_are_all_required(released, drafted, field):
    with pytest.raises(Refused) as refused:
        drafted(released.theme(3), **{field: None if field == "by_when" else "  "})
    assert refused.value.field == field


def test_a_past_day_is_refused_and_today_is_not(released, drafted, now):
    theme = released.theme(3)
    with pytest.raises(Refused) as refused:
        drafted(theme, by_when=now.date() - timedelta(days=1))
    assert refused.value.field == "by_when"
    assert drafted(theme, by_when=now.date()).by_when == now.date()


def test_an_over_long_answer_is_refused(released, drafted):
    with pytest.raises(Refused) as refused:
        drafted(released.theme(3), words="a" * 1001)
    assert refused.value.values == {"most": 1000}


def test_only_themes_addressed_to_the_office_can_be_answered(released, cast, drafted):
    for theme in (
        released.theme(3, offices=[cast.roads]),
        released.theme(7, audience=Audience.SPOKEN_ONLY),
    ):
        with pytest.raises(Refused):
            drafted(theme)
    with pytest.raises(Refused):
        drafted()


def test_themes_for_different_people_are_not_answered_in_one(released, drafted):
    with pytest.raises(Refused):
        drafted(released.theme(3), released.theme(7, audience=Audience.ONE_OFFICE))


def test_an_office_answers_a_theme_once_and_then_by_new_versions(released, drafted):
    theme = released.theme(3)
    drafted(theme)
    with pytest.raises(Refused):
        drafted(theme, words="Again.")


def test_a_draft_can_be_changed_and_goes_back_before_its_second_look(
    session, cast, released, drafted, said, now
):
    version = drafted(released.theme(3))
    version.handed_over_at = now
    revise(session, version=version, **{**said, "words": "Otherwise.", "by": cast.emil})
    assert (version.words, version.handed_over_at, version.drafted_by_id) == (
        "Otherwise.",
        None,
        cast.emil.id,
    )


def test_what_is_published_never_changes(session, released, drafted, said, now):
    version = published(session, drafted(released.theme(3)), now)
    with pytest.raises(Refused):
        revise(session, version=version, **{**said, "words": "Otherwise."})
    assert version.words == "We will mend the pump."


def test_a_change_is_a_new_version_and_the_old_one_stands_until_it_is_published(
    session, released, drafted, said, now
):
    theme = released.theme(3)
    first = published(session, drafted(theme), now)
    second = new_version(
        session, response=first.response, only_wording=False, **{**said, "words": "We cannot."}
    )
    assert standing(session, theme) is first
    with pytest.raises(Refused):
        new_version(session, response=first.response, only_wording=False, **said)
    published(session, second, now + timedelta(hours=1))
    assert standing(session, theme) is second


def test_a_mended_wording_keeps_decision_and_day_and_takes_its_languages_along(
    session, released, drafted, said, now
):
    first = published(session, drafted(released.theme(3)), now)
    translation.write(session, first, "words", language="fr", text="Oui.", by_id=None, now=now)
    session.flush()
    for changed in (
        {"kind": Kind.CANNOT},
        {"by_when": now.date() + timedelta(days=60)},
        {"words": "We will not mend the pump."},
        {"why": "It costs too much."},
        {"who": "Nobody here"},
    ):
        with pytest.raises(Refused) as refused:
            new_version(session, response=first.response, only_wording=True, **{**said, **changed})
        assert refused.value.field == "only_wording"
    mended = new_version(
        session,
        response=first.response,
        only_wording=True,
        **{**said, "words": "We wil mend the pump.", "now": now + timedelta(days=90)},
    )
    session.flush()
    assert words_by_language(session, mended) == {"en": "We wil mend the pump.", "fr": "Oui."}


def test_a_changed_decision_takes_no_old_wordings_along(session, released, drafted, said, now):
    first = published(session, drafted(released.theme(3)), now)
    translation.write(session, first, "words", language="fr", text="Oui.", by_id=None, now=now)
    session.flush()
    changed = new_version(session, response=first.response, only_wording=False, **said)
    assert words_by_language(session, changed) == {"en": "We will mend the pump."}


def test_what_does_not_fit_into_one_text_is_refused_wherever_it_is_written(
    session, cast, released, said, drafted, now
):
    """Nine hundred letters that networks carry at seventy a segment."""
    long = {**said, "words": "\u0646\u0639\u0645 " * 225}
    theme = released.theme(3)
    with pytest.raises(Refused, match="segments") as refused:
        drafted(theme, **long, language="ar")
    assert refused.value.field == "words"
    version = drafted(theme)
    with pytest.raises(Refused, match="segments"):
        revise(session, version=version, **long)
    published(session, version, now)
    with pytest.raises(Refused, match="segments"):
        new_version(session, response=version.response, only_wording=False, **long)
    assert version.words == said["words"]


def test_one_answer_meets_two_communities_and_each_is_told_its_own_numbers(
    session, cast, released, said, now
):
    other = Community(slug="marra", name="Marra", language="en", region="GB", timezone="UTC")
    elsewhere = Consultation(
        community=other, slug="lake", name="Lake", language="en", languages=["en"], made_at=now
    )
    asked = Round(consultation=elsewhere, number=1)
    findings = Findings(
        consultation=elsewhere,
        round=asked,
        number=1,
        released_at=now - timedelta(days=9),
        released_by=cast.amal,
        review_by=(now - timedelta(days=1)).date(),
        spoke=0,
        set_aside=0,
        alone="",
        language="en",
        hash="",
    )
    session.add_all([other, elsewhere, asked, findings])
    session.flush()
    here = released.theme(3)
    kept = (released.consultation, released.findings)
    released.consultation, released.findings = elsewhere, findings
    there = released.theme(8)
    released.consultation, released.findings = kept
    version = draft(session, office=cast.water, themes=[here, there], language="en", **said)
    published(session, version, now)
    for consultation, theme in ((released.consultation, here), (elsewhere, there)):
        assert newest(session, consultation) == [version]
        assert numbers_in([version], consultation) == [theme.number]
        assert standing(session, theme) is version
