import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.respond.wordings import missing_languages, worded, words_by_language, write_wording
from tests.loop.speaking import speak


def asked(session):
    return session.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out")).all()


def test_it_is_missing_in_the_languages_of_people_who_spoke_in_the_round(released, session, cast, now):
    theme = released.theme(3)
    for language in ("en", "fr", "ar"):
        released.person(language=language)
    released.person(theme)
    gone = released.person(language="sw")
    gone.left_on = now.date()
    version = released.answered(theme)
    assert missing_languages(session, version) == ["ar", "fr"]
    write_wording(session, version=version, language="ar", words="نعم", speak=speak, by=cast.dana, now=now)
    assert missing_languages(session, version) == ["fr"]


def test_a_late_wording_asks_to_tell_those_who_waited_each_time_it_is_written(released, session, cast, now):
    version = released.answered(released.theme(3))
    for words in ("Oui.", "Oui !"):
        write_wording(
            session, version=version, language="fr", words=words, speak=speak, by=cast.dana, now=now
        )
    assert [item.payload for item in asked(session)] == [{"version_id": str(version.id)}] * 2
    assert words_by_language(session, version)["fr"] == "Oui !"


def test_a_wording_of_a_draft_waits_for_its_publishing(released, session, cast, now):
    version = released.answered(released.theme(3))
    version.published_at = None
    write_wording(
        session,
        version=version,
        language="fr",
        words="Oui.",
        why="Cassé.",
        speak=speak,
        by=cast.dana,
        now=now,
    )
    assert asked(session) == []
    assert worded(session, version, "why", ["fr"]).text == "Cassé."
    assert worded(session, version, "who", ["fr"]).language == "en"


def test_an_empty_wording_or_one_in_the_language_of_the_answer_is_refused(released, session, cast, now):
    version = released.answered(released.theme(3))
    for language, words in (("fr", " "), ("en", "Yes.")):
        with pytest.raises(Refused):
            write_wording(
                session, version=version, language=language, words=words, speak=speak, by=cast.dana, now=now
            )


def test_a_wording_that_does_not_fit_into_one_text_is_refused(released, session, cast, now):
    version = released.answered(released.theme(3))
    words = "\u0646\u0639\u0645 " * 225
    with pytest.raises(Refused, match="segments"):
        write_wording(
            session, version=version, language="ar", words=words, speak=speak, by=cast.dana, now=now
        )
    assert "ar" not in words_by_language(session, version)
    assert asked(session) == []
