"""A helper records what is said, sung or recited at a meeting, to one prompt. With a network alone.

The voice goes to a meeting of which the helper told already, so that no meeting stands here twice, or to
one that is told of with it.
"""

from collections.abc import Sequence

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.collect import meetings, prompts
from consult.loop.collect.helping import Voice
from consult.loop.collect.meeting_voices import add_voice
from consult.loop.collect.meetings import MOST_PEOPLE, take_in_meeting
from consult.loop.collect.records import MeetingReport
from consult.people.communities import places_of
from consult.people.lists import groups_of
from consult.people.records import HelperLink
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import met_in
from consult.web.helpers.voices import wording_chosen
from consult.web.helpers.who import fresh_key, helper_here, key_sent
from consult.web.parts import now, parts
from consult.web.public.saying import Asking, asking
from consult.web.voice import sent


@blueprint.get("/h/<slug>/<lang>/meeting/voice")
@everyone
def meeting_voice(slug: str, lang: str) -> ResponseReturnValue:
    return _page(helper_here(), asking(slug, lang))


@blueprint.post("/h/<slug>/<lang>/meeting/voice")
@everyone
def record_at_meeting(slug: str, lang: str) -> ResponseReturnValue:
    link, asked, heard = helper_here(), asking(slug, lang), sent()
    key = key_sent(link, heard.data)
    try:
        _keep(link, asked, Voice(heard.data, heard.mime, heard.seconds), key)
    except Refused as refused:
        problems = {refused.field or "sound": undone(refused)}
        return _page(link, asked, problems)
    return render_template("helpers/done.html", link=link, asked=asked, helped=None)


def _keep(link: HelperLink, asked: Asking, voice: Voice, key: str) -> None:
    vault, wording = parts().vault, wording_chosen(asked)
    known = [each for each in _told(link, asked) if str(each.id) == request.form.get("met")]
    if known:
        add_voice(g.session, vault=vault, report=known[0], link=link, wording=wording, voice=voice, now=now())
        return
    met = met_in(request.form, asked.consultation, asked.lang, forgiving=False, voices=[(wording, voice)])
    take_in_meeting(g.session, vault=vault, round=asked.round, link=link, met=met, key=key, now=now())


def _told(link: HelperLink, asked: Asking) -> Sequence[MeetingReport]:
    """The meetings of this consultation to which a voice can be added."""
    told = meetings.told_by(g.session, link=link)
    return [each for each in told if each.round.consultation_id == asked.consultation.id]


def _page(link: HelperLink, asked: Asking, problems: dict[str, str] | None = None) -> ResponseReturnValue:
    if asked.consultation.community_id != link.community_id:
        abort(404)
    g.mistake = bool(problems)
    page = render_template(
        "helpers/meeting_voice.html",
        link=link,
        asked=asked,
        key=request.form.get("key") or fresh_key(link),
        wordings=prompts.prompts_of(g.session, asked.consultation, asked.lang),
        told=_told(link, asked),
        met=request.form.get("met", request.args.get("met", "")),
        places=places_of(g.session, asked.consultation.community),
        groups=groups_of(g.session, asked.consultation.community),
        most_people=MOST_PEOPLE,
        typed=request.form,
        problems=problems or {},
    )
    return page, 422 if problems else 200
