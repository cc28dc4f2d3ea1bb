"""What packing changes in the house that leaves: little, and nothing that stops its own answers."""

import pytest
from sqlalchemy import select

from consult.common.closed_box import make_private
from consult.loop.close.alone import tell_alone
from consult.loop.close.asking import ready_for
from consult.loop.close.debts import Reason
from consult.loop.close.handover_done import changed_since
from consult.loop.close.handover_pack import Pack, close_pack, preview
from consult.loop.close.handover_records import HandedOver, Handover
from consult.loop.close.ledger import ledger
from consult.loop.close.obligations import owe
from consult.loop.close.records import Obligation, Telling
from consult.loop.collect.records import Round, Submission
from consult.loop.departure import leave
from consult.loop.understand.records import Contribution
from tests.loop.close.released import Released, chain


@pytest.fixture
def packed(released: Released, tmp_path):
    key = make_private(tmp_path / "handover.key").public_key()

    def pack() -> Pack:
        r = released
        made = preview(r.session, vault=r.vault, community=r.cast.community, house="Mission", now=r.now)
        close_pack(r.session, pack=made, to=key, successor="Council", now=r.now)
        return made

    return pack


def test_words_that_went_along_unread_and_lie_on_a_theme_now_are_owed_its_answer(
    released: Released, packed
) -> None:
    r, session = released, released.session
    three = r.theme(3)
    person = r.person()
    r.owe()
    counts = packed().counts
    session.add(Contribution(findings_theme=three, participant=person))
    session.flush()
    owe(session, findings=r.findings, now=r.now)
    owed = session.scalars(select(Obligation).order_by(Obligation.theme_id.is_(None))).all()
    assert [each.theme_id for each in owed] == [three.theme_id, None]
    assert session.scalars(select(HandedOver.obligation_id)).all() == [owed[1].id]
    assert counts.owed == 1, "none vanishes from its count"
    tell_alone(session, findings=r.findings, chain=chain, now=r.now)
    assert session.scalars(select(Telling)).all() == [], "they do not stand alone any more"


def test_a_preview_keeps_nothing_and_a_round_without_a_release_is_not_read(
    released: Released, packed
) -> None:
    r, session = released, released.session
    person = r.person()
    asked = Round(
        consultation=r.consultation, number=2, opened_at=r.now, closes_on=r.today, news_by=r.today,
        review_by=r.today,
    )  # fmt: skip
    session.add(asked)
    session.scalars(select(Submission)).one().round = asked
    session.flush()

    def counts() -> tuple[int, int, int, int]:
        told = ledger(session, consultation=r.consultation, chain=chain, now=r.now)
        return told.being_read, told.not_read.people, told.alone.people, told.answered.people

    seen = preview(session, vault=r.vault, community=r.cast.community, house="Mission", now=r.now)
    assert (seen.counts.owed, counts()) == (1, (1, 0, 0, 0))
    assert session.scalars(select(Obligation)).all() == []
    pack = packed()
    assert counts() == (0, 1, 0, 0)
    assert [row["kind"] for row in pack.rows["obligation"]] == ["unread"]
    assert ready_for(session, participant=person, chain=chain) == [], "round 1's line is not theirs"


def test_who_leaves_after_their_words_went_along_and_came_to_lie_on_a_theme_is_counted_once(
    released: Released, packed
) -> None:
    r, session = released, released.session
    three = r.theme(3)
    person = r.person()
    r.owe()
    packed()
    session.add(Contribution(findings_theme=three, participant=person))
    session.flush()
    owe(session, findings=r.findings, now=r.now)

    def owed() -> int:
        return ledger(session, consultation=r.consultation, chain=chain, now=r.now).owed.owed

    assert owed() == 1
    leave(session, vault=r.vault, participant=person, now=r.now)
    told = ledger(session, consultation=r.consultation, chain=chain, now=r.now)
    assert owed() == 1, "what had ended before is not owed again by leaving"
    assert told.debts == {Reason.LEFT: 1}
    pack = session.scalars(select(Handover)).one()
    assert changed_since(session, pack, now=r.now) == 1, "the successor must still hear that they left"
