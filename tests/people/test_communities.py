"""Communities with their committee and places; offices."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.people import communities, offices
from consult.people.records import Committee, Community
from tests.cast import Cast


def make(session: Session, cast: Cast, now: datetime, **changed: Any) -> Community:
    given: dict[str, Any] = {
        "slug": "jebel-marra",
        "name": "Jebel Marra",
        "language": "ar",
        "region": "sd",
        "timezone": "Africa/Khartoum",
    } | changed
    return communities.make(session, by=cast.gita.actor, now=now, **given)


def test_a_community_comes_with_its_committee(session: Session, cast: Cast, now: datetime) -> None:
    made = make(session, cast, now)
    assert (made.region, made.public) == ("SD", True)
    assert communities.committee_of(session, made).name == "Jebel Marra"
    other = make(session, cast, now, slug="b", committee="Council of the hill", public=False)
    assert communities.committee_of(session, other).name == "Council of the hill"
    assert not other.public


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", value) for value in ("", "Jebel", "a--b", "-a", "a-", "a b", "a/b", "جبل", "a" * 61, "tesfa")]
    + [("name", value) for value in ("", "  ", "n" * 121)]
    + [("region", value) for value in ("", "Sudan", "ZZ")]
    + [("timezone", value) for value in ("", "Khartoum", "../etc/passwd", "/etc/passwd", "Africa", "a\0b")],
)
def test_what_cannot_be_is_refused_by_its_field(
    session: Session, cast: Cast, now: datetime, field: str, value: str
) -> None:
    with pytest.raises(Refused) as refused:
        make(session, cast, now, **{field: value})
    assert refused.value.field == field
    assert len(session.scalars(select(Committee)).all()) == 1


def test_places_are_listed_by_name_and_once(session: Session, cast: Cast, now: datetime) -> None:
    communities.add_place(session, community=cast.community, name=" Market ", by=cast.gita.actor, now=now)
    names = [place.name for place in communities.places_of(session, cast.community)]
    assert names == ["Lower Well", "Market", "Upper Well"]
    for name in ("Market", "", "n" * 121):
        with pytest.raises(Refused):
            communities.add_place(session, community=cast.community, name=name, by=cast.gita.actor, now=now)


def test_what_people_see_of_a_community_can_change(session: Session, cast: Cast, now: datetime) -> None:
    communities.describe(
        session,
        community=cast.community,
        name="Tesfa town",
        public=False,
        danger_place=" the school ",
        danger_number="",
        by=cast.gita.actor,
        now=now,
    )
    assert (cast.community.name, cast.community.public) == ("Tesfa town", False)
    assert (cast.community.danger_place, cast.community.danger_number) == ("the school", "")


def test_closing_is_noted_once(session: Session, cast: Cast, now: datetime) -> None:
    for _ in range(2):
        communities.disable(session, community=cast.community, by=cast.gita.actor, now=now)
        offices.disable(session, office=cast.water, by=cast.gita.actor, now=now)
    session.flush()
    actions = session.scalars(select(HistoryEntry.action)).all()
    assert sorted(actions) == ["community.disabled", "office.disabled"]


@pytest.mark.parametrize(
    ("slug", "name", "field"),
    [("water", "W", "slug"), ("W", "W", "slug"), ("w", "", "name"), ("w", "n" * 121, "name")],
)
def test_an_office_that_cannot_be_is_refused(
    session: Session, cast: Cast, now: datetime, slug: str, name: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        offices.make(session, slug=slug, name=name, by=cast.gita.actor, now=now)
    assert refused.value.field == field


def test_an_office_is_made(session: Session, cast: Cast, now: datetime) -> None:
    assert offices.make(session, slug="health", name=" Health ", by=cast.gita.actor, now=now).name == "Health"
