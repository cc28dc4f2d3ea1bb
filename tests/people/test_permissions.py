"""The table of who may do what, and its constitution: staff answer, and nothing else."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.people.permissions import WHO, Action, seat_for
from consult.people.records import Role
from tests.cast import Cast

OF_STAFF = {Action.ANSWER, Action.PUBLISH}
OF_ADMINISTRATORS = {Action.ADMINISTER}


def test_every_action_says_who() -> None:
    assert set(WHO) == set(Action)
    assert all(WHO.values())


def test_staff_may_answer_and_publish_answers_and_nothing_else() -> None:
    assert {action for action, roles in WHO.items() if Role.STAFF in roles} == OF_STAFF


def test_administrators_set_up_and_see_no_content() -> None:
    assert {action for action, roles in WHO.items() if Role.ADMINISTRATOR in roles} == OF_ADMINISTRATORS


def test_the_committee_never_reads_answers_and_never_changes_what_was_found() -> None:
    of_members = {action for action, roles in WHO.items() if Role.COMMITTEE_MEMBER in roles}
    assert of_members == {Action.SEE_FINDINGS, Action.REVIEW, Action.SAY_WHO_IS_MISSING}


@pytest.mark.parametrize("action", Action)
def test_staff_get_no_seat_for_anything_else_in_any_place(
    session: Session, cast: Cast, now: datetime, action: Action
) -> None:
    for where in ({}, {"community": cast.community}, {"office": cast.water}, {"office": cast.roads}):
        seat = seat_for(session, account=cast.dana, action=action, now=now, **where)  # type: ignore[arg-type]
        expected = action in OF_STAFF and where.get("office") is cast.water
        assert (seat is not None) is expected


def test_a_seat_opens_its_own_place_alone(session: Session, cast: Cast, now: datetime) -> None:
    from consult.people import communities

    other = communities.make(
        session,
        slug="marra",
        name="Marra",
        language="ar",
        region="SD",
        timezone="UTC",
        by=cast.gita.actor,
        now=now,
    )
    for account, action in ((cast.amal, Action.READ_ANSWERS), (cast.chol, Action.REVIEW)):
        assert seat_for(session, account=account, action=action, now=now, community=cast.community)
        assert not seat_for(session, account=account, action=action, now=now, community=other)
        assert not seat_for(session, account=account, action=action, now=now)


def test_a_closed_account_may_nothing(session: Session, cast: Cast, now: datetime) -> None:
    cast.amal.disabled_at = now
    assert not seat_for(session, account=cast.amal, action=Action.DESIGN, now=now, community=cast.community)
