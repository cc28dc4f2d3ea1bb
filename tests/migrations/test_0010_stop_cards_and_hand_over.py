"""The tenth migration: what stands stays as it was, and cards to its offices can be written beside it."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.close.records import Obligation
from consult.loop.respond.records import StopAnswer, StopCard, StopSays, StopWord, Wish
from consult.loop.understand.records import Audience, Beside, Coding
from consult.people.records import Account, Community, Office, Receipt, Seat, WomanOrMan
from tests.migrations.rows import add
from tests.migrations.test_0007_answers_of_every_kind import as_before as before_0007
from tests.migrations.test_0008_where_each_card_lies import NOW
from tests.migrations.test_0008_where_each_card_lies import as_before as before_0008


def as_before(database: Database) -> dict[str, int]:
    """A community whose theme an office answered: how many rows stand in each table."""
    before_0007(database)
    upgrade(database, "0009")
    return counted(database)


def counted(database: Database) -> dict[str, int]:
    """How many rows each table of the ninth migration has."""
    new = {StopCard.__tablename__, StopAnswer.__tablename__, StopWord.__tablename__}
    new |= {"successor", "handover", "handed_over", "heard"}
    new |= {"said_count", "ledger_kept", "beans_brought", "happened_line"}
    with database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Record.metadata.tables.items()
            if name not in new
        }


def test_a_community_of_before_can_say_what_an_office_should_stop(empty: Database) -> None:
    there = as_before(empty)
    upgrade(empty)
    assert counted(empty) == there
    with empty.work() as session:
        community, office, account = (
            session.scalars(select(kind)).first() for kind in (Community, Office, Account)
        )
        seat = session.scalars(select(Seat)).first()
        assert community
        assert office
        assert account
        assert seat
        assert seat.woman_or_man is None, "nobody is asked to say it"
        seat.woman_or_man = WomanOrMan.WOMAN
        card = StopCard(
            community=community, office=office, number=1, wish=Wish.STOP, words="Trucks at night.",
            why="Noise.", language="en", audience=Audience.EVERYONE, named_by_id=account.id, named_at=NOW,
        )  # fmt: skip
        answer = StopAnswer(
            card=card, number=1, says=StopSays.STOPS, words="", why="It is loud.", language="en",
            drafted_by_id=account.id, drafted_at=NOW,
        )  # fmt: skip
        session.add_all([card, answer])
        session.add(StopWord(answer=answer, seat=seat, is_one=True, note="", language="en", at=NOW))
        made: UUID = card.id
    with empty.reading() as session:
        stands = session.get_one(StopCard, made)
        assert (stands.wish, stands.audience, stands.sent_at) == (Wish.STOP, Audience.EVERYONE, None)


def test_a_receipt_of_before_stands_alone_under_its_six_digits_without_a_pepper_of_its_own(
    empty: Database,
) -> None:
    before_0007(empty)
    upgrade(empty, "0009")
    with empty.reading() as session:
        person = session.scalars(select(Record.metadata.tables["participant"].c.id)).first()
    receipt = uuid4()
    add(
        empty, "receipt", id=receipt, participant_id=person, selector="482109", verifier_hash="kept",
        made_on=date(2027, 6, 3), failures=0,
    )  # fmt: skip
    upgrade(empty)
    with empty.reading() as session:
        stands = session.get_one(Receipt, receipt)
        assert (stands.twin, stands.sealed_pepper, stands.verifier_hash) == (0, None, "kept")
        owed = select(Obligation.kind).distinct()
        assert set(session.scalars(owed)) <= {None}


def test_who_chose_some_codes_of_the_first_and_no_other_did_not_choose_the_same(empty: Database) -> None:
    before_0008(empty)
    upgrade(empty, "0009")
    made, here = Record.metadata.tables["coding"].c, Record.metadata.tables["card"].c
    with empty.reading() as session:
        first, fewer, by, answer, consultation = session.execute(
            select(here.coding_id, made.id, made.by_id, made.answer_id, here.consultation_id).where(
                made.answer_id == here.answer_id, ~made.primary
            )
        ).one()
    one, other, alias, same = uuid4(), uuid4(), uuid4(), uuid4()
    for number, (code, whole) in enumerate(((one, None), (other, None), (alias, one)), start=701):
        add(
            empty, "code", id=code, consultation_id=consultation, number=number, name=f"n {number}",
            language="en", definition="", alias_of_id=whole, made_at=NOW,
        )  # fmt: skip
    add(
        empty, "coding", id=same, answer_id=answer, sequence=3, by_id=by, primary=False, memo="", at=NOW,
        second="blind", beside="alike",
    )  # fmt: skip
    for coding, code in ((first, one), (first, other), (fewer, alias), (same, alias), (same, other)):
        add(empty, "coding_code", coding_id=coding, code_id=code)
    with empty.work() as session:
        session.execute(update(Coding).where(Coding.id == fewer).values(beside=Beside.ALIKE))
    upgrade(empty)
    with empty.reading() as session:
        noted = session.execute(select(Coding.id, Coding.beside).where(~Coding.primary)).all()
        assert {row.id: row.beside for row in noted} == {fewer: Beside.TO_TALK, same: Beside.ALIKE}
