"""What people said and what was answered, for everyone, at one address for ever."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.common.translation import Worded, worded
from consult.loop.close.in_public import InPublic, Story, in_public
from consult.loop.collect.wordings import asked_so_far
from consult.loop.respond import wordings
from consult.loop.respond.decisions import NO_ANSWER
from consult.loop.respond.faithful_words import asked_until
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.wordings_shown import in_tongue
from consult.loop.review.reviews import Standing
from consult.loop.understand.findings import latest
from consult.loop.understand.names_heard import in_results
from consult.loop.understand.notebook_seen import open_entries
from consult.loop.understand.quotes import released
from consult.loop.understand.records import FindingsTheme
from consult.loop.understand.translating import Said, said_in
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.made import made_in_words
from consult.web.public.saying import asking
from consult.web.respond.labels import ABOUT, KEEPERS, KINDS, REPLIES
from consult.web.respond.promised import promised, worded_in
from consult.web.titles import title

HEARD_AND_READ, REVIEWED, ANSWERED, TOLD = 2, 3, 4, 5
"""Steps of the ring that are done for a released theme."""


@dataclass(frozen=True)
class Told(Story):
    """The story of a theme in the language of the page, and how far its ring is."""

    name: Worded
    statement: Worded
    by: Said | None
    """Who said it in the language in which it is shown; None: it is in its own."""
    done: int


@blueprint.get("/c/<slug>/<lang>/results")
@everyone
def results(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    findings = latest(g.session, asked.consultation)
    public = in_public(g.session, findings, now=now()) if findings else None
    wanted = parts().languages.chain(lang)

    def word(version: ResponseVersion, field: str) -> Worded:
        return wordings.worded(g.session, version, field, wanted)

    promises = promised(g.session, [each.theme.theme_id for each in public.stories]) if public else {}
    return render_template(
        "public/results.html",
        asked=asked,
        findings=findings,
        stories=told_in(public, wanted) if public else [],
        held=public.held if public else [],
        review=public.review if public else None,
        alone=worded(g.session, findings, "alone", source=findings.language, wanted=wanted)
        if findings and findings.alone
        else None,
        word=word,
        prompts=asked_so_far(g.session, consultation=asked.consultation, language=lang) if findings else [],
        kinds=KINDS,
        asks=ABOUT,
        promises=promises,
        in_tongue=in_tongue(g.session, worded_in(promises), wanted),
        keepers=KEEPERS,
        replies=REPLIES,
        until=asked_until,
        read=fields_in_public,
        quotes=released(g.session, [each.theme for each in public.stories], where=["web"]) if public else {},
        title=title,
        **made_in_words(),
        voices=in_results(g.session, consultation=asked.consultation),
        notebook=open_entries(g.session, consultation=asked.consultation, viewer="everyone"),
    )


def told_in(public: InPublic, wanted: Sequence[str]) -> list[Told]:
    """The story of every theme, each text in the first of the languages `wanted` in which it is."""

    def text(theme: FindingsTheme, field: str) -> Worded:
        return worded(g.session, theme, field, source=theme.language, wanted=wanted)

    return [
        Told(
            **vars(each),
            name=text(each.theme, "name"),
            statement=(statement := text(each.theme, "statement")),
            by=_by(each.theme, statement.language),
            done=_done(public.review, each),
        )
        for each in public.stories
    ]


def _by(theme: FindingsTheme, language: str) -> Said | None:
    if language == theme.language:
        return None
    return said_in(g.session, theme.findings.consultation, theme, "statement", language)


def _stands(story: Story) -> bool:
    """Whether an answer says all that it was to say: one to be looked at again does not, nor does a
    question back or a handing over."""
    return any(
        each.newest.id not in story.beside.again and each.newest.kind not in NO_ANSWER
        for each in story.answers
    )


def _done(review: Standing, story: Story) -> int:
    if review.waiting:
        return HEARD_AND_READ
    if not _stands(story) or story.reopened is not None:
        return REVIEWED
    return TOLD if story.told else ANSWERED
