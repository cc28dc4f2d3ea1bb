"""Who speaks here, for everyone: how they were chosen, who objected, and whether people say they do."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from consult.loop.collect.records import Speaks
from consult.loop.understand.speaks_for import spoken_for
from consult.people.terms import speakers as speaking
from consult.web.guards import everyone
from consult.web.parts import now
from consult.web.public import blueprint
from consult.web.public.saying import asking

SPEAKS = {
    # TRANSLATORS: An answer to "Do these speak for you?"
    Speaks.YES: _l("Yes"),
    # TRANSLATORS: An answer to "Do these speak for you?"
    Speaks.PARTLY: _l("Partly"),
    # TRANSLATORS: An answer to "Do these speak for you?"
    Speaks.NO: _l("No"),
    # TRANSLATORS: An answer to "Do these speak for you?"
    Speaks.CANNOT_SAY: _l("I cannot say"),
}


@blueprint.get("/c/<slug>/<lang>/speakers")
@everyone
def speakers(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    this = asked.consultation
    return render_template(
        "public/speakers.html",
        asked=asked,
        seats=speaking(g.session, community=this.community, now=now()),
        spoken=spoken_for(g.session, consultation=this, now=now()),
        speaks=SPEAKS,
    )
