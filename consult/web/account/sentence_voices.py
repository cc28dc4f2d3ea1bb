"""A sentence of an added language, said aloud: recorded in the page or sent as a file, heard, wiped."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.languages.first import FIRST
from consult.languages.speak import Said
from consult.loop.collect import sentence_voices
from consult.people import languages as room
from consult.people.languages import own_language
from consult.people.records import Language
from consult.web.account import blueprint
from consult.web.forms import undone
from consult.web.guards import signed_in
from consult.web.i18n import code_here
from consult.web.parts import now, parts
from consult.web.voice import Spoken, address_of, sent


@blueprint.get("/people/languages/<code>/voices/<int:place>")
@signed_in
def sentence_voice(code: str, place: int) -> ResponseReturnValue:
    room.must_word(g.session, account=g.account, now=now())
    return _page(*_which(code, place))


@blueprint.post("/people/languages/<code>/voices/<int:place>")
@signed_in
def say_sentence(code: str, place: int) -> ResponseReturnValue:
    own, sentence = _which(code, place)
    if request.form.get("go") == "wipe":
        sentence_voices.wipe_voice(g.session, language=own, sentence=sentence, by=g.account, now=now())
        flash(_("The voice is wiped. What is written stays."))
        return redirect(_back(own, place), 303)
    heard = sent()
    given = {"data": heard.data, "seconds": heard.seconds, "by": g.account, "now": now()}
    try:
        sentence_voices.say_sentence(g.session, vault=parts().vault, language=own, sentence=sentence, **given)
    except Refused as refused:
        return _page(own, sentence, problem=undone(refused)), 422
    flash(_("The voice is kept. Pages play it where this sentence stands."))
    return redirect(_back(own, place), 303)


@blueprint.app_template_global("unfilled")
def unfilled(sentence: str) -> Said:
    """One of the fifteen in the language of the page, its signs as they are."""
    return parts().languages.sentence(sentence, code_here())


def _which(code: str, place: int) -> tuple[Language, str]:
    own = own_language(g.session, code=code)
    if own is None or not 1 <= place <= len(FIRST):
        abort(404)
    return own, FIRST[place - 1]


def _back(own: Language, place: int) -> str:
    """To the sentence among the others, where the next one waits."""
    return url_for("account.language", code=own.code, _anchor=f"s{place - 1}")


def _page(own: Language, sentence: str, problem: str = "") -> str:
    g.mistake = bool(problem)
    return render_template(
        "account/sentence_voice.html",
        own=own,
        sentence=sentence,
        place=FIRST.index(sentence) + 1,
        typed=room.sentences_of(g.session, own).get(sentence, ""),
        voice=voices_to_hear(own).get(sentence),
        problem=problem,
    )


def voices_to_hear(own: Language) -> dict[str, Spoken]:
    """What is recorded of the fifteen: English → where it is heard, and how large it is."""
    there = room.voices_of(g.session, own)
    return {each: Spoken(address_of(own.code, each), there[each]) for each in FIRST if each in there}
