"""A release by group and place: frozen, sealed behind, silent where the community is small."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect.records import Answer
from consult.loop.understand import findings as room
from consult.loop.understand.breakdowns import DID_NOT_SAY, UNNAMED, break_down, whole
from consult.loop.understand.group_choice import choices, decide
from consult.loop.understand.records import Breakdown, By, Contribution, Shown
from consult.people.records import Belonging, Group, Place


class Town:
    """`spoke`: (place, groups, themes said) of each person; themes 1 and 2. Released when asked."""

    def __init__(self, scene, vault) -> None:
        self.scene, self.vault, self.cast, self.session = scene, vault, scene.cast, scene.session
        self.themes = {1: scene.theme("Water"), 2: scene.theme("Roads")}
        self.camp = Place(community=self.cast.community, name="Camp")
        self.groups = {
            name: Group(community=self.cast.community, number=n, name=name)
            for n, name in enumerate(["Women", "Men", "Herders"], start=1)
        }
        self.session.add_all([self.camp, *self.groups.values()])
        self.session.flush()
        self.said: list[tuple[object, tuple[int, ...]]] = []

    def speak(self, number: int, *, place=None, groups: tuple[str, ...] = (), themes: tuple[int, ...] = ()):
        for _ in range(number):
            person = self.cast.participant()
            person.stays_in = place
            self.session.add_all(
                Belonging(participant=person, group_id=self.groups[each].id) for each in groups
            )
            self.cast.answer(person, self.scene.consultation, "Words.")
            self.said.append((person, themes))

    def release(self, **how):
        """A release as sorting would have made it: who said what is put in plainly."""
        findings = room.release(
            self.session,
            consultation=self.scene.consultation,
            alone="Other words.",
            review_by=date(2027, 6, 20),
            **self.scene.by,
        )
        for item in room.items_of(self.session, findings):
            here = [person for person, themes in self.said if item.number in themes]
            item.people = len(here) if 10 <= len(here) <= findings.spoke - 10 else None
            self.session.add_all(Contribution(findings_theme=item, participant=each) for each in here)
        self.session.flush()
        return findings

    def count(self, findings):
        made = break_down(self.session, vault=self.vault, findings=findings, small_cell=10)
        self.session.add_all(made)
        self.session.flush()
        return {(each.by, each.themes): each for each in made}


@pytest.fixture
def town(scene, vault) -> Town:
    town = Town(scene, vault)
    upper, lower = scene.cast.upper, scene.cast.lower
    town.speak(25, place=upper, groups=("Women",), themes=(1,))
    town.speak(25, place=lower, groups=("Men",), themes=(2,))
    town.speak(25, place=town.camp, groups=("Women",), themes=(1, 2))
    town.speak(12, place=upper, groups=("Men", "Herders"))
    town.speak(13)
    return town


def row(made: Breakdown, about) -> list[int | None]:
    wide = max(len(made.columns), 1)
    at = made.rows.index(about if isinstance(about, str) else str(about.id))
    return made.cells[at * wide : (at + 1) * wide]


def test_people_are_counted_by_place_group_and_theme_once(town, session, vault, now):
    findings = town.release()
    made = town.count(findings)
    assert set(made) == {(by, themes) for by in By for themes in (True, False)}
    here, themes = made[By.STAYS_IN, False], made[By.STAYS_IN, True]
    assert row(here, town.cast.upper) == [37]
    assert row(here, DID_NOT_SAY) == [13]
    assert themes.columns == [1, 2]
    assert row(made[By.GROUP, False], town.groups["Women"]) == [50]
    assert all(cell is None or cell >= 10 for each in made.values() for cell in each.cells)
    assert all(whole(findings, each) for each in made.values())
    assert break_down(session, vault=vault, findings=findings, small_cell=10) == []
    themes.cells = [1] * len(themes.cells)
    assert not whole(findings, themes)


def test_the_true_numbers_are_sealed(town, session, vault):
    kept = town.count(town.release())[By.STAYS_IN, False]
    assert b"counts" not in kept.sealed
    opened = json.loads(vault.open(kept.sealed, row=kept.id, column="breakdown.sealed"))
    assert opened[0]["counts"][-1] == [50, 50, 100]


def test_a_later_release_is_compared_with_the_earlier_one(town, session, now):
    first = town.count(town.release())[By.STAYS_IN, False]
    assert row(first, town.cast.upper) == [37]
    town.speak(1, place=town.cast.upper, themes=(1,))
    later = town.count(town.release())[By.STAYS_IN, False]
    assert row(later, town.cast.upper) == [None]


def test_a_small_community_is_not_counted_by_group(town, session):
    person = town.said[-1][0]
    answer = session.scalars(select(Answer).join(Answer.submission).filter_by(participant_id=person.id)).one()
    answer.withdrawn_on = date(2027, 6, 1)
    assert town.count(town.release()) == {}


def test_nothing_is_counted_where_somebody_left_since(town, session):
    findings = town.release()
    session.delete(session.scalars(select(Contribution)).first())
    session.flush()
    assert town.count(findings) == {}


def test_a_group_decides_how_it_is_shown(town, session, cast, now):
    def says(about, shown, by=cast.amal, how="We asked them on Friday, at the well."):
        decide(
            session,
            consultation=town.scene.consultation,
            about=about,
            shown=shown,
            said_how=how,
            by=by,
            now=now,
        )

    women, men, herders = town.groups.values()
    says(women, Shown.SPOKEN_ONLY)
    says(cast.upper, Shown.UNNAMED)
    says(cast.lower, Shown.UNNAMED)
    says(town.camp, Shown.NAMED)
    made = town.count(town.release())
    groups, places = made[By.GROUP, False], made[By.STAYS_IN, False]
    assert groups.rows == [str(men.id), str(herders.id)]
    assert places.rows == [str(town.camp.id), UNNAMED, DID_NOT_SAY]
    assert row(places, UNNAMED) == [62]
    decided = {each.about: each.decided for each in choices(session, town.scene.consultation)}
    assert decided[men] is None
    assert decided[women].shown is Shown.SPOKEN_ONLY
    with pytest.raises(NotAllowed):
        says(men, Shown.NAMED, by=cast.dana)
    with pytest.raises(Refused):
        says(men, Shown.NAMED, how=" ")


def test_one_alone_that_wants_no_name_is_kept_back(town, session, cast, now):
    decide(
        session,
        consultation=town.scene.consultation,
        about=town.camp,
        shown=Shown.UNNAMED,
        said_how="They said so.",
        by=cast.amal,
        now=now - timedelta(days=1),
    )
    made = town.count(town.release())[By.STAYS_IN, False]
    assert made.rows == [str(town.cast.lower.id), str(town.cast.upper.id), DID_NOT_SAY]
    assert None in made.cells
