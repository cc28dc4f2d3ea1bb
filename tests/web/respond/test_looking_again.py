"""After the day on which people were to hear more, an answer is owed again, at home and in public."""

from datetime import timedelta

import pytest

from consult.loop.respond.looking_again import again_since
from consult.loop.respond.records import Kind, PassedOn, ResponseVersion

AGAIN = "To be looked at again since Monday 14 June 2027. Nothing newer was said."


def answer(site, told, kind, **beside):
    """An answer of the water office to number 3, published, with a day ten days away."""
    with site.database.work() as session:
        told.session = session
        version = told.answered(session.merge(told.themes[3]), office=session.merge(site.cast.water))
        version.kind, version.by_when = kind, (site.clock() + timedelta(days=10)).date()
        for name, value in beside.items():
            setattr(version, name, value)
    return version


@pytest.mark.parametrize("kind", list(Kind))
def test_it_comes_back_where_people_were_to_hear_more(site, told, public, kind):
    answer(site, told, kind, handed_on=site.clock().date(), to_whom="The ministry", reference="12")
    comes = kind in (Kind.CANNOT_SAY, Kind.NEEDS_OTHERS, Kind.NEED_TO_KNOW_MORE)
    site.clock.move(days=10)
    assert AGAIN not in public()
    site.clock.move(days=1)
    assert (AGAIN in public()) is comes
    home = site.signed_in(site.cast.dana).get("/respond/").text
    assert ("Answers owed: 2." in home) is comes
    if comes:
        assert "It waits with you to be looked at again since Monday 14 June 2027." in home


def test_what_another_office_took_on_comes_back_to_that_office_alone(site, told, public):
    roads = site.cast.roads
    version = answer(
        site, told, Kind.NEEDS_OTHERS, to_office_id=roads.id, to_whom=roads.name,
        handed_on=site.clock().date(), reference="12",
    )  # fmt: skip
    with site.database.work() as session:
        session.add(
            PassedOn(
                findings_theme_id=told.themes[3].id, from_office_id=site.cast.water.id, note="Theirs.",
                to_office_id=roads.id, by_id=site.cast.dana.id, at=site.clock(), agreed=True,
                accepted_at=site.clock(),
            )
        )  # fmt: skip
    site.clock.move(days=11)
    assert AGAIN not in public()
    with site.database.reading() as session:
        kept = session.get_one(ResponseVersion, version.id)
        assert again_since(session, [kept], today=site.clock().date()) == {}
