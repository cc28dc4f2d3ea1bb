"""With a receipt code: say more or correct it, hear back in another way, on another phone, in another
language."""

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.close.came_along import asked_of
from consult.loop.close.choosing import hear_back
from consult.loop.collect.more_words import Asked, say_more
from consult.loop.collect.records import PromptWording, Round, Speaks
from consult.loop.collect.speaks import say_speaks
from consult.loop.new_phone import change_phone, leave_phone
from consult.people.participants import speak_language
from consult.people.reaches import living_reaches
from consult.people.records import HearBack, Participant, Reach
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.code_page import Typed, page_of, person_here, refused_page, speak_as


@blueprint.post("/code/more")
@everyone
def code_more() -> ResponseReturnValue:
    """More words to one prompt: beside what was said, or in place of it."""
    person = person_here()
    asked, wording = _asked(person)
    text, instead = request.form.get("text", ""), request.form.get("how") == "instead"
    try:
        say_more(
            g.session, participant=person, asked=asked, wording=wording, text=text, instead=instead, now=now()
        )
    except Refused as refused:
        how = "instead" if instead else ""
        typed = Typed("more", text=text, at=str(asked.round.id), choice=str(wording.id), how=how)
        return refused_page(person, refused, typed)
    if not asked.open:
        return page_of(person, done=_("Your words arrived. They are kept for the next time people ask."))
    if instead:
        return page_of(person, done=_("Your new words are kept. What you said to this before is gone."))
    return page_of(person, done=_("Your words arrived. They stand beside what you said before."))


@blueprint.post("/code/hear")
@everyone
def code_hear() -> ResponseReturnValue:
    person, chosen = person_here(), request.form.get("hear_back", "")
    phone = _phone(person)
    if phone is None or chosen not in list(HearBack):
        abort(400)
    reads = parts().languages.reads
    hand_on = request.form.get("hand_on") == "yes"
    hear_back(g.session, reach=phone, choice=HearBack(chosen), hand_on=hand_on, chain=reads, now=now())
    return page_of(person, done=_("From now on you hear back in this way."))


@blueprint.post("/code/phone")
@everyone
def code_phone() -> ResponseReturnValue:
    """Another number, a first one, or none any more."""
    person = person_here()
    phone = _phone(person)
    if request.form.get("go") == "forget":
        if phone is None:
            abort(400)
        leave_phone(g.session, reach=phone, now=now())
        return page_of(person, done=_("No text comes to that phone for you any more."))
    number = request.form.get("number", "")
    try:
        change_phone(
            g.session,
            vault=parts().vault,
            participant=person,
            before=phone,
            number=number,
            hear_back=phone.hear_back if phone else HearBack.KNOCK,
            provider=parts().settings.providers[0],
            chain=parts().languages.reads,
            now=now(),
        )
    except Refused as refused:
        typed = Typed("phone", number=number, at=str(phone.id) if phone else "")
        return refused_page(person, refused, typed)
    if phone is None:
        return page_of(person, done=_("You hear back on this phone from now on."))
    return page_of(person, done=_("You hear back on the new phone from now on, and no more on the old one."))


@blueprint.post("/code/language")
@everyone
def code_language() -> ResponseReturnValue:
    person, wanted = person_here(), request.form.get("language", "")
    if wanted not in {each.code for each in parts().languages.all()}:
        abort(400)
    speak_language(g.session, participant=person, language=wanted, now=now())
    speak_as(person)
    return page_of(person, done=_("From now on you read and hear in this language."))


@blueprint.post("/code/speaks")
@everyone
def code_speaks() -> ResponseReturnValue:
    """Do these speak for you? The newest word of a person in a round counts."""
    person, says = person_here(), request.form.get("says", "")
    asked = _open_round(person)
    if asked is None or says not in list(Speaks):
        abort(400)
    say_speaks(g.session, participant=person, round=asked, says=Speaks(says), now=now())
    return page_of(person, done=_("Your word about those who speak here is kept."))


def _open_round(person: Participant) -> Round | None:
    """The round that was named, if it is the person's and not closed."""
    offered = asked_of(g.session, participant=person, chain=parts().languages.reads, now=now())
    wanted = request.form.get("round", "")
    return next((each.round for each in offered if each.open and str(each.round.id) == wanted), None)


def _asked(person: Participant) -> tuple[Asked, PromptWording]:
    """The prompt that was chosen, among those that are the person's to answer."""
    wanted = request.form.get("prompt", "")
    offered = asked_of(g.session, participant=person, chain=parts().languages.reads, now=now())
    found = {str(wording.id): (asked, wording) for asked in offered for wording in asked.wordings}
    if wanted not in found:
        abort(400)
    return found[wanted]


def _phone(person: Participant) -> Reach | None:
    phones = {str(each.id): each for each in living_reaches(g.session, participant=person)}
    return phones.get(request.form.get("phone", ""))
