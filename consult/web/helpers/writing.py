"""With a network: a helper writes down what one person says, or what was said at a meeting, or what
only the protection officer may open."""

import hashlib
from uuid import UUID

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.common.errors import Refused, mark
from consult.loop.collect import prompts, protected
from consult.loop.collect.helping import Helped, key_of, write_down
from consult.loop.collect.meetings import MOST_PEOPLE, take_in_meeting
from consult.loop.collect.records import Door, Round
from consult.people.communities import places_of
from consult.people.lists import groups_of, names_places
from consult.people.records import HelperLink
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import Fields, met_in, said_in
from consult.web.helpers.who import SCRIPTS, fresh_key, helper_here, key_sent, signed
from consult.web.parts import now, parts
from consult.web.public.belonging import belongs
from consult.web.public.saying import Asking, asking

PERSON, MEETING, PRIVATE = "person", "meeting", "private"
TEMPLATES = {
    PERSON: "helpers/person.html",
    MEETING: "helpers/meeting.html",
    PRIVATE: "helpers/private.html",
}
NOTHING: Fields = Fields()


@blueprint.get("/h/<slug>/<lang>/person")
@everyone
def person(slug: str, lang: str) -> ResponseReturnValue:
    return _page(PERSON, helper_here(), asking(slug, lang), NOTHING)


@blueprint.get("/h/<slug>/<lang>/meeting")
@everyone
def meeting(slug: str, lang: str) -> ResponseReturnValue:
    return _page(MEETING, helper_here(), asking(slug, lang), NOTHING)


@blueprint.post("/h/<slug>/<lang>/person")
@everyone
def write_person(slug: str, lang: str) -> ResponseReturnValue:
    return _take(PERSON, helper_here(), asking(slug, lang))


@blueprint.post("/h/<slug>/<lang>/meeting")
@everyone
def write_meeting(slug: str, lang: str) -> ResponseReturnValue:
    return _take(MEETING, helper_here(), asking(slug, lang))


@blueprint.get("/h/<slug>/<lang>/private")
@everyone
def private(slug: str, lang: str) -> ResponseReturnValue:
    return _page(PRIVATE, helper_here(), asking(slug, lang), NOTHING)


@blueprint.post("/h/<slug>/<lang>/private")
@everyone
def write_private(slug: str, lang: str) -> ResponseReturnValue:
    return _take(PRIVATE, helper_here(), asking(slug, lang))


def _take(kind: str, link: HelperLink, asked: Asking) -> ResponseReturnValue:
    key = key_sent(link)
    try:
        helped = taken(kind, link, asked, request.form, key=key, forgiving=False)
    except Refused as refused:
        problems = {refused.field or "text": undone(refused)}
        return _page(kind, link, asked, request.form, problems)
    if kind == PRIVATE:
        return render_template("helpers/locked.html", asked=asked)
    return render_template("helpers/done.html", link=link, asked=asked, helped=helped)


def taken(
    kind: str, link: HelperLink, asked: Asking, fields: Fields, *, key: str, forgiving: bool
) -> Helped | None:
    """Keep what `fields` say; None for a meeting and for a private matter, which get no receipt."""
    if kind == PRIVATE:
        _lock_away(link, asked, fields, key)
        return None
    consultation, into = asked.consultation, _round(asked, fields)
    if kind == MEETING:
        met = met_in(fields, consultation, asked.lang, forgiving=forgiving)
        vault = parts().vault
        take_in_meeting(g.session, vault=vault, round=into, link=link, met=met, key=key, now=now())
        return None
    return write_down(
        g.session,
        vault=parts().vault,
        round=into,
        link=link,
        said=said_in(fields, consultation, asked.lang),
        key=key,
        provider=parts().settings.providers[0],
        forgiving=forgiving,
        now=now(),
    )


def _lock_away(link: HelperLink, asked: Asking, fields: Fields, key: str) -> None:
    """Into no answer and no count of this helper: who brought it is not kept with it."""
    if asked.consultation.community_id != link.community_id:
        raise Refused(mark("This helper does not write for this community."))
    protected.report(
        g.session,
        vault=parts().vault,
        consultation=asked.consultation,
        text=fields.get("text", ""),
        language=asked.lang,
        door=Door.HELPER,
        key=hashlib.sha256(key_of(link, key).encode()).hexdigest(),
        now=now(),
    )


def _round(asked: Asking, fields: Fields) -> Round:
    """The round in which the form was filled in: what waited on a phone may come in the next one."""
    number = fields.get("round", "")
    if number == str(asked.round.number) or not (number.isascii() and number.isdigit()):
        return asked.round
    filled_in = select(Round).where(
        Round.consultation_id == asked.consultation.id,
        Round.number == int(number[:6]),
        Round.opened_at.is_not(None),
    )
    return g.session.scalar(filled_in) or asked.round


def _page(
    kind: str, link: HelperLink, asked: Asking, typed: Fields, problems: dict[str, str] | None = None
) -> ResponseReturnValue:
    """The form; with `problems` by field, the same again with everything that was typed."""
    if asked.consultation.community_id != link.community_id:
        abort(404)
    g.scripts, g.mistake = SCRIPTS, bool(problems)
    page = render_template(
        TEMPLATES[kind],
        kind=kind,
        most_people=MOST_PEOPLE if kind == MEETING else None,
        link=link,
        signed=signed(link),
        sealing=parts().vault.sealing_key(link.id).hex(),
        key=request.form.get("key") or fresh_key(link),
        asked=asked,
        wordings=_shown(asked, typed),
        places=places_of(g.session, asked.consultation.community),
        asks_where=names_places(g.session, community=asked.consultation.community),
        speaks=belongs(asked),
        officer=protected.has_officer(g.session, community=asked.consultation.community, now=now()),
        texts=parts().settings.number_for_people,
        groups=groups_of(g.session, asked.consultation.community),
        typed=typed,
        problems=problems or {},
    )
    return page, 422 if problems else 200


def _shown(asked: Asking, typed: Fields) -> object:
    """The wordings that stood on the page which was sent, else those of now."""
    ids = [UUID(name[5:]) for name in typed if name.startswith("text-") and len(name) == 41]
    before = prompts.asked_before(g.session, consultation=asked.consultation, ids=ids) if ids else None
    return before or prompts.prompts_of(g.session, asked.consultation, asked.lang)
