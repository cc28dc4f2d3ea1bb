"""The process templates: look at them, choose one, print the sheet for whoever leads it."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.loop.collect import choosing
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.templates import TEMPLATES
from consult.loop.collect.templates_shape import IF_SOMEBODY_TELLS, RISKS, ROLES, SAID_FIRST, Template
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.said_first import danger_line, private_lines
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.i18n import translated
from consult.web.parts import now, parts

ALL_CARRY = {"said_first": SAID_FIRST, "roles": ROLES, "risks": RISKS, "told": IF_SOMEBODY_TELLS}


def _template(key: str) -> Template:
    if key not in TEMPLATES:
        abort(404)
    return TEMPLATES[key]


@blueprint.get("/<slug>/templates")
@needs(Action.DESIGN)
def templates(slug: str) -> ResponseReturnValue:
    return render_template(
        "collect/templates.html",
        this=g.consultation,
        templates=TEMPLATES.values(),
        say=translated,
        form=Form(),
    )


@blueprint.post("/<slug>/templates")
@needs(Action.DESIGN)
def follow_none(slug: str) -> ResponseReturnValue:
    choosing.follow(g.session, consultation=g.consultation, template="", by=g.account, now=now())
    flash(_("Your own way it is. What was ticked stays noted."))
    return redirect(url_for("collect.consultation", slug=slug), 303)


@blueprint.get("/<slug>/templates/<template>")
@needs(Action.DESIGN)
def template(slug: str, template: str) -> ResponseReturnValue:
    return render_template(
        "collect/template.html",
        this=g.consultation,
        it=_template(template),
        say=translated,
        form=Form(),
        spoken=[each for each in parts().languages.all() if not each.participants_only],
        **ALL_CARRY,
    )


@blueprint.post("/<slug>/templates/<template>")
@needs(Action.DESIGN)
def follow(slug: str, template: str) -> ResponseReturnValue:
    chosen = _template(template)
    choosing.follow(g.session, consultation=g.consultation, template=chosen.key, by=g.account, now=now())
    flash(_("Its steps stand on your list now."))
    return redirect(url_for("collect.consultation", slug=slug), 303)


@blueprint.get("/<slug>/templates/<template>/<lang>")
@needs(Action.DESIGN)
def sheet(slug: str, template: str, lang: str) -> ResponseReturnValue:
    """To print, in the language of whoever leads. The prompts stand in it where they have a wording."""
    if not parts().languages.known(lang):
        abort(404)
    return render_template(
        "collect/sheet.html",
        this=g.consultation,
        it=_template(template),
        say=translated,
        asked=prompts_of(g.session, g.consultation, lang),
        in_private=private_lines(g.consultation, lang),
        danger=danger_line(g.community, lang),
        **ALL_CARRY,
    )
