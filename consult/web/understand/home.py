"""What waits in the reading room: each consultation of one's community, and one of them."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.close.wrong import wrongly_put
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.reading import may_read
from consult.loop.understand import cards, findings, translating
from consult.loop.understand.missing_words import missing_words
from consult.people.permissions import Action, seats_held
from consult.people.records import Role
from consult.web.guards import needs, signed_in
from consult.web.parts import now
from consult.web.understand import blueprint


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """A seat from here goes before one from elsewhere: it opens more."""
    held = seats_held(g.session, account=g.account, now=now())
    held.sort(key=lambda seat: seat.role is Role.READER)
    listed = {
        consultation.id: (consultation, cards.progress(g.session, consultation, seat))
        for seat in reversed(held)
        if seat.community
        for consultation in consultations_of(g.session, community=seat.community)
        if may_read(g.session, seat=seat, consultation=consultation)
    }
    return render_template("understand/home.html", listed=list(listed.values()))


@blueprint.get("/<slug>/")
@needs(Action.READ_ANSWERS)
def consultation(slug: str) -> ResponseReturnValue:
    return render_template(
        "understand/consultation.html",
        this=g.consultation,
        progress=cards.progress(g.session, g.consultation, g.seat),
        flagged=cards.flagged(g.session, g.consultation, g.seat),
        released=findings.all_findings(g.session, g.consultation),
        wrong=wrongly_put(g.session, g.consultation, g.seat),
        missing=missing_words(g.session, g.consultation),
    )


@blueprint.get("/<slug>/wrong/")
@needs(Action.SORT)
def wrong(slug: str) -> ResponseReturnValue:
    """Cards whose speakers said that they lie on the wrong number."""
    said = wrongly_put(g.session, g.consultation, g.seat)
    return render_template("understand/wrong.html", this=g.consultation, said=said)


@blueprint.get("/<slug>/words/")
@needs(Action.TRANSLATE)
def words(slug: str) -> ResponseReturnValue:
    """What is not said yet in one of the consultation's languages; each leads to where it is written."""
    missing = missing_words(g.session, g.consultation)
    answers = translating.waiting(g.session, consultation=g.consultation, by=g.account, now=now())
    return render_template("understand/words.html", this=g.consultation, missing=missing, answers=answers)
