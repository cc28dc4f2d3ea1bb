"""One consultation while it is prepared and while it is open: what is done, what is not done yet."""

from dataclasses import replace

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.collect import answers, consultations, joining, prompts, rounds
from consult.loop.collect.records import Round
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.labels import DOORS, LINES
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.public.saying import said_of


class Note(Form):
    note = TextAreaField(_l("How was it done? A few words."))


@blueprint.get("/<slug>/")
@needs(Action.DESIGN)
def consultation(slug: str) -> ResponseReturnValue:
    this = g.consultation
    current = rounds.current_round(g.session, this)
    return render_template(
        "collect/consultation.html",
        this=this,
        lines=consultations.list_done(g.session, consultation=this),
        labels=LINES,
        doors=DOORS,
        asked=prompts.prompts_of(g.session, this, this.language),
        missing=prompts.languages_missing(g.session, consultation=this),
        words=joining.join_words_of(g.session, consultation=this),
        round=current,
        running=None if rounds.can_open(g.session, this) else current,
        open=current is not None and rounds.is_open(current, now()),
        spoke=answers.spoke(g.session, current) if current else 0,
        by_door=rounds.spoke_by_door(g.session, round=current) if current else {},
    )


@blueprint.get("/<slug>/list/<step>")
@needs(Action.DESIGN)
def step(slug: str, step: str) -> ResponseReturnValue:
    if step not in consultations.STEPS:
        abort(404)
    done = consultations.list_done(g.session, consultation=g.consultation)
    line = next(each for each in done if each.key == step)
    form = Note(data={"note": line.note})
    return render_template("collect/step.html", form=form, this=g.consultation, line=line, label=LINES[step])


@blueprint.post("/<slug>/list/<step>")
@needs(Action.DESIGN)
def tick(slug: str, step: str) -> ResponseReturnValue:
    if step not in consultations.STEPS:
        abort(404)
    form = Note()
    try:
        consultations.tick(
            g.session,
            consultation=g.consultation,
            step=step,
            note=form.note.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        line = consultations.Line(step, False, False)
        page = render_template(
            "collect/step.html", form=form, this=g.consultation, line=line, label=LINES[step]
        )
        return page, 422
    flash(_("Noted as done."))
    return redirect(url_for("collect.consultation", slug=slug), 303)


@blueprint.get("/<slug>/preview/<lang>")
@needs(Action.DESIGN)
def preview(slug: str, lang: str) -> ResponseReturnValue:
    """The start page as people will see it, before they can."""
    if lang not in g.consultation.languages:
        abort(404)
    current = rounds.current_round(g.session, g.consultation) or Round(number=1)
    asked = replace(said_of(g.consultation, current, lang), open=True)
    return render_template("public/start.html", asked=asked, old=False, preview=True)
