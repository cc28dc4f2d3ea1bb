"""What is kept of an added language: who may, what fits, and that a change undoes a signature."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.common.errors import NotAllowed, Refused
from consult.people import languages
from consult.people.languages import Listed
from consult.people.records import Language, Role, Seat
from tests.cast import Cast

LISTED = Listed(codes={"en", "fr"}, keywords={"menu": ("menu", "en")}, reserved={"stop"})


def added(session: Session, cast: Cast, now: datetime) -> Language:
    return languages.write_language(
        session,
        code="ach",
        autonym=" Leb  Acoli ",
        direction="ltr",
        fallbacks=["fr"],
        keywords={"menu": ["menu", "kwena"], "more": []},
        listed=LISTED,
        by=cast.gita,
        now=now,
    )


def test_a_language_is_read_as_it_was_written_and_a_second_time_changes_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = added(session, cast, now)
    assert added(session, cast, now) is made
    languages.write_sentences(session, language=made, sentences={"Begin": " Cak "}, by=cast.gita, now=now)
    (read,) = languages.read_added(session)
    assert (read.code, read.autonym, read.fallbacks) == ("ach", "Leb Acoli", ("fr",))
    assert read.keywords == {"menu": ("menu", "kwena")}
    assert read.sentences == {"Begin": "Cak"}


def test_a_translator_words_it_and_a_representative_does_not(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = added(session, cast, now)
    said = {"language": made, "sentences": {"Begin": "Cak"}, "now": now}
    with pytest.raises(NotAllowed):
        languages.write_sentences(session, by=cast.amal, **said)
    session.add(Seat(account=cast.hari, role=Role.TRANSLATOR, community=cast.community, since=now))
    session.flush()
    assert languages.write_sentences(session, by=cast.hari, **said) == 1
    assert languages.write_sentences(session, by=cast.hari, **said) == 0


def test_a_signature_ends_with_the_next_change(session: Session, cast: Cast, now: datetime) -> None:
    made = added(session, cast, now)
    with pytest.raises(Refused, match="no sentence to sign"):
        languages.sign(session, language=made, name="Okot", by=cast.gita, now=now)
    said = {"language": made, "by": cast.gita, "now": now}
    languages.write_sentences(session, sentences={"Begin": "Cak"}, **said)
    languages.sign(session, language=made, name="Okot", by=cast.gita, now=now)
    languages.write_sentences(session, sentences={"Begin": "Cak"}, **said)
    assert made.reviewed_by == "Okot"
    languages.write_sentences(session, sentences={"Begin": "Caki"}, **said)
    assert (made.reviewed_by, made.reviewed_on) == ("", None)


@pytest.mark.parametrize("bad", ["100% sure", "%(where)s", "\u202ereversed"])
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_sentence_that_could_break_a_page_is_refused(
    session: Session, cast: Cast, now: datetime, bad: str, kind: str
) -> None:
    made = added(session, cast, now)
    with pytest.raises(Refused):
        languages.write_sentences(session, language=made, sentences={"Begin": bad}, by=cast.gita, now=now)
