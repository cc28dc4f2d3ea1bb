"""A helper records what one person says, sings or recites, to one prompt. With a network alone."""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.collect import prompts
from consult.loop.collect.helping import Said, Voice, write_down
from consult.loop.collect.records import PromptWording
from consult.people.records import HelperLink
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import shown_before
from consult.web.helpers.who import fresh_key, helper_here, key_sent
from consult.web.parts import now, parts
from consult.web.public.saying import Asking, asking
from consult.web.voice import sent


@blueprint.get("/h/<slug>/<lang>/voice")
@everyone
def voice(slug: str, lang: str) -> ResponseReturnValue:
    return _page(helper_here(), asking(slug, lang))


def _page(link: HelperLink, asked: Asking, problem: str = "") -> ResponseReturnValue:
    if asked.consultation.community_id != link.community_id:
        abort(404)
    g.mistake = bool(problem)
    page = render_template(
        "helpers/voice.html",
        link=link,
        asked=asked,
        key=request.form.get("key") or fresh_key(link),
        wordings=prompts.prompts_of(g.session, asked.consultation, asked.lang),
        chosen=request.form.get("prompt", ""),
        slip=request.form.get("slip", ""),
        problem=problem,
    )
    return page, 422 if problem else 200


@blueprint.post("/h/<slug>/<lang>/voice")
@everyone
def record(slug: str, lang: str) -> ResponseReturnValue:
    link, asked, heard = helper_here(), asking(slug, lang), sent()
    said = Voice(heard.data, heard.mime, heard.seconds)
    try:
        helped = write_down(
            g.session,
            vault=parts().vault,
            round=asked.round,
            link=link,
            said=_said(asked, said),
            key=key_sent(link, heard.data),
            provider=parts().settings.providers[0],
            now=now(),
        )
    except Refused as refused:
        return _page(link, asked, undone(refused))
    return render_template("helpers/done.html", link=link, asked=asked, helped=helped)


def _said(asked: Asking, voice: Voice) -> Said:
    wording = wording_chosen(asked)
    answers: list[tuple[PromptWording, str]] = [(wording, "")]
    slip = request.form.get("slip") == "yes"
    return Said(language=asked.lang, answers=answers, slip=slip, voices={wording.id: voice})


def wording_chosen(asked: Asking) -> PromptWording:
    """The wording that stood on the page, also when it has changed since; the first where none was sent."""
    sent_id = request.form.get("prompt", "")
    if not sent_id:
        return prompts.prompts_of(g.session, asked.consultation, asked.lang)[0]
    return shown_before([sent_id], asked.consultation)[0]
