from sqlalchemy import select

from consult.loop.close.fanout import fan_out
from consult.loop.close.kinds import Kind
from consult.loop.close.records import Says
from consult.loop.close.tellings import note_delivered
from consult.loop.close.verdicts import say
from consult.loop.close.words_of import Stands, where_words_are
from consult.loop.respond.records import Kind as Answers
from consult.loop.understand.records import Hold
from consult.post.records import Message
from tests.loop.close.released import chain


def where(session, person):
    session.flush()
    return [(each.number, each.stands) for each in where_words_are(session, participant=person)]


def test_a_persons_words_are_found_by_number_with_what_came_of_them(released, session, cast, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(seven, three)
    released.owe()
    assert where(session, person) == [(3, Stands.OWED), (7, Stands.OWED)]

    version = released.answered(three)
    assert where(session, person)[0] == (3, Stands.ANSWERED)
    fan_out(session, version_id=version.id, chain=chain, now=now)
    session.flush()
    note_delivered(session, message_id=session.scalars(select(Message)).one().id, now=now)
    assert where(session, person)[0] == (3, Stands.REACHED)

    version.kind = Answers.NEEDS_OTHERS
    assert where(session, person)[0] == (3, Stands.HANDED_OVER), "it reached them, and is no answer"

    version.kind = Answers.NEED_TO_KNOW_MORE
    assert where(session, person)[0] == (3, Stands.ASKED_BACK), "a question is no answer either"

    say(session, participant=person, theme=three.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    session.add(Hold(theme_id=seven.theme_id, by_id=cast.amal.id, since=now))
    assert where(session, person) == [(3, Stands.REOPENED), (7, Stands.HELD)]


def test_words_on_no_theme_say_what_became_of_them(released, session):
    people = {kind: released.person(read=kind) for kind in ("sorted", "aside", "not")}
    released.owe()
    kinds = {read: where_words_are(session, participant=person)[0].kind for read, person in people.items()}
    assert kinds == {"sorted": Kind.ALONE, "aside": Kind.SET_ASIDE, "not": Kind.UNREAD}
