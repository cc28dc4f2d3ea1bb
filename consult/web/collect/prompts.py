"""The prompts, a box for each language with its back-translation beside it."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import TextAreaField

from consult.common.errors import Refused, mark
from consult.loop.collect import hints
from consult.loop.collect import prompts as room
from consult.loop.collect.prompt_check import Strength, has_lexicon
from consult.loop.collect.records import Consultation, Prompt, PromptWording
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.hints import SENTENCES
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts

BACK = "back_"


def _form(consultation: Consultation, there: dict[str, PromptWording] | None = None) -> Form:
    """A box a language, named by its code, and one for the back-translation of all but the first."""
    boxes: dict[str, Any] = {}
    for code in consultation.languages:
        tongue = parts().languages.get(code)
        boxes[code] = TextAreaField(tongue.autonym, render_kw={"rows": 3, "lang": tongue.tag})
        if code != consultation.language:
            boxes[BACK + code] = TextAreaField(_("Said back in the first language"), render_kw={"rows": 3})
    values = {code: each.text for code, each in (there or {}).items()}
    values |= {BACK + code: each.back_translation for code, each in (there or {}).items()}
    form: Form = type("PromptForm", (Form,), boxes)(data=values)
    return form


def _texts(form: Form) -> dict[str, str]:
    return {code: form[code].data or "" for code in g.consultation.languages}


def _backs(form: Form) -> dict[str, str]:
    return {code: form[BACK + code].data or "" for code in g.consultation.languages[1:]}


def _page(form: Form, prompt: Prompt | None = None, status: int = 200) -> ResponseReturnValue:
    frozen = prompt is not None and room.newest_version(g.session, prompt=prompt).frozen_at is not None
    page = render_template(
        "collect/prompt.html",
        form=form,
        this=g.consultation,
        prompt=prompt,
        frozen=frozen,
        back=BACK,
        looked=_looked(form) if "look" in request.form else {},
        saved=_saved(prompt) if prompt is not None and request.method == "GET" else {},
        says=SENTENCES,
        unknown=[code for code in g.consultation.languages if not has_lexicon(code)],
    )
    return page, status


def _look(form: Form, prompt: Prompt | None = None) -> ResponseReturnValue:
    """What the check says, before anything is kept; where nothing is written, that is said."""
    if any(text.strip() for text in _texts(form).values()):
        return _page(form, prompt)
    refused_on(
        form,
        Refused(
            mark("Write the prompt in the first language of the consultation."),
            field=g.consultation.language,
        ),
    )
    return _page(form, prompt, 422)


def _looked(form: Form) -> dict[str, list[hints.Seen]]:
    """What the check says of what was typed, by language; nothing of it is kept yet."""
    return {
        code: [
            hints.Seen(each)
            for each in hints.look(g.session, community=g.community, language=code, text=text)
        ]
        for code, text in _texts(form).items()
        if text.strip()
    }


def _saved(prompt: Prompt) -> dict[str, list[hints.Seen]]:
    """What the check says of each wording that was written, and what was kept against it."""
    there = room.wordings_of(g.session, version=room.newest_version(g.session, prompt=prompt))
    return {code: hints.seen(g.session, wording=wording) for code, wording in there.items()}


def _onward(prompt: Prompt) -> ResponseReturnValue:
    """After writing: where a strong hint waits, to the prompt with its hints; else back to the list."""
    waiting = any(
        each.hint.strength is Strength.STRONG and each.kept is None
        for seen in _saved(prompt).values()
        for each in seen
    )
    if waiting:
        at = url_for("collect.prompt", slug=g.consultation.slug, number=prompt.number, _anchor="hints")
        return redirect(at, 303)
    return redirect(url_for("collect.consultation", slug=g.consultation.slug), 303)


def _prompt(number: int) -> Prompt:
    found = {each.number: each for each in room.all_prompts(g.session, g.consultation)}
    if number not in found:
        abort(404)
    return found[number]


@blueprint.get("/<slug>/prompts/new")
@needs(Action.DESIGN)
def new_prompt(slug: str) -> ResponseReturnValue:
    return _page(_form(g.consultation))


@blueprint.post("/<slug>/prompts/new")
@needs(Action.DESIGN)
def add_prompt(slug: str) -> ResponseReturnValue:
    form = _form(g.consultation)
    if "look" in request.form:
        return _look(form)
    try:
        made = room.add_prompt(
            g.session,
            consultation=g.consultation,
            wordings=_texts(form),
            back_translations=_backs(form),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, status=422)
    flash(_("Prompt %(number)s is there.", number=made.number))
    return _onward(made)


@blueprint.get("/<slug>/prompts/<int:number>")
@needs(Action.DESIGN)
def prompt(slug: str, number: int) -> ResponseReturnValue:
    found = _prompt(number)
    there = room.wordings_of(g.session, version=room.newest_version(g.session, prompt=found))
    return _page(_form(g.consultation, there), found)


@blueprint.post("/<slug>/prompts/<int:number>")
@needs(Action.DESIGN)
def change_prompt(slug: str, number: int) -> ResponseReturnValue:
    found, form = _prompt(number), _form(g.consultation)
    if "look" in request.form:
        return _look(form, found)
    try:
        room.change_wordings(
            g.session,
            prompt=found,
            wordings=_texts(form),
            back_translations=_backs(form),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, _prompt(number), 422)
    flash(_("Prompt %(number)s is kept.", number=number))
    return _onward(found)


@blueprint.get("/<slug>/prompts/<int:number>/withdraw")
@needs(Action.DESIGN)
def withdrawing(slug: str, number: int) -> ResponseReturnValue:
    return render_template("collect/withdraw.html", this=g.consultation, prompt=_prompt(number), form=Form())


@blueprint.post("/<slug>/prompts/<int:number>/withdraw")
@needs(Action.DESIGN)
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    room.withdraw_prompt(g.session, prompt=_prompt(number), by=g.account, now=now())
    flash(_("Prompt %(number)s is asked no more.", number=number))
    return redirect(url_for("collect.consultation", slug=slug), 303)
