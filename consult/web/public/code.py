"""Follow up with a receipt code: where my words are, the answers, is it one, wrong, leave.

The code comes in a form and stands in no address, cookie or log. Once it opened, a short-lived
signed token in hidden fields goes on; it never shows what was written.
"""

from uuid import UUID

from flask import Response, abort, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.common.errors import Refused
from consult.loop.close.asking import Ready, open_with_code, ready_for
from consult.loop.close.choosing import hear_back
from consult.loop.close.verdicts import KEYS, say
from consult.loop.close.words_of import where_words_are
from consult.loop.close.wrong import say_wrong
from consult.loop.departure import leave as leave_all
from consult.loop.respond.wordings import worded
from consult.loop.understand.records import Theme
from consult.people.reaches import living_reaches
from consult.people.records import HearBack, Participant
from consult.web.guards import everyone
from consult.web.i18n import translated
from consult.web.parts import now, parts
from consult.web.public import blueprint

SECONDS = 30 * 60
"""How long an opened page goes on working: long enough to read, too short for the next person."""

ORDER = (3, 2, 1, 4, 5)
"""The keys of a verdict as they are offered: *no* first."""


@blueprint.get("/code")
@everyone
def code() -> ResponseReturnValue:
    return render_template("public/code.html", wrong=None, old=False)


@blueprint.post("/code")
@everyone
def open_code() -> ResponseReturnValue:
    typed = request.form.get("code", "")
    house = parts()
    person = open_with_code(g.session, vault=house.vault, code=typed, chain=house.languages.reads, now=now())
    if person is None:
        g.mistake = True
        return render_template("public/code.html", wrong=typed, old=False), 422
    return _page(person)


@blueprint.post("/code/say")
@everyone
def code_say() -> ResponseReturnValue:
    """A verdict: the number of the theme and the key as its last digit, as in a text."""
    person = _person()
    theme, key = _theme_and_key(person)
    try:
        say(g.session, participant=person, theme=theme, says=KEYS[key], now=now())
    except Refused as refused:
        return _page(person, problem=translated(refused.sentence, **refused.values))
    if key == 5:
        return _page(person, done=_("No %(number)s is open again. Thank you.", number=theme.number))
    return _page(person, done=_("Your word about No %(number)s is kept.", number=theme.number))


@blueprint.post("/code/wrong")
@everyone
def code_wrong() -> ResponseReturnValue:
    person = _person()
    theme = _theme(person, request.form.get("theme", ""))
    text = request.form.get("text", "")
    try:
        say_wrong(g.session, participant=person, theme=theme, text=text, now=now())
    except Refused as refused:
        return _page(person, problem=translated(refused.sentence, **refused.values), kept=text)
    return _page(person, done=_("Thank you. We know now that your words are not on the right number."))


@blueprint.post("/code/hear")
@everyone
def code_hear() -> ResponseReturnValue:
    person, chosen = _person(), request.form.get("hear_back", "")
    phones = {str(each.id): each for each in living_reaches(g.session, participant=person)}
    phone = phones.get(request.form.get("phone", ""))
    if phone is None or chosen not in list(HearBack):
        abort(400)
    reads = parts().languages.reads
    hear_back(g.session, reach=phone, choice=HearBack(chosen), chain=reads, now=now())
    return _page(person, done=_("From now on you hear back in this way."))


@blueprint.post("/code/leave")
@everyone
def code_leave() -> ResponseReturnValue:
    person = _person()
    if request.form.get("sure") != "yes":
        return render_template("public/code_leave.html", token=_token(person))
    leave_all(g.session, vault=parts().vault, participant=person, now=now())
    return render_template("public/code_left.html")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("code"), salt="code")


def _token(person: Participant) -> str:
    return str(_serializer().dumps(person.id.hex))


def _person() -> Participant:
    """Whose page was sent. One that is too old, or not ours, begins again with the code."""
    try:
        found = _serializer().loads(request.form.get("token", ""), max_age=SECONDS)
    except BadSignature:
        found = None
    person: Participant | None = g.session.get(Participant, UUID(found)) if found else None
    if person is None or person.left_on is not None:
        abort(_again())
    _speak(person)
    return person


def _again() -> Response:
    """Begin again with the code."""
    return make_response(render_template("public/code.html", wrong=None, old=True), 400)


def _speak(person: Participant) -> None:
    """From here on the page speaks the language of the person, not of the browser."""
    if parts().languages.known(person.language):
        g.code_here = person.language


def _theme(person: Participant, wanted: str) -> Theme:
    """The theme of that id among the places of the person's words."""
    places = where_words_are(g.session, participant=person)
    found = next((each.theme for each in places if each.theme and str(each.theme.id) == wanted), None)
    if found is None:
        abort(400)
    return found


def _theme_and_key(person: Participant) -> tuple[Theme, int]:
    theme, _colon, key = request.form.get("says", "").partition(":")
    if key not in {str(each) for each in KEYS}:
        abort(400)
    return _theme(person, theme), int(key)


def _page(
    person: Participant, *, done: str | None = None, problem: str | None = None, kept: str = ""
) -> ResponseReturnValue:
    _speak(person)
    g.session.flush()
    reads = parts().languages.reads(person.language)
    ready = ready_for(g.session, participant=person, chain=parts().languages.reads)
    page = render_template(
        "public/code_open.html",
        token=_token(person),
        places=where_words_are(g.session, participant=person),
        answers=[each for each in ready if each.news.version],
        lines=[_line(each, person) for each in ready if not each.news.version],
        word=lambda version, field: worded(g.session, version, field, reads),
        order=ORDER,
        phones=living_reaches(g.session, participant=person),
        done=done,
        problem=problem,
        kept=kept,
    )
    return page, 422 if problem else 200


def _line(ready: Ready, person: Participant) -> str:
    """What became of words on no theme, in the sentence that a text would say."""
    languages = parts().languages
    (phrase,) = ready.phrases(ready.news.worded(languages.reads(person.language)) or "", None)
    return languages.phrase(phrase.key, person.language, **phrase.values)
