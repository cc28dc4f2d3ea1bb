"""People's words in another language: by hand, one by one, open to no more eyes than they were."""

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.common.translation import Translation
from consult.loop.collect.answers import parts_of, take_back
from consult.loop.collect.reading import name_readers
from consult.loop.collect.records import PartKind, Readers
from consult.loop.departure import leave
from consult.loop.understand.first_reading import cover_more, pass_on
from consult.loop.understand.records import Control
from consult.loop.understand.translating import next_task, said_of, say, waiting
from consult.people.records import Participant, Role

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def masked(session, card):
    """The place of the newest masked text that a page showed."""
    return max(part.position for part in parts_of(session, card.answer) if part.kind is PartKind.MASKED)


@pytest.fixture
def said(scene, session, cast):
    """Five answers in Arabic, read: the first for people here alone; and one in the consultation's own."""
    here = scene.speak("here")
    far = scene.speak("one", "two", "three", "four", readers=Readers.ELSEWHERE)
    for card, text in zip([*here, *far], ("here", "one", "two", "three", "four"), strict=True):
        card.answer.submission.language = "ar"
        pass_on(session, card=card, text=text, **scene.by)
    scene.read("own")
    return [*here, *far]


def test_each_waits_for_those_who_may_see_it_and_another_one_checks(scene, session, cast, now, said):
    asked = {"consultation": scene.consultation, "now": now}
    seen = {"seen": masked(session, said[1])}
    translator = cast.hari
    session.add(cast._seat(translator, Role.TRANSLATOR, community=cast.community, number=1))
    session.flush()
    assert waiting(session, by=cast.amal, **asked) == {"ar": 5}
    assert waiting(session, by=translator, **asked) == {"ar": 4}
    drawn = [
        next_task(session, language="ar", by=translator, pick=lambda many, n=n: min(n, many - 1), **asked)
        for n in range(9)
    ]
    assert {task.text for task in drawn} == {"one", "two", "three", "four"}
    assert next_task(session, language="fr", by=translator, pick=lambda _: 0, **asked) is None
    for who in (cast.chol, cast.dana):
        assert waiting(session, by=who, **asked) == {}
        with pytest.raises(NotAllowed):
            next_task(session, language="ar", by=who, pick=lambda _: 0, **asked)

    one = said[1]
    for who, number, text, wrong in (
        (translator, said[0].number, "x", NotAllowed),
        (translator, 999, "x", NotAllowed),
        (cast.dana, one.number, "x", NotAllowed),
        (translator, one.number, " ", Refused),
    ):
        with pytest.raises(wrong):
            say(session, number=number, text=text, by=who, **asked, **seen)
    say(session, number=one.number, text="the first", by=translator, **asked, **seen)
    found = said_of(session, card=one, consultation=scene.consultation)
    assert (found.text, found.language, found.by.role, found.checked) == (
        "the first",
        "en",
        Role.TRANSLATOR,
        False,
    )
    say(session, number=one.number, text="the first", by=translator, **asked, **seen)
    assert not said_of(session, card=one, consultation=scene.consultation).checked, "checked by its writer"
    assert waiting(session, by=translator, **asked) == {"ar": 3}
    for card in (said[0], *said[2:]):
        say(session, number=card.number, text="x", by=cast.amal, **asked, **seen)
    look = next_task(session, language="ar", by=cast.amal, pick=lambda _: 0, **asked)
    assert (look.card, look.there.text) == (one, "the first")
    say(session, number=one.number, text="the first", by=cast.amal, **asked, **seen)
    assert said_of(session, card=one, consultation=scene.consultation).checked
    assert next_task(session, language="ar", by=cast.amal, pick=lambda _: 0, **asked) is None

    scene.sort([said[2]], Control.COULD_IDENTIFY)
    with pytest.raises(NotAllowed):
        say(session, number=said[2].number, text="x", by=translator, **asked, **seen)
    mine = cast.seats["amal"].id
    name_readers(session, consultation=scene.consultation, seats=[mine], by=cast.amal, now=now)
    assert waiting(session, by=translator, **asked) == {}
    with pytest.raises(NotAllowed):
        say(session, number=one.number, text="x", by=translator, **asked, **seen)


def test_no_language_keeps_what_was_taken_back_or_covered(scene, session, cast, vault, now, said):
    person = session.get_one(Participant, said[2].answer.submission.participant_id)
    of = {"consultation": scene.consultation, **scene.by}
    for card in said:
        say(session, number=card.number, text=f"{card.number}", seen=masked(session, card), **of)
    scene.sort([said[0]], Control.COULD_IDENTIFY)
    before = masked(session, said[0])
    cover_more(session, card=said[0], text="[name]", **scene.by)
    for seen in (before, None):
        with pytest.raises(Refused) as late:
            say(session, number=said[0].number, text="of Abu", seen=seen, **of)
        assert late.value.field == "text"
    take_back(session, answer=said[1].answer, now=now)
    leave(session, vault=vault, participant=person, now=now)
    session.flush()
    left = session.scalars(select(Translation.text)).all()
    assert sorted(left) == sorted(str(card.number) for card in said[3:])
