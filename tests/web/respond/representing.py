"""Representatives of Tesfa before answers that wait for their word."""

from sqlalchemy import select

from consult.loop.respond.records import ResponseVersion

FAITHFUL = "/respond/community/tesfa/faithful/"
YES = {"says": "yes", "language": "en"}


def let_go(site):
    """Amal finds what waits for her faithful, and it goes out. A mended wording went out before."""
    with site.database.reading() as session:
        waits = select(ResponseVersion.id).where(
            ResponseVersion.published_at.is_(None), ResponseVersion.asked_at.is_not(None)
        )
        asked = session.scalars(waits).all()
    for version in asked:
        assert site.signed_in(site.cast.amal).post(f"{FAITHFUL}{version}", data=YES).status_code == 303
