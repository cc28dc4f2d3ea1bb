"""One consultation while it is prepared and while it is open: what is done, what is not done yet."""

from dataclasses import replace

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.collect import answers, consultations, hints, joining, meetings, prompts, rounds
from consult.loop.collect.reading import may_read, must_name
from consult.loop.collect.records import Round
from consult.loop.collect.templates import TEMPLATES
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.hints import SENTENCES
from consult.web.collect.labels import DOORS, label_of
from consult.web.collect.owners import owners_in_words
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.i18n import translated
from consult.web.parts import now
from consult.web.public.saying import said_of


class Note(Form):
    note = TextAreaField(_l("How was it done? A few words."))


@blueprint.get("/<slug>/")
@needs(Action.DESIGN)
def consultation(slug: str) -> ResponseReturnValue:
    this = g.consultation
    current = rounds.current_round(g.session, this)
    lines = consultations.list_done(g.session, consultation=this)
    return render_template(
        "collect/consultation.html",
        this=this,
        lines=lines,
        labels={line.key: label_of(line) for line in lines},
        template=TEMPLATES.get(this.template),
        say=translated,
        whose=owners_in_words(this),
        doors=DOORS,
        asked=prompts.prompts_of(g.session, this, this.language),
        missing=prompts.languages_missing(g.session, consultation=this),
        whole=hints.of_the_whole(g.session, consultation=this),
        says=SENTENCES,
        words=joining.join_words_of(g.session, consultation=this),
        round=current,
        running=None if rounds.can_open(g.session, this) else current,
        open=current is not None and rounds.is_open(current, now()),
        met=meetings.how_many_met(g.session, consultation=this),
        unnamed=must_name(g.session, consultation=this, now=now()),
        reads=may_read(g.session, seat=g.seat, consultation=this),
        spoke=answers.spoke(g.session, current) if current else 0,
        by_door=rounds.spoke_by_door(g.session, round=current) if current else {},
    )


def _line(step: str) -> consultations.Line:
    done = consultations.list_done(g.session, consultation=g.consultation)
    found = [line for line in done if line.key == step and not line.must]
    if not found:
        abort(404)
    return found[0]


def _step_page(line: consultations.Line, form: Note, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "collect/step.html", form=form, this=g.consultation, line=line, label=label_of(line)
    )
    return page, status


@blueprint.get("/<slug>/list/<step>")
@needs(Action.DESIGN)
def step(slug: str, step: str) -> ResponseReturnValue:
    line = _line(step)
    return _step_page(line, Note(data={"note": line.note}))


@blueprint.post("/<slug>/list/<step>")
@needs(Action.DESIGN)
def tick(slug: str, step: str) -> ResponseReturnValue:
    form, line = Note(), _line(step)
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
        return _step_page(line, form, 422)
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
