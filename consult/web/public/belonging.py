"""What the page *about you* asks besides places: groups of the lists, and whether these speak for them.

All of it is optional and stands after the answers; a value that no page of ours offers counts as not said.
"""

from dataclasses import dataclass, replace

from flask import g, request
from flask_babel import gettext as _

from consult.loop.collect.records import Speaks
from consult.people.lists import groups_of
from consult.people.records import Group, Seat
from consult.people.terms import speakers
from consult.web.parts import now
from consult.web.public.draft import Draft
from consult.web.public.saying import Asking


@dataclass(frozen=True)
class Belongs:
    """`groups`: those of the lists. `seats`: who speaks here, where the round still takes words."""

    groups: list[Group]
    seats: list[Seat]

    def __bool__(self) -> bool:
        return bool(self.groups or self.seats)

    @property
    def called(self) -> list[str]:
        """Who speaks here, by number, and by name where they chose so."""
        titles = [(_("Representative %(number)s", number=each.number), each) for each in self.seats]
        return [f"{title} ({each.public_name})" if each.public_name else title for title, each in titles]

    def ticked(self, draft: Draft) -> list[Group]:
        return [group for group in self.groups if str(group.id) in draft.groups]

    def speaks(self, draft: Draft) -> Speaks | None:
        return Speaks(draft.speaks) if self.seats and draft.speaks in list(Speaks) else None


def belongs(asked: Asking) -> Belongs:
    community = asked.consultation.community
    seats = speakers(g.session, community=community, now=now()) if asked.open else []
    return Belongs(groups_of(g.session, community), seats)


def told(draft: Draft, *, skipped: bool) -> Draft:
    """The draft with what was ticked on this page; skipped: with nothing of it."""
    form = request.form
    return replace(
        draft,
        groups=[] if skipped else form.getlist("groups"),
        speaks="" if skipped else form.get("speaks", ""),
    )
