"""A release with an office that owes answers, two people of that office, and the public page."""

import pytest

from consult.loop.review.records import Position, Review
from consult.loop.understand.records import Audience
from consult.people.records import Office
from tests.loop.close.released import Released

PUBLIC = "/c/{}/en/results"


@pytest.fixture
def public(site, told):
    with site.database.work() as session:
        slug = session.merge(told.consultation).slug
    return lambda: site.client().get(PUBLIC.format(slug)).text


@pytest.fixture
def told(site, request):
    """With a number: that many more people spoke to number 3, and are owed its answer by text."""
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        released.themes = {
            3: released.theme(3),
            7: released.theme(7),
            8: released.theme(8, offices=[session.get_one(Office, site.cast.roads.id)]),
            9: released.theme(9, audience=Audience.SPOKEN_ONLY),
        }
        released.person(released.themes[3], language="fr")
        for _ in range(getattr(request, "param", 0)):
            released.person(released.themes[3])
        if hasattr(request, "param"):
            released.owe()
        session.add(
            Review(
                findings_theme_id=released.themes[3].id,
                seat_id=site.cast.seats["chol"].id,
                sequence=1,
                position=Position.DISSENT,
                reason="It is the road.",
                language="en",
                at=site.clock(),
            )
        )
    return released


@pytest.fixture
def dana(site, told):
    return site.signed_in(site.cast.dana)


@pytest.fixture
def emil(site, told):
    return site.signed_in(site.cast.emil)
