"""What goes out has every yes, word for word and language for language."""

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.respond import clearance
from consult.loop.respond.permission_days import waiting_for
from consult.loop.respond.records import Said
from consult.loop.respond.wordings import words_by_language, write_wording
from tests.loop.speaking import speak


@pytest.fixture
def level(session, cast, now):
    return clearance.add_level(session, office=cast.water, name="Head", by=cast.emil, now=now)


@pytest.fixture
def version(session, released, now):
    """Handed over, and not published."""
    version = released.answered(released.theme(3))
    version.published_at, version.handed_over_at = None, now
    session.flush()
    return version


@pytest.fixture
def write(session, cast, version, now):
    def write(language, words):
        write_wording(
            session, version=version, language=language, words=words, speak=speak, by=cast.dana, now=now
        )
        session.flush()

    return write


@pytest.fixture
def asked(session, cast, version, now):
    """Ask the next level, and type in what it says."""

    def asked(said=Said.YES):
        slip = clearance.ask(session, version=version, by=cast.dana, now=now)
        back = {"said": said, "said_on": now.date(), "note": "" if said is Said.YES else "Softer."}
        clearance.note_return(session, slip=slip, **back, by=cast.dana, now=now)
        return slip

    return asked


def sent(session):
    return len(session.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out")).all())


FIELDS = {"words": "Other.", "why": "Other.", "who": "Other", "question": "Other?", "to_whom": "Other"}
FIELDS |= {"reference": "Other", "language": "fr"}


def test_a_yes_is_to_every_field_and_every_wording(session, level, version, write, asked):
    write("fr", "Oui.")
    asked()
    assert clearance.missing_level(session, version) is None
    for name, other in FIELDS.items():
        before = getattr(version, name)
        setattr(version, name, other)
        assert clearance.missing_level(session, version) is level, name
        setattr(version, name, before)
    version.only_wording = True
    assert clearance.missing_level(session, version) is level


def test_a_mended_mistake_needs_every_yes(session, level, version, asked):
    version.only_wording = True
    with pytest.raises(Refused, match="Permission is missing"):
        clearance.check_cleared(session, version)
    asked()
    clearance.check_cleared(session, version)


def test_a_wording_that_comes_after_the_asking_waits_for_its_own_yes(
    session, level, version, write, asked, now
):
    write("fr", "Oui.")
    asked()
    write("fr", "Non.")
    write("ar", "نعم")
    assert words_by_language(session, version) == {"en": version.words, "fr": "Oui."}
    clearance.check_cleared(session, version)
    version.published_at = now
    before = sent(session)
    later = asked(Said.CHANGE)
    assert later.later
    assert version.sent_back_at is None
    with pytest.raises(Refused, match="Change that wording"):
        asked()
    write("fr", "Oui, bientôt.")
    assert "ar" not in words_by_language(session, version)
    assert sent(session) == before
    asked()
    said = {"en": version.words, "fr": "Oui, bientôt.", "ar": "نعم"}
    assert words_by_language(session, version) == said
    assert sent(session) == before + 1
    clearance.check_cleared(session, version)
    write("sw", "Ndiyo.")
    assert words_by_language(session, version) == said


def test_a_wording_waits_in_public_as_a_wording(session, level, version, write, asked, cast, now):
    asked()
    write("fr", "Oui.")
    clearance.ask(session, version=version, by=cast.dana, now=now)
    (theme,) = version.response.themes
    (waits,) = waiting_for(session, [theme.theme_id])[theme.theme_id]
    assert waits.later


def test_where_no_permission_is_asked_a_wording_is_read_at_once(session, version, write, now):
    version.published_at = now
    write("fr", "Oui.")
    assert words_by_language(session, version)["fr"] == "Oui."
    assert sent(session) == 1
