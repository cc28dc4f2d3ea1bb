"""Representatives write a stop card or a keep card, in their own words."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond import stop_cards
from consult.loop.respond.records import Wish
from consult.loop.respond.stop_states import Seen, Stands
from consult.loop.understand.records import Audience
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now, parts
from consult.web.respond import blueprint
from consult.web.respond.cards import card_here
from consult.web.respond.labels import WISHES

FOR = [
    Choice(Audience.EVERYONE.value, _l("Everyone")),
    Choice(Audience.COMMITTEE_AND_OFFICES.value, _l("The committee and this office")),
    Choice(Audience.ONE_OFFICE.value, _l("This office alone")),
]


class Written(Form):
    office = SelectField(_l("Office that does it"), [InputRequired(_l("Choose an office."))])
    wish = RadioField(
        _l("What do you ask?"),
        [InputRequired(_l("Choose one."))],
        choices=[Choice(each.value, words) for each, words in WISHES.items()],
    )
    words = TextAreaField(_l("What is the office doing?"), render_kw={"rows": 4})
    why = TextAreaField(_l("Why should it stop or change, or why keep it?"), render_kw={"rows": 4})
    language = SelectField(_l("Language in which you write"))
    audience = RadioField(_l("Who may read it?"), [InputRequired(_l("Choose who may read it."))], choices=FOR)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.office.choices = [Choice(each.slug, each.name) for each in answering(g.session)]
        self.language.choices = [Choice(each.code, each.autonym) for each in parts().languages.all()]

    def as_given(self) -> dict[str, Any]:
        offices = {each.slug: each for each in answering(g.session)}
        return {
            "office": offices[self.office.data],
            "wish": Wish(self.wish.data),
            "words": self.words.data,
            "why": self.why.data,
            "language": self.language.data,
            "in_words": in_words_of(self.language.data),
            "audience": Audience(self.audience.data),
            "by": g.account,
            "now": now(),
        }


@blueprint.get("/community/<community>/cards/new")
@needs(Action.NAME_CARDS)
def new_card(community: str) -> ResponseReturnValue:
    return _page(Written(data={"language": g.community.language}))


@blueprint.post("/community/<community>/cards/new")
@needs(Action.NAME_CARDS)
def write_card(community: str) -> ResponseReturnValue:
    form = Written()
    if not form.validate():
        return _page(form, status=422)
    try:
        card = stop_cards.write(g.session, community=g.community, **form.as_given())
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, status=422)
    flash(_("The card is written. It goes to the office after a second reading."))
    return redirect(url_for("respond.one_card", community=community, number=card.number), 303)


@blueprint.get("/community/<community>/cards/<int:number>/words")
@needs(Action.NAME_CARDS)
def rewording_card(community: str, number: int) -> ResponseReturnValue:
    each = _unsent(number)
    card = each.card
    given = {"office": card.office.slug, "wish": card.wish.value, "audience": card.audience.value}
    kept = {"words": card.words, "why": card.why, "language": card.language}
    return _page(Written(data={**given, **kept}), each)


@blueprint.post("/community/<community>/cards/<int:number>/words")
@needs(Action.NAME_CARDS)
def reword_card(community: str, number: int) -> ResponseReturnValue:
    each, form = _unsent(number), Written()
    if not form.validate():
        return _page(form, each, 422)
    try:
        stop_cards.reword(g.session, card=each.card, **form.as_given())
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, card_here(number), 422)
    flash(_("The new words are kept. Somebody else reads them before they go out."))
    return redirect(url_for("respond.one_card", community=community, number=number), 303)


def _unsent(number: int) -> Seen:
    each = card_here(number)
    if each.stands is not Stands.WRITTEN:
        abort(404)
    return each


def _page(form: Written, each: Seen | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template("respond/card_form.html", community=g.community, form=form, each=each)
    return page, status
