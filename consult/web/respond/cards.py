"""The stop cards and keep cards of a community: where each stands, and what representatives do with it."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond import stop_answers, stop_cards
from consult.loop.respond.records import StopCard
from consult.loop.respond.stop_states import Seen, Stands, cards_for, seen
from consult.people.permissions import Action, seat_for
from consult.web.forms import Form, refused_on, undone, wording_read
from consult.web.guards import needs
from consult.web.leaves import cut, page_number
from consult.web.parts import in_words_of, now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import STOP_SAYS, WISHES
from consult.web.understand.labels import AUDIENCES

IS_ONE = [
    Choice("yes", _l("Yes, it is an answer")),
    Choice("no", _l("No, it is no answer")),
]


class Judged(Form):
    is_one = RadioField(
        _l("Is it an answer to the card?"), [InputRequired(_l("Choose one."))], choices=IS_ONE
    )
    note = TextAreaField(_l("It is no answer, because…"), render_kw={"rows": 4})
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/community/<community>/cards/")
@needs(Action.SEE_FINDINGS)
def cards(community: str) -> ResponseReturnValue:
    leaf = cut(_all(), page_number())
    return render_template("respond/cards.html", leaf=leaf, **_shown(leaf.rows))


@blueprint.get("/community/<community>/cards/<int:number>/")
@needs(Action.SEE_FINDINGS)
def one_card(community: str, number: int) -> ResponseReturnValue:
    return _page(card_here(number), judged())


@blueprint.post("/community/<community>/cards/<int:number>/send")
@needs(Action.NAME_CARDS)
def send_card(community: str, number: int) -> ResponseReturnValue:
    send = partial(stop_cards.send, read=wording_read())
    return _act(number, send, _("The office has it. It has 72 hours to answer."))


@blueprint.get("/community/<community>/cards/<int:number>/take-back")
@needs(Action.NAME_CARDS)
def taking_back(community: str, number: int) -> ResponseReturnValue:
    return render_template("respond/card_back.html", community=g.community, each=card_here(number))


@blueprint.post("/community/<community>/cards/<int:number>/take-back")
@needs(Action.NAME_CARDS)
def take_back(community: str, number: int) -> ResponseReturnValue:
    return _act(number, stop_cards.withdraw, _("The card is taken back. Its mark stays."))


@blueprint.post("/community/<community>/cards/<int:number>/hold")
@needs(Action.HOLD)
def hold_card(community: str, number: int) -> ResponseReturnValue:
    return _act(number, stop_cards.hold, _("It is held back. Only its mark can be seen."))


@blueprint.post("/community/<community>/cards/<int:number>/lift")
@needs(Action.HOLD)
def lift_card(community: str, number: int) -> ResponseReturnValue:
    return _act(number, stop_cards.lift, _("It is shown again to those who may know of it."))


@blueprint.post("/community/<community>/cards/<int:number>/known")
@needs(Action.NAME_CARDS)
def silence_known(community: str, number: int) -> ResponseReturnValue:
    return _act(number, stop_cards.know, _("It is kept that you know. Everybody sees the silence as before."))


@blueprint.post("/community/<community>/cards/<int:number>/")
@needs(Action.NAME_CARDS)
def judge_answer(community: str, number: int) -> ResponseReturnValue:
    each, form = card_here(number), judged()
    if not each.said:
        abort(404)
    if not form.validate():
        return _page(each, form, 422)
    said = {
        "is_one": form.is_one.data == "yes",
        "note": form.note.data,
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
    }
    read = (one.answer for one in each.said if str(one.answer.id) == request.form.get("read"))
    try:
        answer = next(read, None)
        if answer is None:
            raise stop_cards.changed()
        stop_answers.say(g.session, answer=answer, seat=g.seat, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(card_here(number), form, 422)
    flash(_("It is kept, and stands beside the answer."))
    return redirect(url_for("respond.one_card", community=community, number=number), 303)


def card_here(number: int) -> Seen:
    """The card of this number, if the person may know of it."""
    found = next((each for each in _all() if each.card.number == number), None)
    if found is None:
        abort(404)
    return found


def represents() -> bool:
    seat = seat_for(g.session, account=g.account, action=Action.NAME_CARDS, now=now(), community=g.community)
    return seat is not None


def judged() -> Judged:
    form = Judged()
    form.language.choices = [Choice(each.code, each.autonym) for each in parts().languages.all()]
    if not form.language.data:
        form.language.data = g.community.language
    return form


def _all() -> list[Seen]:
    if represents():
        found = stop_cards.cards_open_to(g.session, by=g.account, community=g.community, now=now())
    else:
        found = cards_for(g.session, viewer="committee", community=g.community)
    return seen(g.session, found, now=now())


def _shown(found: list[Seen]) -> dict[str, object]:
    return {
        "community": g.community,
        "found": found,
        "wishes": WISHES,
        "says": STOP_SAYS,
        "represents": represents(),
        "audiences": AUDIENCES,
    }


def _page(each: Seen, form: Judged, status: int = 200, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "respond/card.html",
        each=each,
        form=form,
        problem=problem,
        sends_from=stop_cards.sends_from(each.card, by=g.account) if each.stands is Stands.WRITTEN else None,
        now=now(),
        to_judge=_to_judge(each, form),
        **_shown([]),
    )
    return page, status


def _to_judge(each: Seen, form: Judged) -> bool:
    """The newest answer waits for the person's word; and whatever was typed is shown again."""
    if not each.said or form.note.data:
        return bool(each.said)
    if each.stands in (Stands.HELD, Stands.WITHDRAWN):
        return False
    return all(word.seat_id != g.seat.id for word in each.said[-1].words)


def _act(number: int, do: Callable[..., None], done: str) -> ResponseReturnValue:
    card: StopCard = card_here(number).card
    try:
        do(g.session, card=card, by=g.account, now=now())
    except Refused as refused:
        problem = undone(refused)
        return _page(card_here(number), judged(), 422, problem)
    flash(done)
    return redirect(url_for("respond.one_card", community=g.community.slug, number=number), 303)
