"""In the open: who helped people to speak, by number; persons and meetings, never added up."""

from dataclasses import dataclass

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.collect import helping, meetings
from consult.loop.understand.small_cells import FEWEST, shown
from consult.people.records import HelperLink
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.public.saying import asking


@dataclass(frozen=True)
class Shown:
    """A helper as the public sees them: numbers that could point at someone are None or left out."""

    link: HelperLink
    people: int | None
    read_back: int | None
    languages: list[str]


@blueprint.get("/c/<slug>/<lang>/helped")
@everyone
def in_public(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    spoke = helping.spoke_one_by_one(g.session, consultation=asked.consultation)
    met = meetings.how_many_met(g.session, consultation=asked.consultation)
    found = helping.helpers_in(g.session, consultation=asked.consultation)
    return render_template(
        "helpers/in_public.html",
        asked=asked,
        spoke=spoke,
        meetings=met[0],
        about=met[1] if met[1] >= FEWEST else None,
        found=[_shown(each, spoke) for each in found],
    )


def _shown(helper: helping.OneHelper, spoke: int) -> Shown:
    people = shown(helper.people, spoke)
    return Shown(
        link=helper.link,
        people=people,
        read_back=shown(helper.read_back, helper.people) if people else None,
        languages=[code for code, count in helper.languages.items() if shown(count, spoke)],
    )
