"""Leaving: one action, every room; and nothing that comes twice brings a person back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.history import OPERATOR, HistoryEntry
from consult.db.tables import METADATA
from consult.loop.close.debts import Reason
from consult.loop.close.ledger import ledger
from consult.loop.close.verdicts import open_questions
from consult.loop.collect.answers import spoke
from consult.loop.collect.imports import take_in
from consult.loop.collect.records import Conversation
from consult.loop.collect.rounds import current_round
from consult.loop.collect.rows import Row
from consult.loop.departure import forget_numbers, leave
from consult.loop.understand.records import Coding, Contribution
from consult.people.contacts import find_contact_point
from consult.people.reaches import living_reaches
from consult.people.receipts import issue, open_receipt
from consult.people.records import Consent, ContactPoint
from consult.people.tombstones import buried
from consult.post.messages import Phrase, write
from consult.post.records import Delivery, Inbound
from tests.cast import number
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import LANGUAGES, Town

CANARY = "kingfisher"


@pytest.fixture
def town(session, vault, cast, now) -> Town:
    return Town(session, vault, cast, now)


def go(town: Town, person) -> None:
    leave(town.session, vault=town.vault, participant=person, now=town.now)
    town.session.flush()


def everything(town: Town) -> str:
    """Every value of every table, as the database gives it."""
    rows = [
        repr(tuple(row)) for table in METADATA.sorted_tables for row in town.session.execute(select(table))
    ]
    return "\n".join(rows)


def test_words_are_gone_from_every_table_and_rows_stay(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks("riveren", f"the {CANARY} sings", "the road")
    sort_to(town, 3, person)
    assert CANARY in everything(town)
    go(town, person)
    town.session.expire_all()
    assert CANARY not in everything(town)
    assert town.answers() == []
    assert len(town.session.scalars(select(Coding)).all()) == 2
    assert spoke(town.session, current_round(town.session, town.consultation)) == 0


def test_letters_that_were_understood_are_wiped(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    go(town, person)
    kept = town.session.scalars(select(Inbound.sealed).where(Inbound.understood_at.is_not(None)))
    assert set(kept) == {None}


def test_ways_receipts_and_consents_end(town: Town) -> None:
    person = town.phone(1).speaks()
    code = issue(town.session, vault=town.vault, participant=person, now=town.now)
    go(town, person)
    assert living_reaches(town.session, participant=person) == []
    assert open_receipt(town.session, vault=town.vault, code=code, now=town.now) is None
    consents = town.session.scalars(select(Consent).where(Consent.text_version == "left"))
    assert {(each.purpose, each.given) for each in consents} == {("speak", False), ("phone", False)}
    assert person.left_on == town.now.date()


def test_texts_that_wait_do_not_go(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    message = write(
        town.session,
        key="news",
        point=phone.point,
        reach=phone.people[0],
        sentences=[Phrase("receipt_plain")],
        language="en",
        asked=False,
        about="knock",
        now=town.now,
    )
    go(town, person)
    assert message.state is Delivery.CANCELLED
    assert phone.receive() == []


def test_what_is_released_stays_and_what_is_released_later_counts_them_no_more(town: Town) -> None:
    gone, stays = town.phone(1).speaks(), town.phone(2).speaks()
    theme = sort_to(town, 3, gone, stays)
    answer(town, theme)
    assert 3 in open_questions(town.session, participant=gone)
    go(town, gone)
    assert open_questions(town.session, participant=gone) == {}
    people = set(town.session.scalars(select(Contribution.participant_id)))
    assert people == {stays.id}
    count = ledger(town.session, consultation=town.consultation, chain=LANGUAGES.chain, now=town.now)
    assert (count.spoke, count.left) == (2, 1)
    assert count.debts[Reason.LEFT] == 1


def test_a_phone_that_others_use_goes_on_for_them(town: Town) -> None:
    phone = town.phone(1)
    first = phone.speaks()
    second = phone.joins("riverfr")
    go(town, first)
    assert not buried(town.session, vault=town.vault, what="phone", text=number(1))
    phone.says("La route")
    assert town.answers(second) == ["1: La route"]


def test_leaving_in_the_middle_of_the_own_conversation_leaves_nothing_of_it(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    go(town, person)
    assert town.session.scalar(select(Conversation)) is None
    assert set(phone.send("The well is far")) == {"how_to_join"}
    assert town.answers() == []


def test_leaving_twice_is_leaving_once(town: Town) -> None:
    person = town.phone(1).speaks()
    go(town, person)
    before = everything(town)
    town.later(days=1)
    go(town, person)
    assert everything(town) == before


def test_a_webhook_that_is_sent_again_brings_nothing_back(town: Town) -> None:
    phone = town.phone(1)
    phone.joins()
    phone.send(f"the {CANARY} sings", letter="SM1")
    go(town, phone.people[0].participant)
    assert phone.send(f"the {CANARY} sings", letter="SM1") == []
    town.session.expire_all()
    assert CANARY not in everything(town)


def test_the_same_file_again_brings_nothing_back_and_neither_does_another(town: Town) -> None:
    def take(*rows: Row):
        return take_in(
            town.session,
            vault=town.vault,
            round=current_round(town.session, town.consultation),
            rows=rows,
            default_language="en",
            by=OPERATOR,
            now=town.now,
        )

    row = Row(line=1, id="a", text=f"the {CANARY} sings", phone=number(7))
    assert take(row).taken == [1]
    point = find_contact_point(town.session, vault=town.vault, number=number(7))
    go(town, town.phone(7).people[0].participant)
    assert take(row).known == [1]
    other = take(Row(line=1, id="b", text=f"the {CANARY} sings", phone=number(7)))
    assert (other.taken, len(other.skipped)) == ([], 1)
    town.session.expire_all()
    assert CANARY not in everything(town)
    assert point is not None


def test_a_person_without_a_phone_leaves_too(town: Town) -> None:
    person = town.cast.participant(stays_in=town.cast.upper)
    town.cast.answer(person, town.consultation, f"the {CANARY} sings")
    go(town, person)
    town.session.expire_all()
    assert CANARY not in everything(town)
    assert person.stays_in is None


def test_history_tells_that_somebody_left_and_nothing_else(town: Town) -> None:
    person = town.phone(1).speaks()
    go(town, person)
    (entry,) = town.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "participant.left"))
    assert (entry.about_id, entry.detail) == (person.id, {})
    assert entry.at.hour == 0


def test_the_number_itself_goes_when_nothing_is_under_way_any_more(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.says("ERASE")
    assert phone.send("1") == ["removed"]
    town.later(days=1)
    assert forget_numbers(town.session, now=town.now) == 0, "the last text is still to go"
    phone.receive()
    town.later(days=4)
    assert forget_numbers(town.session, now=town.now) == 1
    (point,) = town.session.scalars(select(ContactPoint))
    assert point.sealed_number == b""
    assert find_contact_point(town.session, vault=town.vault, number=number(1)) is None
    assert forget_numbers(town.session, now=town.now) == 0


def test_a_forgotten_phone_that_said_stop_stays_silent(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    phone.send("STOP")
    go(town, person)
    phone.receive()
    town.later(days=4)
    assert forget_numbers(town.session, now=town.now) == 1
    assert phone.point.stopped_at is not None
    assert phone.send("riveren") == []
    assert phone.send("START") == ["started"]
    assert phone.receive() != []


def test_a_phone_that_somebody_uses_keeps_its_number(town: Town) -> None:
    phone = town.phone(1)
    gone = phone.speaks()
    phone.speaks("riverfr")
    go(town, gone)
    town.later(days=timedelta(days=9).days)
    assert forget_numbers(town.session, now=town.now) == 0
