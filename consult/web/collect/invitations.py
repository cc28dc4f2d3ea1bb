"""Invitations to print, to read on the radio and to pass on, in each language of a consultation."""

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.collect import invitations as room
from consult.loop.collect.invitations import Invitation
from consult.people.permissions import Action
from consult.post.segments import segments
from consult.web.addresses import ON_PAPER, square, whole
from consult.web.collect import blueprint
from consult.web.guards import needs
from consult.web.parts import parts

KINDS = {
    "poster": "collect/invited/poster.html",
    "half": "collect/invited/half.html",
    "slips": "collect/invited/slips.html",
    "radio": "collect/invited/radio.html",
    "text": "collect/invited/text.html",
}


def _invitation(lang: str) -> Invitation:
    chain = parts().languages.reads(lang)
    return room.invitation(g.session, consultation=g.consultation, language=lang, chain=chain)


def _number() -> str:
    return parts().settings.number_for_people


def _in_a_text(number: str, lang: str) -> str:
    """A text has no markup: in one from the right a mark keeps the plus before its digits."""
    return f"\N{LEFT-TO-RIGHT MARK}{number}" if parts().languages.get(lang).rtl else number


@blueprint.get("/<slug>/invitations")
@needs(Action.DESIGN)
def invitations(slug: str) -> ResponseReturnValue:
    found = [_invitation(code) for code in g.consultation.languages]
    return render_template(
        "collect/invitations.html", this=g.consultation, found=found, number=_number(), kinds=KINDS
    )


@blueprint.get("/<slug>/invitations/<kind>/<lang>")
@needs(Action.DESIGN)
def invited(slug: str, kind: str, lang: str) -> ResponseReturnValue:
    """One of them, in the language of those who will see or hear it."""
    if kind not in KINDS or lang not in g.consultation.languages:
        abort(404)
    it, number = _invitation(lang), _number()
    address = whole("public.start", slug=g.consultation.slug, lang=lang)
    text = room.to_pass_on(
        lambda sentence: parts().languages.say(sentence, lang, word=it.word, number=_in_a_text(number, lang)),
        segments=lambda said: segments(said).segments,
    )
    return render_template(
        KINDS[kind],
        this=g.consultation,
        it=it,
        number=number,
        address=address,
        square=square(address, **ON_PAPER),
        text=text,
        counted=segments(text),
        seconds=room.seconds_to_say,
        at_least=room.RADIO_SECONDS[0],
        at_most=room.RADIO_SECONDS[1],
    )
