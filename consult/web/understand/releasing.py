"""Release findings, after the question who could be hurt; and look at what was released."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.collect.rounds import current_round, is_open
from consult.loop.review.reviews import positions_by_theme
from consult.loop.review.standing import standing
from consult.loop.understand import checks, holds, quotes, themes
from consult.loop.understand import findings as room
from consult.loop.understand.lying_on_themes import cards_by_theme
from consult.loop.understand.where_words_lie import sums
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.understand import blueprint
from consult.web.understand.labels import AUDIENCES
from consult.web.understand.wordings import findings_of

REVIEW = timedelta(days=14)


class Release(Form):
    alone = TextAreaField(_l("One general line for words that lie on no theme"), render_kw={"rows": 4})
    review_by = Day(_l("Day until which the committee may weigh it"), [InputRequired(_l("Choose a day."))])


def _page(form: Release, status: int = 200) -> ResponseReturnValue:
    asked = current_round(g.session, g.consultation)
    page = render_template(
        "understand/release.html",
        form=form,
        this=g.consultation,
        themes=themes.themes_of(g.session, g.consultation),
        audiences=AUDIENCES,
        lying=cards_by_theme(g.session, g.consultation),
        held=holds.held_among(g.session, g.consultation),
        sums=sums(g.session, asked) if asked else None,
        round=asked,
        open=asked is not None and is_open(asked, now()),
        check=checks.running(g.session, g.consultation, now=now()),
        checked=bool(
            asked and (last := checks.newest_of(g.session, asked)) and checks.doors_of(g.session, last)
        ),
    )
    return page, status


@blueprint.get("/<slug>/release/")
@needs(Action.RELEASE)
def release(slug: str) -> ResponseReturnValue:
    asked = current_round(g.session, g.consultation)
    planned = asked.review_by if asked else None
    earliest = now().date() + timedelta(days=1)
    day = planned if planned and planned >= earliest else (now() + REVIEW).date()
    return _page(Release(data={"review_by": day}))


@blueprint.post("/<slug>/release/")
@needs(Action.RELEASE)
def release_findings(slug: str) -> ResponseReturnValue:
    form = Release()
    if not form.validate():
        return _page(form, 422)
    try:
        made = room.release(
            g.session,
            consultation=g.consultation,
            alone=form.alone.data or "",
            review_by=form.review_by.data,
            by=g.account,
            now=now(),
            small_cell=parts().settings.small_cell,
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("The findings are released. Everyone who spoke is owed an answer now."))
    return redirect(url_for("understand.findings", slug=slug, number=made.number), 303)


@blueprint.get("/<slug>/findings/<int:number>/")
@needs(Action.RELEASE)
def findings(slug: str, number: int) -> ResponseReturnValue:
    found = findings_of(number)
    items = room.items_of(g.session, found)
    return render_template(
        "understand/findings.html",
        this=g.consultation,
        findings=found,
        items=items,
        audiences=AUDIENCES,
        held=holds.held_among(g.session, g.consultation),
        quotes=quotes.released(g.session, items),
        positions=positions_by_theme(g.session, items),
        standing=standing(g.session, found, now()),
        whole=room.verify(g.session, found),
    )
