"""A helper reads answers aloud at a meeting and counts its beans. With a network alone.

What was counted goes to the representatives: it counts nowhere before one of them wrote the meeting down.
"""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.close.happened import KEYS
from consult.loop.close.records import Says
from consult.loop.close.verdicts_beans import MOST, asked_after, asked_with_beans, bring
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.wordings import worded
from consult.people.communities import places_of
from consult.people.records import HelperLink
from consult.web.close.verdicts_asked import WORDS, field_of
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import count_in, day_in
from consult.web.helpers.who import fresh_key, helper_here, key_sent
from consult.web.parts import now, parts
from consult.web.public.ledger import SAID
from consult.web.public.saying import Asking, asking
from consult.web.respond.labels import ABOUT


@blueprint.get("/h/<slug>/<lang>/beans")
@everyone
def beans(slug: str, lang: str) -> ResponseReturnValue:
    return _page(helper_here(), asking(slug, lang))


@blueprint.post("/h/<slug>/<lang>/beans")
@everyone
def bring_beans(slug: str, lang: str) -> ResponseReturnValue:
    link, asked = helper_here(), asking(slug, lang)
    key = key_sent(link)
    try:
        _keep(link, asked, key)
    except Refused as refused:
        return _page(link, asked, {refused.field or "beans": undone(refused)})
    return render_template("helpers/beans_kept.html", link=link, asked=asked)


def _keep(link: HelperLink, asked: Asking, key: str) -> None:
    typed = request.form
    places = {str(each.id): each for each in places_of(g.session, asked.consultation.community)}
    counted = {
        theme: {says: count_in(typed.get(f"beans-{theme.number}-{says}", "")) for says in Says}
        for theme in asked_with_beans(g.session, asked.consultation)
    }
    bring(
        g.session,
        consultation=asked.consultation,
        link=link,
        place=places.get(typed.get("place", "")),
        held_on=day_in(typed.get("held_on", "").strip()),
        people=count_in(typed.get("people", "")),
        beans=counted,
        happened={
            each.promise: {says: count_in(typed.get(field_of(each, says), "")) for says in KEYS.values()}
            for each in asked_after(g.session, asked.consultation, today=now().date())
        },
        key=key,
        now=now(),
    )


def _page(link: HelperLink, asked: Asking, problems: dict[str, str] | None = None) -> ResponseReturnValue:
    if asked.consultation.community_id != link.community_id:
        abort(404)
    g.mistake = bool(problems)
    reads = parts().languages.reads(asked.lang)
    page = render_template(
        "helpers/beans.html",
        link=link,
        asked=asked,
        key=request.form.get("key") or fresh_key(link),
        answers=asked_with_beans(g.session, asked.consultation),
        word=lambda version, field: worded(g.session, version, field, reads),
        asks=ABOUT,
        read=fields_in_public,
        said=SAID,
        over=asked_after(g.session, asked.consultation, today=now().date()),
        happened={says: SAID[says] for says in WORDS},
        field_of=field_of,
        places=places_of(g.session, asked.consultation.community),
        most_people=MOST,
        typed=request.form,
        problems=problems or {},
    )
    return page, 422 if problems else 200
