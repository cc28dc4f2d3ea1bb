"""A voice instead of writing, or beside it: a step of its own; and the voices that pages here play.

A recording cannot stand in a hidden field. It waits sealed, its id in the signed draft, and is
wiped when its speaker does not send the rest.
"""

from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.common.errors import Refused
from consult.languages.first import FIRST
from consult.loop.collect import prompts, recordings
from consult.loop.collect.records import Recording
from consult.loop.collect.sentence_voices import voice_of
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint, draft
from consult.web.public.draft import CHECK, Draft
from consult.web.public.saying import asking
from consult.web.public.speak import Desk, desk_of, show
from consult.web.voice import played, sent, streamed

HEARD_FOR = 2 * 24 * 3600
"""Seconds for which a speaker may hear their own waiting voice at its address."""


@blueprint.post("/c/<slug>/<lang>/voice")
@everyone
def voice(slug: str, lang: str) -> ResponseReturnValue:
    """The step at which somebody says their words: shown, kept, taken away, or left for writing."""
    asked = asking(slug, lang)
    if asked.consultation.community.disabled_at is not None:
        return redirect(url_for("public.start", slug=slug, lang=lang), 303)
    desk = desk_of(asked)
    if desk is None or "draft" not in request.form:
        return render_template("public/start.html", asked=asked, old=True, preview=False), 400
    if desk.draft.at is None:
        return show(desk, desk.draft)
    if "text" in request.form:
        return _page(desk, desk.draft.writing(request.form["text"]))
    return STEPS.get(request.form.get("go", ""), _write)(desk)


def _page(desk: Desk, typed: Draft, problem: str = "") -> ResponseReturnValue:
    g.mistake = bool(problem)
    page = render_template(
        "public/voice.html",
        asked=desk.asked,
        wording=desk.wordings[typed.at or 0],
        draft=typed,
        sealed=draft.seal(typed, slug=desk.asked.consultation.slug, lang=desk.asked.lang),
        problem=problem,
    )
    return page, 422 if problem else 200


def _keep(desk: Desk) -> ResponseReturnValue:
    heard, before, at = sent(), desk.draft.voice(desk.draft.at or 0), desk.draft.at or 0
    try:
        kept = recordings.leave_here(
            g.session,
            vault=parts().vault,
            data=heard.data,
            mime=heard.mime,
            seconds=heard.seconds,
            instead_of=UUID(before) if before else None,
            now=now(),
        )
    except Refused as refused:
        return _page(desk, desk.draft, undone(refused))
    said = desk.draft.saying(str(kept.id))
    last = at + 1 == len(desk.wordings)
    return show(desk, said.going(CHECK if last or said.checking else at + 1))


def _write(desk: Desk) -> ResponseReturnValue:
    return show(desk, desk.draft)


def _drop(desk: Desk) -> ResponseReturnValue:
    before = desk.draft.voice(desk.draft.at or 0)
    if before:
        recordings.drop(g.session, recording_id=UUID(before), now=now())
    return show(desk, desk.draft.saying(None))


STEPS = {"keep": _keep, "drop": _drop}


@blueprint.get("/c/<slug>/<lang>/heard/<token>")
@everyone
def own_voice(slug: str, lang: str, token: str) -> ResponseReturnValue:
    """What somebody recorded a moment ago, before they send it; the address is known to their page alone."""
    try:
        waits = _tokens().loads(token, max_age=HEARD_FOR)
    except BadSignature:
        abort(404)
    found = recordings.waiting(g.session, recording_id=UUID(waits))
    if found is None:
        abort(404)
    return played(found)


@blueprint.get("/c/<slug>/<lang>/asked/<uuid:wording>")
@everyone
def prompt_voice(slug: str, lang: str, wording: UUID) -> ResponseReturnValue:
    """A prompt said aloud by somebody from here."""
    found = prompts.asked_before(g.session, consultation=asking(slug, lang).consultation, ids=[wording])
    if not found or found[0].recording is None:
        abort(404)
    return played(found[0].recording)


@blueprint.get("/voices/<lang>/<int:place>")
@everyone
def sentence_voice(lang: str, place: int) -> ResponseReturnValue:
    """One of the fifteen sentences, from 1, said in a language that was added here."""
    if not 1 <= place <= len(FIRST):
        abort(404)
    found = voice_of(g.session, vault=parts().vault, code=lang, sentence=FIRST[place - 1])
    if found is None:
        abort(404)
    return streamed(*found)


@blueprint.app_template_global("own_voice")
def own_voice_of(typed: Draft, at: int, slug: str, lang: str) -> tuple[str, Recording] | None:
    """The address of the speaker's own waiting voice at prompt `at`, from 0, and the recording."""
    waits = typed.voice(at)
    found = recordings.waiting(g.session, recording_id=UUID(waits)) if waits else None
    if found is None:
        return None
    token = _tokens().dumps(str(found.id))
    return url_for("public.own_voice", slug=slug, lang=lang, token=token), found


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("own voice"))
