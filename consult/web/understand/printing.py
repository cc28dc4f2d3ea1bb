"""Cards on paper: eight a sheet, each with room for a stone, so that wind takes none away."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.loop.understand import cards
from consult.loop.understand.dealing import in_hand
from consult.people.permissions import Action
from consult.web.addresses import square, whole
from consult.web.guards import needs
from consult.web.understand import blueprint

SHEETS = 200
"""Cards a page when printing: 25 sheets."""
SMALL, BROAD = 180, 420
"""Letters above which a card is printed smaller, and above which it is as broad as two."""
WIDE_LETTERS = ("my", "am", "ti", "ksw", "th", "km")
"""Languages whose letters take about twice the room of others."""


@blueprint.get("/<slug>/cards/")
@needs(Action.READ_ANSWERS)
def cards_to_print(slug: str) -> ResponseReturnValue:
    """`only`: `unsorted`, or `mine`, those that wait with this reader; else every read card."""
    which, only = request.args.get("only", ""), None
    if which == "mine":
        only = in_hand(g.session, consultation=g.consultation, by=g.account)
    elif which == "unsorted":
        only = cards.unsorted()
    found = cards.read_cards(
        g.session,
        consultation=g.consultation,
        after=request.args.get("after", 0, type=int),
        most=SHEETS + 1,
        seat=g.seat,
        only=only,
    )
    return render_template(
        "understand/cards.html",
        this=g.consultation,
        found=[(each, _size(each), _square(slug, each)) for each in found[:SHEETS]],
        more=found[SHEETS - 1].card.number if len(found) > SHEETS else None,
        only=which if only is not None else None,
    )


def _size(card: cards.ReadCard) -> str:
    """How a card is printed, so that its words have room and eight stay on a sheet."""
    letters = len(card.text) * (2 if card.card.answer.language in WIDE_LETTERS else 1)
    letters += 40 * card.text.count("\n") + 120 * card.voice
    letters += 60 * (card.card.answer.meeting is not None)
    return "broad" if letters > BROAD else "dense" if letters > SMALL else ""


def _square(slug: str, card: cards.ReadCard) -> Markup | None:
    """What a phone reads to hear the card's voice; who holds it must be signed in to hear anything."""
    if not card.voice:
        return None
    heard_at = whole("understand.listen", slug=slug, card=card.card.number)
    return square(heard_at, omitsize=True, svgclass="square")
