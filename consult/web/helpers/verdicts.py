"""A helper reads the answers aloud to one person and takes their word on them. With a network alone.

The number on the person's slip opens it, and stands in no address, no cookie and nowhere on the phone. A
page that was opened works for a while, for this helper alone, and shows nothing that anybody said before.
"""

from uuid import UUID

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.close import happened, verdicts, verdicts_helped
from consult.loop.close.records import Says
from consult.loop.close.verdicts_helped import Said
from consult.loop.close.verdicts_read import Named
from consult.people.guesses import dry
from consult.people.receipts import open_receipt
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.opening import speaks_own
from consult.web.helpers.verdict_pages import asks_number, person_sent, reads_aloud
from consult.web.helpers.who import helper_here, key_sent
from consult.web.i18n import translated
from consult.web.parts import now, parts
from consult.web.public import patience
from consult.web.public.code_page import speak_as

ANSWERED, HAPPENED = "answered", "happened"
WORDS = {ANSWERED: frozenset(verdicts.KEYS.values()), HAPPENED: frozenset(happened.KEYS.values())}


@blueprint.get("/h/verdict")
@everyone
def verdict() -> ResponseReturnValue:
    return asks_number(helper_here())


@blueprint.post("/h/verdict")
@everyone
def open_for_verdict() -> ResponseReturnValue:
    """As on the page of the receipt itself, guessing is made slow."""
    link, typed = helper_here(), request.form.get("code", "")
    key_sent(link)
    speaks_own(link)
    waited = patience.waited(typed, request.form.get("ticket", ""), now=now())
    if dry(g.session, now=now()) and not waited:
        ticket = patience.ticket(typed, now=now())
        page = asks_number(link, typed=typed, ticket=ticket)
        return page, 429, {"Retry-After": str(patience.SECONDS)}
    person = open_receipt(g.session, vault=parts().vault, code=typed, now=now())
    try:
        verdicts_helped.check_community(person, link)
    except Refused as refused:
        return asks_number(link, typed=typed, problem=translated(refused.sentence, **refused.values)), 422
    assert person is not None  # it was looked at
    return reads_aloud(link, person)


@blueprint.post("/h/verdict/said")
@everyone
def take_verdict() -> ResponseReturnValue:
    link = helper_here()
    key, chain = key_sent(link), parts().languages.reads
    person = person_sent(link)
    if person is None:
        return asks_number(link, old=True), 400
    speak_as(person)
    said = Said(_chosen(ANSWERED), _chosen(HAPPENED), request.form.get("why", ""))
    try:
        verdicts_helped.take(
            g.session, participant=person, link=link, said=said, chain=chain, key=key, now=now()
        )
    except Refused as refused:
        problem = {refused.field or "says": undone(refused)}
        return reads_aloud(link, person, problem), 422
    return asks_number(link, kept=True)


def _chosen(question: str) -> dict[Named, Says]:
    """What was chosen, by the theme and the answer that stood on the page."""
    found: dict[Named, Says] = {}
    for name, says in request.form.items():
        asked, _, named = name.partition(":")
        if asked != question or not says:
            continue
        theme, _, version = named.partition(":")
        if says not in WORDS[question]:
            abort(400)
        try:
            found[UUID(theme), UUID(version)] = Says(says)
        except ValueError:
            abort(400)
    return found
