"""Findings: frozen, numbered, hashed, counted under the small-number rule; who sees what."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.common.outbox import OutboxItem
from consult.loop.collect.answers import withdraw
from consult.loop.collect.records import Round
from consult.loop.understand import findings as room
from consult.loop.understand.audiences import held_from, themes_for
from consult.loop.understand.holds import hold, lift
from consult.loop.understand.picture import seen_by
from consult.loop.understand.records import Audience, Contribution, Control, Hold
from consult.loop.understand.themes import address, reword
from consult.loop.understand.where_words_lie import Lie, Sums, lie_of, sums

REVIEW_BY = date(2027, 6, 20)


def go(scene, *, alone: str = "Other words.", review_by: date = REVIEW_BY, small_cell: int = 10):
    return room.release(
        scene.session,
        consultation=scene.consultation,
        alone=alone,
        review_by=review_by,
        small_cell=small_cell,
        **scene.by,
    )


def test_words_frozen_in_findings_stay_when_the_theme_changes(scene, session, cast, now):
    theme = scene.theme("Water")
    findings = go(scene)
    reword(session, theme=theme, name="Wells", statement="Dry", by=cast.amal, now=now)
    item = room.items_of(session, findings)[0]
    assert (item.number, item.name, item.statement) == (1, "Water", "People speak of Water.")
    assert room.verify(session, findings)
    assert room.latest(session, scene.consultation) == findings
    again = go(scene)
    assert (again.number, room.items_of(session, again)[0].name) == (2, "Wells")
    assert room.all_findings(session, scene.consultation) == [again, findings]


@pytest.mark.parametrize(
    ("on", "what", "value"),
    [
        ("item", "statement", "Nobody said this."),
        ("item", "people", 12),
        ("item", "audience", Audience.SPOKEN_ONLY),
        ("findings", "alone", "x"),
        ("findings", "spoke", 3),
        ("findings", "review_by", date(2028, 1, 1)),
    ],
)
def test_a_released_word_that_was_changed_shows(scene, session, on, what, value):
    scene.theme("Water")
    findings = go(scene)
    setattr(findings if on == "findings" else room.items_of(session, findings)[0], what, value)
    session.flush()
    assert not room.verify(session, findings)


def test_who_leaves_does_not_break_the_hash(scene, session, cast, now):
    person = cast.participant()
    cards = scene.read("a", person=person)
    water = scene.code("Water")
    scene.sort(cards, water)
    scene.theme("Water", water)
    findings = go(scene)
    withdraw(session, participant=person, now=now)
    session.query(Contribution).delete()
    assert room.verify(session, findings)


def test_contributors_are_people_and_what_is_owed_is_asked_once(scene, session, cast, now):
    person = cast.participant()
    cards = scene.read("a", "b", person=person) + scene.read("c")
    water = scene.code("Water")
    scene.sort(cards, water)
    scene.theme("Water", water)
    findings = go(scene)
    assert findings.spoke == 2
    assert len(session.scalars(select(Contribution)).all()) == 2
    owed = session.scalars(select(OutboxItem).where(OutboxItem.name == "owe")).all()
    assert [item.payload for item in owed] == [{"findings_id": str(findings.id)}]


def test_a_count_stands_only_where_ten_are_in_it_and_ten_are_not(scene, session):
    water, road = scene.code("Water"), scene.code("Road")
    cards = scene.read(*["words"] * 21)
    scene.sort(cards[:11], water)
    scene.sort(cards[11:20], road)
    scene.theme("Water", water)
    scene.theme("Road", road)
    findings = go(scene)
    assert [item.people for item in room.items_of(session, findings)] == [11, None]
    assert findings.spoke == 21
    assert [item.people for item in room.items_of(session, go(scene, small_cell=12))] == [None, None]


def test_two_releases_never_tell_who_came_between_them(scene, session):
    water = scene.code("Water")
    cards = scene.read(*["words"] * 40)
    scene.sort(cards[:12], water)
    scene.theme("Water", water)
    counts = [room.items_of(session, go(scene))[0].people]
    scene.sort(cards[12:13], water)
    counts.append(room.items_of(session, go(scene))[0].people)
    scene.sort(cards[13:22], water)
    counts.append(room.items_of(session, go(scene))[0].people)
    assert counts == [12, None, 22]


def test_words_of_each_person_lie_in_exactly_one_place(scene, session, cast):
    water, other = scene.code("Water"), scene.code("Other")
    scene.theme("Water", water)
    person = [cast.participant() for _ in range(5)]
    one, two = scene.read("water", "hello", person=person[0])
    scene.sort([one], water)
    scene.sort([two], Control.NOT_AN_ANSWER)
    scene.sort(scene.read("else", person=person[1]), other)
    scene.sort(scene.read("hello", "hi", person=person[2]), Control.NOT_AN_ANSWER)
    scene.speak("unread", person=person[3])
    scene.sort(scene.read("hello", "later", person=person[4])[:1], Control.NOT_AN_ANSWER)
    asked = one.answer.submission.round
    assert sums(session, asked) == Sums(spoke=5, on_theme=1, alone=1, set_aside=1)
    assert sums(session, asked).unread == 2
    lies = [lie_of(session, participant_id=each.id, asked=asked) for each in person]
    assert lies == [
        Lie((1,), alone=False, set_aside=False, unread=False),
        Lie((), alone=True, set_aside=False, unread=False),
        Lie((), alone=False, set_aside=True, unread=False),
        Lie((), alone=False, set_aside=False, unread=True),
        Lie((), alone=False, set_aside=False, unread=True),
    ]
    assert lie_of(session, participant_id=cast.participant().id, asked=asked) is None
    findings = go(scene)
    assert (findings.spoke, findings.set_aside) == (5, 1)


def test_a_release_needs_a_theme_a_line_for_the_rest_and_a_day_to_come(scene, session, cast, now):
    with pytest.raises(Refused):
        go(scene)
    theme = scene.theme("Water")
    scene.read("on no theme")
    with pytest.raises(Refused) as refused:
        go(scene, alone="  ")
    assert refused.value.field == "alone"
    for day in (now.date(), now.date() - timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            go(scene, review_by=day)
        assert refused.value.field == "review_by"
    theme.audience = Audience.ONE_OFFICE
    with pytest.raises(Refused):
        go(scene)


def test_with_every_word_on_a_theme_no_line_is_needed(scene):
    water = scene.code("Water")
    scene.sort(scene.read("water"), water)
    scene.theme("Water", water)
    assert go(scene, alone="").alone == ""


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_else_releases(scene, session, cast, now, who):
    scene.theme("Water")
    with pytest.raises(NotAllowed):
        room.release(
            session,
            consultation=scene.consultation,
            alone="x",
            review_by=REVIEW_BY,
            by=getattr(cast, who),
            now=now,
        )


SEEN = {
    Audience.EVERYONE: {"everyone", "committee", "water"},
    Audience.COMMITTEE_AND_OFFICES: {"committee", "water"},
    Audience.ONE_OFFICE: {"water"},
    Audience.SPOKEN_ONLY: set(),
}
"""The row *released* of the stages, for a theme that is addressed to the water office."""


@pytest.mark.parametrize("audience", Audience)
def test_who_sees_a_released_theme(scene, session, cast, now, audience):
    theme = scene.theme("Water", audience=audience, offices=(cast.water,))
    findings = go(scene)
    viewers = {"everyone": "everyone", "committee": "committee", "water": cast.water, "roads": cast.roads}

    def seeing() -> set[str]:
        return {name for name, viewer in viewers.items() if themes_for(session, findings, viewer=viewer)}

    def marked() -> set[str]:
        return {name for name, viewer in viewers.items() if held_from(session, findings, viewer=viewer)}

    assert (seeing(), marked()) == (SEEN[audience], set())
    hold(session, theme=theme, by=cast.amal, now=now)
    assert (seeing(), marked()) == (set(), SEEN[audience])
    lift(session, theme=theme, by=cast.amal, now=now)
    assert (seeing(), marked()) == (SEEN[audience], set())
    assert session.scalars(select(Hold)).one().lifted_at == now


def test_of_an_earlier_round_everybody_sees_only_what_was_released_to_them_then(scene, session, now):
    theme = scene.theme("Water", audience=Audience.COMMITTEE_AND_OFFICES)
    go(scene)
    first = session.scalars(select(Round)).one()
    first.closed_at = now
    dates = {"closes_on": first.closes_on, "news_by": first.news_by, "review_by": first.review_by}
    session.add(Round(consultation=scene.consultation, number=2, opened_at=now, **dates))
    session.flush()
    theme.audience = Audience.EVERYONE
    findings = go(scene)
    before = {
        viewer: [each.round for each in seen_by(session, findings=findings, viewer=viewer).before]
        for viewer in ("everyone", "committee", "representatives")
    }
    assert before == {"everyone": [], "committee": [1], "representatives": [1]}


def test_an_office_asked_later_sees_a_theme_but_never_one_for_another_office_alone(scene, session, cast, now):
    common = scene.theme("Common")
    secret = scene.theme("Secret", audience=Audience.ONE_OFFICE, offices=(cast.water,))
    findings = go(scene)
    for theme in (common, secret):
        address(session, theme=theme, audience=Audience.EVERYONE, offices=[cast.roads], by=cast.amal, now=now)
    assert [item.name for item in themes_for(session, findings, viewer=cast.roads)] == ["Common"]
    assert [item.name for item in themes_for(session, findings, viewer=cast.water)] == ["Secret"]
    assert room.verify(session, findings)


def test_the_line_for_words_on_no_theme_is_said_in_other_languages(scene, session, cast, now):
    scene.theme("Water")
    findings = go(scene)
    how = {"findings": findings, "by": cast.amal, "now": now}
    room.translate_alone(session, language="ar", text="كلمات", **how)
    for language, text in (("en", "x"), ("sw", "x"), ("fr", " ")):
        with pytest.raises(Refused):
            room.translate_alone(session, language=language, text=text, **how)
