"""A consultation of its own: said before anybody speaks; its words and themes open to its readers alone."""

import re
from uuid import UUID

import pytest
from sqlalchemy import delete

from consult.loop.collect.reading import WORDS, name_readers
from consult.loop.collect.records import BelongsTo, Consultation, Round
from consult.people.permissions import Action
from tests.web.conftest import SiteUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def ours(site: SiteUnderTest) -> Consultation:
    """Those of Upper Well ask; Bahati reads for them."""
    with site.database.work() as session:
        cast = site.cast
        cast.session, cast.community = session, session.merge(cast.community)
        made = cast.consultation()
        made.place, made.belongs_to = cast.session.merge(cast.upper), BelongsTo.PLACE
        bahati = session.merge(cast.bahati)
        name_readers(session, consultation=made, seats={cast.seats["bahati"].id}, by=bahati, now=site.clock())
        return made


@pytest.mark.usefixtures("ours")
def test_whose_it_is_is_said_where_people_begin(site: SiteUnderTest) -> None:
    assert "This one belongs to: <bdi>Upper Well</bdi>." in site.client().get("/c/river/en/").text


@pytest.mark.usefixtures("ours")
def test_nobody_else_comes_to_its_words_themes_or_release(site: SiteUnderTest) -> None:
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    tried = []
    for rule in site.app.url_map.iter_rules():
        guard = getattr(site.app.view_functions[rule.endpoint], "guard", None)
        if guard not in WORDS or "slug" not in rule.arguments:
            continue
        address = re.sub(r"<int:\w+>", "1", rule.rule.replace("<slug>", "river"))
        address = re.sub(r"<uuid:\w+>", str(UUID(int=1)), address)
        address = re.sub(r"<\w+>", "en", address)
        how = "get" if "GET" in (rule.methods or ()) else "post"
        assert getattr(amal, how)(address).status_code == 403, address
        if how == "get":
            assert bahati.get(address).status_code != 403, address
        tried.append(guard)
    assert {Action.READ_ANSWERS, Action.SORT, Action.NAME_THEMES, Action.RELEASE} <= set(tried)


@pytest.mark.usefixtures("ours")
def test_a_representative_who_is_not_named_is_told_who_can_name_them(site: SiteUnderTest) -> None:
    refused = site.signed_in(site.cast.amal).get("/understand/river/themes/").text
    assert "One of them can name you too." in refused
    assert "the person who keeps this house" not in refused
    nobody_here = site.signed_in(site.cast.dana).get("/understand/river/themes/").text
    assert "One of them can name you too." not in nobody_here


def test_who_cannot_open_it_for_want_of_readers_is_led_to_where_they_are_named(site: SiteUnderTest) -> None:
    with site.database.work() as session:
        site.cast.session = session
        made = site.cast.consultation()
        made.place, made.belongs_to = session.merge(site.cast.upper), BelongsTo.PLACE
        session.flush()
        session.execute(delete(Round))
    days = {"closes_on": "2027-06-20", "review_by": "2027-07-04", "news_by": "2027-07-20"}
    refused = site.signed_in(site.cast.amal).post("/collect/river/open", data=days)
    assert refused.status_code == 422
    assert "Before it opens, name who reads and sorts its words." in refused.text
    assert '<a href="/collect/river/readers">Name who reads</a>' in refused.text
