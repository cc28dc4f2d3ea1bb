"""A member says a word, in few words."""

from consult.loop.review.reviews import say
from consult.people.records import Role, Seat


def word(scene, theme, position, reason="", *, seat="chol", at=None, signed=None):
    return say(
        scene.session,
        findings_theme=theme,
        seat=scene.cast.seats[seat] if isinstance(seat, str) else seat,
        position=position,
        reason=reason,
        language="en",
        signed=signed,
        now=at or scene.cast.now,
    )


def another_member(scene) -> Seat:
    seat = Seat(
        account=scene.cast.hari,
        role=Role.COMMITTEE_MEMBER,
        committee=scene.cast.committee,
        number=2,
        since=scene.cast.now,
    )
    scene.session.add(seat)
    scene.session.flush()
    return seat
