"""The sheet: a code of one release alone, typed in by another and read back; what each still owes."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.common.history import HistoryEntry
from consult.loop.review.owes import tasks_of
from consult.loop.review.paper import sheet_code, type_in
from consult.loop.review.records import Position
from consult.loop.review.reviews import positions
from consult.loop.understand.findings import items_of, release
from tests.loop.review.saying import another_member, word


def test_a_sheet_is_typed_in_by_its_code_for_a_member_and_read_back(
    scene, session, findings, themes, now, cast
):
    chol, member = cast.seats["chol"], another_member(scene)
    before = tasks_of(session, findings, now)
    assert [(each.seat, each.numbers) for each in before.members] == [(chol, (1, 2)), (member, (1, 2))]
    assert (before.spoke, before.quorum, before.short) == ({1: 0, 2: 0}, 2, (1, 2))

    sheet = {
        "findings": findings, "code": sheet_code(themes[0]), "seat": chol, "position": Position.DISSENT,
        "reason": "Not so.", "language": "en", "signed": "Elder", "read_back": True, "now": now,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        type_in(session, **sheet, by=cast.dana)
    newer = release(
        session,
        consultation=scene.consultation,
        alone="x",
        review_by=now.date() + timedelta(days=14),
        by=cast.amal,
        now=now,
    )
    wrong = [
        ({"read_back": False}, "read_back"),
        ({"code": sheet_code(items_of(session, newer)[0])}, "code"),
        ({"code": sheet_code(themes[2])}, "code"),
        ({"seat": cast.seats["amal"]}, "member"),
    ]
    for changed, field in wrong:
        with pytest.raises(Refused) as refused:
            type_in(session, **{**sheet, **changed}, by=cast.amal)
        assert refused.value.field == field
    assert positions(session, themes[0]) == []

    arabic = sheet["code"].translate({ord("0") + n: 0x660 + n for n in range(10)})
    said = type_in(session, **{**sheet, "code": f" {arabic} "}, by=cast.amal)
    assert (said.seat, said.typed_by, said.signed) == (chol, cast.amal, "Elder")
    assert positions(session, themes[0]) == [said]
    session.flush()
    note = session.query(HistoryEntry).filter_by(action="theme.dissent").one()
    assert (note.actor_id, note.detail["seat"]) == (cast.amal.id, str(chol.id))

    word(scene, themes[0], Position.AGREE, seat=member)
    with pytest.raises(Refused) as refused:
        type_in(session, **{**sheet, "seat": member}, by=cast.amal)
    assert refused.value.field == "member", "what a member said on the screen is theirs"
    after = tasks_of(session, findings, now)
    assert [each.numbers for each in after.members] == [(2,), (2,)]
    assert (after.spoke, after.short) == ({1: 2, 2: 0}, (2,))
