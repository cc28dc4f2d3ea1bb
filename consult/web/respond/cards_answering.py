"""An office reads the stop cards and keep cards that name it, and answers within 72 hours."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond import stop_answers
from consult.loop.respond.records import StopSays
from consult.loop.respond.stop_states import Seen, Stands, cards_for, seen
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on, undone, wording_read
from consult.web.guards import needs
from consult.web.leaves import cut, page_number
from consult.web.parts import in_words_of, now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import STOP_SAYS, WISHES


class Answered(Form):
    says = RadioField(_l("What does your office do?"), [InputRequired(_l("Choose one."))])
    words = TextAreaField(_l("What exactly, from when"), render_kw={"rows": 3})
    why = TextAreaField(_l("Why"), render_kw={"rows": 4})
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/<office>/cards/")
@needs(Action.ANSWER)
def office_cards(office: str) -> ResponseReturnValue:
    leaf = cut(_all(), page_number())
    return render_template(
        "respond/office_cards.html", office=g.office, leaf=leaf, wishes=WISHES, says=STOP_SAYS
    )


@blueprint.get("/<office>/cards/<uuid:card>/")
@needs(Action.ANSWER)
def card_to_answer(office: str, card: UUID) -> ResponseReturnValue:
    each = _one(card)
    return _page(each, _form(each, begun=True))


@blueprint.post("/<office>/cards/<uuid:card>/")
@needs(Action.ANSWER)
def answer_card(office: str, card: UUID) -> ResponseReturnValue:
    each = _open(card)
    form = _form(each)
    if not form.validate():
        return _page(each, form, 422)
    said = {
        "words": form.words.data,
        "why": form.why.data,
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
    }
    given = {"says": StopSays(form.says.data), **said, "by": g.account, "now": now()}
    try:
        stop_answers.draft(g.session, card=each.card, **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(_one(card), form, 422)
    flash(_("The draft is kept. The clock runs until it is published."))
    return redirect(url_for("respond.card_to_answer", office=office, card=card), 303)


@blueprint.post("/<office>/cards/<uuid:card>/publish")
@needs(Action.PUBLISH)
def publish_card_answer(office: str, card: UUID) -> ResponseReturnValue:
    each = _open(card)
    if each.draft is None:
        abort(404)
    try:
        stop_answers.publish(g.session, answer=each.draft, read=wording_read(), by=g.account, now=now())
    except Refused as refused:
        problem = undone(refused)
        each = _one(card)
        return _page(each, _form(each, begun=True), 422, problem)
    flash(_("It is published beside the card. Representatives can say whether it is an answer."))
    return redirect(url_for("respond.office_cards", office=office), 303)


def _all() -> list[Seen]:
    return seen(g.session, cards_for(g.session, viewer=g.office), now=now())


def _one(card: UUID) -> Seen:
    found = next((each for each in _all() if each.card.id == card), None)
    if found is None:
        abort(404)
    return found


def _open(card: UUID) -> Seen:
    """What is held or taken back asks for no answer."""
    each = _one(card)
    if each.stands in (Stands.HELD, Stands.WITHDRAWN):
        abort(404)
    return each


def _form(each: Seen, *, begun: bool = False) -> Answered:
    """With `begun` what was drafted stands in it."""
    draft = each.draft if begun else None
    form = Answered(obj=draft) if draft else Answered()
    choices = stop_answers.CHOICES[each.card.wish]
    form.says.choices = [Choice(says.value, STOP_SAYS[says]) for says in choices]
    form.language.choices = [Choice(of.code, of.autonym) for of in parts().languages.all()]
    if not form.language.data:
        form.language.data = g.account.language
    return form


def _page(each: Seen, form: Answered, status: int = 200, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "respond/office_card.html",
        office=g.office,
        each=each,
        form=form,
        problem=problem,
        publishes_from=stop_answers.publishes_from(each.draft, by=g.account) if each.draft else None,
        now=now(),
        wishes=WISHES,
        says=STOP_SAYS,
    )
    return page, status
