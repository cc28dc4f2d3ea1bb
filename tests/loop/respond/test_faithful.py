"""Representatives say whether an answer is faithful to what was said; silence moves on by its date."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.loop.respond import faithful, faithful_words
from consult.loop.respond.clearance import add_level, ask
from consult.loop.respond.owed import Waits, addressed
from consult.loop.respond.promise_states import promises_of
from consult.loop.respond.records import Faithful, Kind
from consult.loop.respond.responses import draft, new_version, revise
from consult.loop.respond.second_look import hand_over, publish, send_back
from consult.loop.understand.holds import hold, lift
from consult.people.records import Community, Role, Seat
from tests.loop.speaking import speak

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
SAID = {
    "kind": Kind.WILL_DO,
    "words": "We will mend the pump.",
    "why": "It is broken.",
    "who": "The head of the office",
    "language": "en",
    "speak": speak,
}


@pytest.fixture
def let_go(session, cast, now):
    """An answer to `themes` after its second look."""

    def let_go(*themes):
        said = {**SAID, "by_when": now.date() + timedelta(days=30), "by": cast.dana, "now": now}
        version = draft(session, office=cast.water, themes=themes, **said)
        hand_over(session, version=version, by=cast.dana, now=now)
        publish(session, version=version, by=cast.emil, now=now)
        return version

    return let_go


@pytest.fixture
def say(session, cast):
    def say(version, who, says, *, at, note="", seat=None):
        seat = seat or cast.seats[who]
        said = {"says": says, "note": note, "language": "en", "seat": seat}
        return faithful.say(session, version=version, now=at, **said)

    return say


def fan_outs(session):
    return [
        item.payload["version_id"] for item in session.scalars(select(OutboxItem).filter_by(name="fan_out"))
    ]


def elsewhere(session, released, now):
    """A theme that another community released, with its representative's seat."""
    hill = Community(slug="hill", name="Hill", language="en", region="GB", timezone="UTC")
    theme = released.elsewhere(4)
    theme.findings.consultation.community = hill
    seat = Seat(account=released.cast.hari, role=Role.REPRESENTATIVE, community=hill, since=now, number=1)
    session.add_all([hill, seat])
    session.flush()
    return theme, seat


def test_it_waits_for_the_representatives_and_their_yes_sends_it_out(
    session, cast, released, let_go, say, now
):
    theme = released.theme(3)
    version = let_go(theme)
    assert (version.published_at, version.asked_at, fan_outs(session)) == (None, now, [])
    assert promises_of(session, office=cast.water) == []
    where = addressed(session, office=cast.water, theme=theme, now=now)
    assert (where.waits, where.owed, where.asked_until) == (
        Waits.REPRESENTATIVES, True, (now + timedelta(days=7)).date(),
    )  # fmt: skip
    assert faithful_words.unsaid(session, cast.community, now=now) == [version]
    later = now + timedelta(days=2)
    say(version, "amal", Faithful.YES, at=later, note="Thank you, 0770 0900 123.")
    assert (version.published_at, version.checked_by_id) == (later, cast.emil.id)
    assert fan_outs(session) == [str(version.id)]
    assert len(promises_of(session, office=cast.water)) == 1
    (checked,) = faithful_words.said_of(session, [version])[version.id]
    assert [(word.says, word.note) for word in checked.words] == [(Faithful.YES, "")]
    assert faithful_words.unsaid(session, cast.community, now=later) == []


def test_a_refusal_is_published_with_it_covered_and_stays_beside_a_mended_wording(
    session, cast, released, let_go, say, now
):
    version = let_go(released.theme(3))
    with pytest.raises(Refused) as refused:
        say(version, "amal", Faithful.NO, at=now, note=" ")
    assert refused.value.field == "note"
    say(version, "amal", Faithful.NO, at=now, note="We spoke of the road. Ask 0770 0900 123.")
    assert version.published_at == now
    mended = new_version(
        session, response=version.response, only_wording=True, by=cast.dana, now=now,
        by_when=version.by_when, **{name: SAID[name] for name in SAID if name != "language"},
    )  # fmt: skip
    hand_over(session, version=mended, by=cast.dana, now=now)
    publish(session, version=mended, by=cast.emil, now=now)
    assert (mended.published_at, mended.asked_at) == (now, None)
    said = faithful_words.said_of(session, [version, mended])
    for each in (version, mended):
        (checked,) = said[each.id]
        assert checked.words[0].note.startswith("We spoke of the road. Ask ")
        assert "0900" not in checked.words[0].note


def test_silence_moves_it_on_after_seven_days_and_is_shown(session, cast, released, let_go, say, now):
    version = let_go(released.theme(3))
    faithful.send_due(session, now=now + timedelta(days=6, hours=23))
    assert version.published_at is None
    over = now + timedelta(days=7)
    faithful.send_due(session, now=over)
    assert (version.published_at, fan_outs(session)) == (over, [str(version.id)])
    faithful.send_due(session, now=over + timedelta(hours=1))
    assert version.published_at == over
    (checked,) = faithful_words.said_of(session, [version])[version.id]
    assert (checked.community, checked.words) == (cast.community, ())
    entry = session.scalars(select(HistoryEntry).filter_by(action="answer.published")).one()
    assert entry.actor_kind == "clock"
    with pytest.raises(Refused):
        say(version, "amal", Faithful.NO, at=over, note="Too late.")


def test_where_nobody_sits_it_goes_out_at_once(session, cast, released, let_go, now):
    cast.seats["amal"].ended_at = now
    cast.bahati.disabled_at = now
    version = let_go(released.theme(3))
    assert version.published_at == now
    assert [each.words for each in faithful_words.said_of(session, [version])[version.id]] == [()]


def test_another_representative_can_still_refuse_within_the_seven_days_each_once(
    session, cast, released, let_go, say, now
):
    version = let_go(released.theme(3))
    say(version, "amal", Faithful.YES, at=now)
    assert faithful_words.asked_of(session, seat=cast.seats["amal"], now=now) == []
    assert faithful_words.asked_of(session, seat=cast.seats["bahati"], now=now) == [version]
    later = now + timedelta(days=3)
    say(version, "bahati", Faithful.NO, at=later, note="It is about the road.")
    (checked,) = faithful_words.said_of(session, [version])[version.id]
    assert [word.says for word in checked.words] == [Faithful.NO, Faithful.YES]
    assert (version.published_at, fan_outs(session)) == (now, [str(version.id)])
    with pytest.raises(Refused):
        say(version, "bahati", Faithful.YES, at=later)


def test_each_community_is_waited_for_and_its_word_stays_with_it(session, cast, released, let_go, say, now):
    other, theirs = elsewhere(session, released, now)
    version = let_go(released.theme(3), other)
    say(version, "amal", Faithful.YES, at=now)
    assert version.published_at is None
    say(version, None, Faithful.NO, at=now, note="We said food.", seat=theirs)
    assert version.published_at == now
    all_of_them = faithful_words.said_of(session, [version])[version.id]
    assert {each.community.slug: [word.says for word in each.words] for each in all_of_them} == {
        "tesfa": [Faithful.YES],
        "hill": [Faithful.NO],
    }
    (here,) = faithful_words.said_of(session, [version], here=cast.community)[version.id]
    assert here.community == cast.community


def test_nobody_else_speaks_for_a_community(session, cast, released, let_go, say, now):
    version = let_go(released.theme(3))
    for who in ("chol", "dana", "farah", "gita"):
        with pytest.raises(NotAllowed):
            say(version, who, Faithful.YES, at=now)
    _, theirs = elsewhere(session, released, now)
    with pytest.raises(Refused):
        say(version, None, Faithful.YES, at=now, seat=theirs)
    cast.seats["amal"].ended_at = now
    with pytest.raises(NotAllowed):
        say(version, "amal", Faithful.YES, at=now)
    assert version.published_at is None


def test_what_representatives_read_stays_as_it_is(session, cast, released, let_go, now):
    version = let_go(released.theme(3))
    add_level(session, office=cast.water, name="Governor", by=cast.dana, now=now)
    changed = {**{name: SAID[name] for name in SAID if name != "language"}, "words": "We will not."}
    for touch in (
        lambda: revise(session, version=version, by=cast.dana, now=now, by_when=version.by_when, **changed),
        lambda: hand_over(session, version=version, by=cast.dana, now=now),
        lambda: send_back(session, version=version, note="No.", by=cast.emil, now=now),
        lambda: publish(session, version=version, by=cast.emil, now=now),
        lambda: ask(session, version=version, by=cast.dana, now=now),
    ):
        with pytest.raises(Refused):
            touch()
    assert version.words == "We will mend the pump."


def test_a_theme_that_is_held_meanwhile_goes_out_when_the_hold_ends(
    session, cast, released, let_go, say, now
):
    theme = released.theme(3)
    version = let_go(theme)
    hold(session, theme=theme.theme, by=cast.amal, now=now)
    say(version, "amal", Faithful.YES, at=now)
    faithful.send_due(session, now=now + timedelta(days=8))
    assert version.published_at is None
    lift(session, theme=theme.theme, by=cast.amal, now=now)
    faithful.send_due(session, now=now + timedelta(days=9))
    assert version.published_at == now + timedelta(days=9)
