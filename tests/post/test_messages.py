"""Letters out are written once for each ask, and what nobody asked for is bundled."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.records import Reach
from consult.post import claims, messages
from consult.post.deliveries import end
from consult.post.messages import Phrase
from consult.post.records import Delivery, Message
from tests.cast import Cast


def write(session: Session, reach: Reach, now: datetime, key: str, **more: object) -> Message:
    said: dict[str, object] = {
        "sentences": [Phrase("knock", {"n": 1})],
        "language": "en",
        "asked": False,
        "about": "knock",
        **more,
    }
    return messages.write(session, key=key, point=reach.contact_point, reach=reach, now=now, **said)  # type: ignore[arg-type]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Message)) or 0


def test_the_same_ask_twice_is_one_message(session: Session, cast: Cast, vault: Vault, now: datetime) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    first = write(session, reach, now, "a", asked=True)
    again = write(session, reach, now, "a", asked=True, sentences=[Phrase("other")])
    assert first is again
    assert first.sentences == [{"key": "knock", "values": {"n": 1}, "about": "knock"}]
    assert write(session, reach, now, "b", asked=True) is not first
    assert count(session) == 2


def test_unasked_words_join_the_bundle_that_waits_each_ask_once(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    bundle = write(session, reach, now, "a")
    for key in ("b", "b", "a", "c"):
        assert write(session, reach, now, key, sentences=[Phrase(key)]) is bundle
    assert [each["key"] for each in bundle.sentences] == ["knock", "b", "c"]
    assert count(session) == 1
    assert messages.written(session, "c") is bundle


def test_an_ask_stays_once_also_after_its_words_are_wiped(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    bundle = write(session, reach, now, "a")
    write(session, reach, now, "b")
    end(session, bundle, Delivery.DELIVERED, now=now)
    assert bundle.sentences == []
    assert write(session, reach, now, "b") is bundle
    assert bundle.sentences == []
    assert write(session, reach, now, "c") is not bundle


def test_other_people_and_languages_and_replies_do_not_share_a_bundle(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    mine = cast.phone(cast.participant(), vault, 1)
    theirs = cast.phone(cast.participant(), vault, 1, suffix=2, point=mine.contact_point)
    bundle = write(session, mine, now, "a")
    assert write(session, theirs, now, "b") is not bundle
    assert write(session, mine, now, "c", language="ar") is not bundle
    assert write(session, mine, now, "d", asked=True) is not bundle


def test_words_that_must_wait_do_not_join_what_goes_sooner(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    soon = write(session, reach, now, "a")
    later = write(session, reach, now, "b", not_before=now + timedelta(days=3))
    assert later is not soon
    assert write(session, reach, now, "c", not_before=now + timedelta(days=2)) is later
    assert later.not_before == now + timedelta(days=3)


def test_a_bundle_that_is_full_is_followed_by_another(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    first = write(session, reach, now, "a", sentences=[Phrase("whole", {"words": "x" * 900})])
    second = write(session, reach, now, "b", sentences=[Phrase("whole", {"words": "x" * 900})])
    assert first is not second
    assert write(session, reach, now, "c") is first


def test_what_a_worker_has_in_hand_gets_no_more_words(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    taken = write(session, reach, now, "a")
    assert claims.claim_next(session, vault=vault, providers=["console"], now=now)
    assert write(session, reach, now, "b") is not taken


def test_a_bundle_has_no_more_segments_than_one_text_may(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach, other = (cast.phone(cast.participant(), vault, n) for n in (1, 2))
    for name, to, words in (("plain", reach, "a" * 600), ("dear", other, "\u0645" * 300)):
        for n in range(3):
            write(session, to, now, f"{name}{n}", sentences=[Phrase("whole_answer", {"words": words})])
    assert [len(message.sentences) for message in session.scalars(select(Message).order_by(Message.key))] == [
        1,
        1,
        1,
        2,
        1,
    ]
