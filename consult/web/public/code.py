"""Follow up with a receipt code: where my words are, the answers, is it one, wrong, leave.

The code comes in a form and stands in no address, cookie or log.
"""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.close import happened
from consult.loop.close.asking import open_with_code
from consult.loop.close.verdicts import KEYS, say
from consult.loop.close.words_of import where_words_are
from consult.loop.close.wrong import say_wrong
from consult.loop.departure import leave as leave_all
from consult.loop.understand.records import Theme
from consult.people.guesses import dry
from consult.people.records import Participant
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint, patience
from consult.web.public.code_page import (
    Typed,
    ask_for_code,
    page_of,
    person_here,
    refused_page,
    token_of,
)


@blueprint.get("/code")
@everyone
def code() -> ResponseReturnValue:
    return ask_for_code()


@blueprint.post("/code")
@everyone
def open_code() -> ResponseReturnValue:
    typed = request.form.get("code", "")
    house = parts()
    if dry(g.session, now=now()) and not patience.waited(typed, request.form.get("ticket", ""), now=now()):
        ticket = patience.ticket(typed, now=now())
        return ask_for_code(typed=typed, ticket=ticket), 429, {"Retry-After": str(patience.SECONDS)}
    person = open_with_code(g.session, vault=house.vault, code=typed, chain=house.languages.reads, now=now())
    if person is None:
        return ask_for_code(typed=typed, wrong=True), 422
    return page_of(person)


@blueprint.post("/code/say")
@everyone
def code_say() -> ResponseReturnValue:
    """A verdict: the number of the theme and the key as its last digit, as in a text."""
    person = person_here()
    theme, key = _theme_and_key(person)
    try:
        if key in happened.KEYS:
            return _say_happened(person, theme, key)
        say(g.session, participant=person, theme=theme, says=KEYS[key], now=now())
    except Refused as refused:
        return refused_page(person, refused, Typed())
    if key == 5:
        return page_of(person, done=_("No %(number)s is open again. Thank you.", number=theme.number))
    return page_of(person, done=_("Your word about No %(number)s is kept.", number=theme.number))


@blueprint.post("/code/wrong")
@everyone
def code_wrong() -> ResponseReturnValue:
    person = person_here()
    theme = _theme(person, request.form.get("theme", ""))
    text = request.form.get("text", "")
    try:
        say_wrong(g.session, participant=person, theme=theme, text=text, now=now())
    except Refused as refused:
        return refused_page(person, refused, Typed("wrong", text=text, choice=str(theme.id)))
    return page_of(person, done=_("Thank you. We know now that your words are not on the right number."))


@blueprint.post("/code/leave")
@everyone
def code_leave() -> ResponseReturnValue:
    person = person_here()
    if request.form.get("sure") != "yes":
        return render_template("public/code_leave.html", token=token_of(person), community=person.community)
    leave_all(g.session, vault=parts().vault, participant=person, now=now())
    return render_template("public/code_left.html")


def _say_happened(person: Participant, theme: Theme, key: int) -> ResponseReturnValue:
    """The other question: did what was promised happen? The value names the promise too."""
    which = request.form.get("says", "").split(":")[2:]
    asked = happened.open_happened(g.session, participant=person, today=now().date())
    version = next((each.version for each in asked if [str(each.version.id)] == which), None)
    if version is None:
        abort(400)
    happened.say_happened(
        g.session, participant=person, theme=theme, says=happened.KEYS[key], version=version, now=now()
    )
    return page_of(person, done=_("Your word about No %(number)s is kept.", number=theme.number))


def _theme(person: Participant, wanted: str) -> Theme:
    """The theme of that id among the places of the person's words."""
    places = where_words_are(g.session, participant=person)
    found = next((each.theme for each in places if each.theme and str(each.theme.id) == wanted), None)
    if found is None:
        abort(400)
    return found


def _theme_and_key(person: Participant) -> tuple[Theme, int]:
    theme, key, *_which = [*request.form.get("says", "").split(":"), ""]
    if key not in {str(each) for each in (*KEYS, *happened.KEYS)}:
        abort(400)
    return _theme(person, theme), int(key)
