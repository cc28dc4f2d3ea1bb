"""What a community asks offices to stop or to keep, and what they said, for everyone."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.record import Record
from consult.loop.respond.stop_states import Seen, cards_for, seen
from consult.loop.respond.wordings_shown import in_tongue
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.saying import asking
from consult.web.respond.labels import STOP_SAYS, WISHES

A_PAGE = 5


@blueprint.get("/c/<slug>/<lang>/cards")
@everyone
def cards(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    shown = cards_for(g.session, viewer="everyone", community=asked.consultation.community)
    found = seen(g.session, shown, now=now())
    page = max(request.args.get("page", 1, int), 1)
    first = (page - 1) * A_PAGE
    return render_template(
        "public/cards.html",
        asked=asked,
        found=found[first : first + A_PAGE],
        page=page,
        more=len(found) > first + A_PAGE,
        silent=sum(each.stands == "silent" for each in found),
        wishes=WISHES,
        says=STOP_SAYS,
        say=in_tongue(g.session, _abouts(found), parts().languages.chain(lang)),
    )


def _abouts(found: list[Seen]) -> list[Record]:
    """Everything on the cards that may be worded in other languages."""
    said = [one for each in found for one in each.said]
    words = [word for one in said for word in one.words]
    return [*(each.card for each in found), *(one.answer for one in said), *words]
