"""The names that the deployment knows, for the first reader's eye."""

from consult.people.known_names import known_names
from consult.people.records import HelperLink


def test_names_of_seats_and_helpers_are_known_and_nobody_elses(session, cast, now):
    cast.amal.name = "Amal Deng"
    cast.hari.name = "Hari Stranger"
    session.add(
        HelperLink(
            community=cast.community,
            number=1,
            name="Nyakim Bo",
            language="en",
            token_hash="x" * 64,
            paid_by_office=False,
            made_by_id=cast.amal.id,
            made_at=now,
            until=now,
        )
    )
    session.flush()
    known = known_names(session, cast.community, now=now)
    assert {"Amal Deng", "Amal", "Deng", "Nyakim Bo", "Nyakim", cast.dana.name} <= set(known)
    assert "Bo" not in known
    assert not [name for name in known if "Stranger" in name]
