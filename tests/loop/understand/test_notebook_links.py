"""What entries stand beside, and who sees it; signs asked again in each round."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect.records import Round
from consult.loop.departure import leave
from consult.loop.understand import notebook, signs
from consult.loop.understand.findings import release
from consult.loop.understand.holds import hold
from consult.loop.understand.notebook_beside import links_of, open_links
from consult.loop.understand.notebook_links import end_links_taken_back, link_to, take_off
from consult.loop.understand.notebook_seen import steps_of
from consult.loop.understand.records import Audience, EntryKind, LinkKind, NotebookAudience, NotebookLink

SHOWN, COMMITTEE, EVERYONE = (
    NotebookAudience.REPRESENTATIVES,
    NotebookAudience.COMMITTEE,
    NotebookAudience.EVERYONE,
)


@pytest.fixture
def write(scene, session):
    def write(kind=EntryKind.ACTOR, title="Herders", audience=SHOWN, by=None):
        who = {"by": by or scene.cast.amal, "now": scene.cast.now}
        entry = notebook.write(
            session,
            consultation=scene.consultation,
            kind=kind,
            title=title,
            text="",
            details={"is": "group"},
            language="en",
            review_on=None,
            **who,
        )
        return notebook.show_to(session, entry=entry, audience=audience, **who)

    return write


@pytest.fixture
def link(scene, session):
    def link(entry, how, number, by=None, **more):
        who = {"by": by or scene.cast.amal, "now": scene.cast.now}
        return link_to(session, entry=entry, how=how, number=str(number), **who, **more)

    return link


@pytest.fixture
def beside(scene, session):
    def beside(entry, by=None):
        found = links_of(session, entries=[entry], by=by or scene.cast.amal, now=scene.cast.now)
        return sorted(
            (each.kind, each.other.number if each.other else each.card or each.theme.number, each.back)
            for each in found.get(entry.id, [])
        )

    return beside


def test_two_actors_stand_to_one_another_as_both_see_it(write, link, beside):
    one, other = write(), write(title="Farmers")
    first = link(one, "tense", "٢", since="the dry year")
    assert link(other, "tense", 1) == first, "said from the other end it is the same"
    link(other, "over", 1)
    assert beside(one) == [(LinkKind.OVER, 2, True), (LinkKind.TENSE, 2, False)]
    assert beside(other) == [(LinkKind.OVER, 1, False), (LinkKind.TENSE, 1, True)]
    with pytest.raises(Refused) as refused:
        link(other, "close", 1)
    assert refused.value.field == "how"


def test_links_that_cannot_be_are_refused_by_their_field(write, link, scene):
    one, need = write(), write(EntryKind.NEED, "Water")
    for how, number, field in (
        ("close", 1, "number"),
        ("close", 77, "number"),
        ("leads_to", "x", "number"),
        ("close", need.number, "how"),
        ("said_on", need.number, "how"),
        ("card", 101, "number"),
        ("theme", 1, "number"),
    ):
        with pytest.raises(Refused) as refused:
            link(one, how, number)
        assert refused.value.field == field
    link(one, "leads_to", need.number)


def test_a_card_is_linked_by_its_number_once_it_is_read(write, link, beside, scene):
    entry = write()
    unread, read = *scene.speak("a"), *scene.read("b")
    with pytest.raises(Refused):
        link(entry, "card", unread.number)
    link(entry, "card", read.number)
    link(entry, "card", read.number)
    assert beside(entry) == [(LinkKind.SAID_ON, read.number, False)]
    read.answer.protected_on = scene.cast.now.date()
    assert beside(entry) == [], "words with the protection officer are not pointed at"


def test_whoever_leaves_takes_the_links_to_their_cards_along(write, link, beside, scene, session, vault, now):
    entry, person = write(), scene.cast.participant()
    (card,) = scene.read("I am the teacher", person=person)
    made = link(entry, "card", card.number, text="The teacher says so", since="then")
    leave(session, vault=vault, participant=person, now=now)
    assert (made.text, made.since) == ("", "")
    assert made.ended_at is not None
    assert beside(entry) == []


def test_a_link_is_seen_by_whoever_sees_both_ends(write, link, beside, scene, cast):
    shown, paper = write(), write(title="Farmers", audience=NotebookAudience.PAPER)
    link(shown, "close", paper.number)
    assert beside(shown) == [(LinkKind.CLOSE, paper.number, False)]
    assert beside(shown, by=cast.bahati) == []
    with pytest.raises(Refused, match="There is no other entry"):
        link(shown, "over", paper.number, by=cast.bahati)
    with pytest.raises(NotAllowed):
        link(paper, "over", shown.number, by=cast.bahati)
    with pytest.raises(NotAllowed):
        beside(shown, by=cast.chol)


def test_a_link_is_taken_off_by_those_who_see_it(write, link, beside, scene, session, cast, now):
    shown, paper = write(), write(title="Farmers", audience=NotebookAudience.PAPER)
    made = link(shown, "close", paper.number)
    take_off(session, entry=shown, link_id=made.id, by=cast.bahati, now=now)
    assert beside(shown)
    take_off(session, entry=shown, link_id=made.id, by=cast.amal, now=now)
    take_off(session, entry=shown, link_id=made.id, by=cast.amal, now=now)
    assert beside(shown) == []
    link(shown, "tense", paper.number)


def test_outside_no_card_no_reason_and_only_released_themes_are_named(write, link, scene, session, cast, now):
    one = write(audience=EVERYONE)
    for title, audience in (("Farmers", EVERYONE), ("Traders", COMMITTEE), ("Elders", SHOWN)):
        link(one, "close", write(title=title, audience=audience).number, text="They told us")
    (card,) = scene.read("words")
    link(one, "card", card.number)
    themes = [
        scene.theme("Water"),
        scene.theme("Road", audience=Audience.COMMITTEE_AND_OFFICES),
        scene.theme("Old", audience=Audience.SPOKEN_ONLY),
    ]
    review_by = now.date() + timedelta(7)
    for theme in themes:
        link(one, "theme", theme.number)
    assert open_links(session, entries=[one], viewer="everyone") == {}
    release(session, consultation=scene.consultation, alone="Other.", review_by=review_by, **scene.by)
    link(one, "theme", scene.theme("Late").number)

    def outside(viewer):
        found = open_links(session, entries=[one], viewer=viewer).get(one.id, [])
        assert not any(each.card or each.text for each in found)
        return {each.other.title if each.other else each.theme.name for each in found}

    assert outside("everyone") == {"Farmers", "Water"}
    assert outside("committee") == {"Farmers", "Traders", "Water", "Road"}
    hold(session, theme=themes[0], **scene.by)
    assert outside("everyone") == {"Farmers"}


def test_signs_are_asked_again_in_each_round(write, scene, session, cast, now):
    sign = write(EntryKind.SIGN, "Children walk to school alone")
    where = {"consultation": scene.consultation, **scene.by}
    assert signs.to_ask_again(session, **where) == [sign]
    signs.see_sign(session, entry=sign, text="Few do", **scene.by)
    signs.see_sign(session, entry=sign, text="Some do", **scene.by)
    assert signs.to_ask_again(session, **where) == []
    session.add(Round(consultation=scene.consultation, number=2))
    session.flush()
    assert signs.to_ask_again(session, **where) == [], "a round that is not open asks nobody"
    session.query(Round).filter_by(number=2).one().opened_at = now
    session.flush()
    assert signs.to_ask_again(session, **where) == [sign]
    signs.see_sign(session, entry=sign, text="Many do", **scene.by)
    found = signs.seen_of(session, [sign])[sign.id]
    assert [(each.round.number, each.text) for each in found] == [(1, "Some do"), (2, "Many do")]
    kept = [step.before["seen"] for step in steps_of(session, entry=sign) if step.step == "seen"]
    assert kept == ["", "Few do", ""]


def test_only_a_sign_is_asked_and_something_must_be_seen(write, scene, session):
    sign = write(EntryKind.SIGN, "School")
    for entry, text in ((write(), "x"), (sign, " "), (sign, "x" * 2001)):
        with pytest.raises(Refused):
            signs.see_sign(session, entry=entry, text=text, **scene.by)


def test_words_taken_back_end_the_links_to_them_with_what_stood_beside(scene, session, write, link, now):
    gone, stays = scene.read("a", "b")
    entry = write()
    for card in (gone, stays):
        link(entry, "card", card.number, text="Musa told us")
    gone.answer.withdrawn_on = now.date()
    end_links_taken_back(session, now=now)
    found = {each.card_id: (each.text, each.ended_at) for each in session.scalars(select(NotebookLink))}
    assert found == {gone.id: ("", now), stays.id: ("Musa told us", None)}
