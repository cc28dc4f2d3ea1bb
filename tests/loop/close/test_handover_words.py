"""Words between two houses: who came says more where they are answered, and no word is kept where none is."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.loop.close.came_along import asked_of, lie_also_there
from consult.loop.close.handover_begin import begin
from consult.loop.close.ledger import ledger
from consult.loop.close.wrong import say_wrong
from consult.loop.collect.more_words import say_more
from consult.loop.collect.records import AnswerPart, Consultation, Round
from consult.loop.understand.records import Theme
from consult.loop.understand.where_words_lie import Lie
from consult.people import passing_on
from consult.people.records import Community, Participant
from tests.loop.close.released import chain
from tests.loop.close.two_houses import Two
from tests.loop.conversation.phones import Phone


def handed(two: Two, *people: Participant) -> None:
    r = two.released
    for person in people:
        passing_on.say(two.old, reach=r.reaches[person.id], given=True, now=r.now)
    _, box = two.packed()
    taken = two.takes(box)
    two.is_done(taken.receipt)
    begin(two.new, community=two.new.scalars(select(Community)).one(), now=r.now)


def said(two: Two) -> list[str]:
    return sorted(two.new.scalars(select(AnswerPart.text)))


def test_who_came_with_a_code_says_more_at_the_successor_and_is_counted_once(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    on, unread = r.person(three), r.person(read="not", hear_back=None)
    r.owe()
    handed(two)
    here = {"chain": chain, "now": r.now}
    for person in (on, unread):
        there = two.new.get_one(Participant, person.id)
        (offered,) = asked_of(two.new, participant=there, **here)
        assert len(offered.wordings) == 2
        assert offered.answered == frozenset(), "what they said before lies in the other house"
        wording = offered.wordings[0]
        say_more(two.new, participant=there, asked=offered, wording=wording, text="More of mine.", now=r.now)
    assert said(two) == ["More of mine.", "More of mine."]
    held = two.new.scalars(select(Consultation)).one()
    told = ledger(two.new, consultation=held, chain=chain, now=r.now)
    assert (told.spoke, told.owed.people, told.owed.owed) == (2, 2, 2)
    asked = two.new.scalars(select(Round)).one()
    where = {each: lie_also_there(two.new, participant_id=each.id, asked=asked) for each in (on, unread)}
    assert where[on] == Lie((3,), False, False, False), "more words hide no number"
    assert where[unread] == Lie((), False, False, True)

    old = two.old.get_one(Participant, on.id)
    assert asked_of(two.old, participant=old, **here) == []
    with pytest.raises(Refused, match="taken here any more"):
        say_wrong(two.old, participant=old, theme=three.theme, text="Again.", now=r.now)
    say_wrong(two.old, participant=old, theme=three.theme, now=r.now)
    theme = two.new.get_one(Theme, three.theme_id)
    say_wrong(two.new, participant=two.new.get_one(Participant, on.id), theme=theme, text="Anew.", now=r.now)
    assert said(two) == ["Anew.", "More of mine.", "More of mine."]


def test_by_text_who_came_is_heard_at_the_successor_and_told_in_the_old_house_where_to_ask(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    person = r.person(three)
    two.old.flush()
    handed_before = r.reaches[person.id]
    r.owe()
    handed(two, person)
    assert handed_before.participant_id == person.id
    old = Phone(SimpleNamespace(session=two.old, vault=r.vault, now=r.now), 1)
    new = Phone(SimpleNamespace(session=two.new, vault=two.vault, now=r.now), 1)
    assert old.send("The pump is broken again.") == ["ask_there_who"]
    assert new.send("The pump is broken again.") == ["added"]
    assert said(two) == ["The pump is broken again."]
    assert new.send("MENU") != []
    assert new.send("4") == ["where_words_are"]
    assert new.send("WRONG 3 It is the road.")[0] != "not_now"
    assert said(two) == ["It is the road.", "The pump is broken again."]
