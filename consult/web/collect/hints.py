"""Hints of the prompt check in the author's language; a wording is changed, or kept with a reason."""

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from consult.common.errors import Refused
from consult.loop.collect import hints as room
from consult.loop.collect import prompts
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, undone
from consult.web.guards import needs
from consult.web.parts import now

CHOICES = _l("This offers choices. People tend to pick from what is offered.")
SENTENCES = {
    "CLOSED": _l("People may answer this with yes or no. Try starting with what, how or tell us."),
    "CLOSED?": _l("People may answer this with yes or no. Is that what you want?"),
    "NARROW": _l("The answer will be a number, a day or a place. Is that what you want to hear?"),
    "TWO-IN-ONE": _l("This asks two things. Make two prompts."),
    "OPTIONS": CHOICES,
    "EXAMPLES": _l("Examples steer answers. Leave them out; a listener can explain if asked."),
    "AGREE": _l("This invites people to agree with you. Ask what they think instead."),
    "PRESUPPOSES": _l(
        "This takes something as true. Would someone who sees it differently be able to answer?"
    ),
    "NAMES-SOMEONE": _l("This names someone. People who would speak of someone else may stay silent."),
    "WHO": _l("People may name persons. Ask what happened, or what kind of groups."),
    "ABSOLUTE": _l("This word pushes people. Leave it out?"),
    "LOADED": _l("Your team marked this as a charged word here."),
    "VAGUE-TIME": _l("Say which time: since the rains, since last year."),
    "LONG": _l("Too long to be said in one breath, or in one text message."),
    "JARGON": _l("Would your grandmother know this word?"),
    "SCALE": _l("Ask people to tell, not to score."),
    "HYPOTHETICAL": _l("Ask about what is or was, not about what might be."),
    "NEGATION": _l("Two denials in one sentence are hard to follow. Say it the other way round."),
    "ORDER": _l("Put the widest prompt first, ask at most three, and two where people answer by text."),
    "TRANSLATION": _l("This language may ask something else than the first one. Compare them."),
    "UNTESTED": _l("Try it with five people before it opens."),
}
"""What each rule says; the words that it is about stand beside it."""


class Keeping(Form):
    language = HiddenField()
    hint = HiddenField()
    why = TextAreaField(_l("Why you keep it"), render_kw={"rows": 2})


@blueprint.post("/<slug>/prompts/<int:number>/keep")
@needs(Action.DESIGN)
def keep_hint(slug: str, number: int) -> ResponseReturnValue:
    form = Keeping()
    found = [each for each in prompts.all_prompts(g.session, g.consultation) if each.number == number]
    there = (
        prompts.wordings_of(g.session, version=prompts.newest_version(g.session, prompt=found[0]))
        if found
        else {}
    )
    if form.language.data not in there:
        abort(404)
    try:
        room.keep(
            g.session,
            wording=there[form.language.data],
            hint=form.hint.data or "",
            why=form.why.data or "",
            by=g.account,
            now=now(),
        )
        flash(_("Kept, with your reason. It stands beside the prompt."))
    except Refused as refused:
        flash(undone(refused))
    return redirect(url_for("collect.prompt", slug=slug, number=number, _anchor="hints"), 303)
