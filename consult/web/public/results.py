"""What people said and what was answered, for everyone, at one address for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.common.translation import Worded, worded
from consult.loop.close.verdicts import reopened_themes
from consult.loop.respond import wordings
from consult.loop.respond.answers_to import Published, answers_to
from consult.loop.respond.records import ResponseVersion
from consult.loop.review.records import Review
from consult.loop.review.reviews import Standing, positions_by_theme, standing
from consult.loop.review.standing import was_missed
from consult.loop.understand.audiences import held_from, themes_for
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Findings, FindingsTheme
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.saying import asking
from consult.web.respond.labels import KINDS

HEARD_AND_READ, REVIEWED, ANSWERED = 2, 3, 4
"""Steps of the ring that are done for a released theme."""


@dataclass(frozen=True)
class Story:
    """One theme from top to bottom: what was said, what the committee says, what was answered."""

    theme: FindingsTheme
    name: Worded
    statement: Worded
    positions: list[Review]
    not_reviewed: bool
    answers: list[Published]
    reopened: date | None
    done: int


@blueprint.get("/c/<slug>/<lang>/results")
@everyone
def results(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    findings = latest(g.session, asked.consultation)
    wanted = parts().languages.chain(lang)

    def word(version: ResponseVersion, field: str) -> Worded:
        return wordings.worded(g.session, version, field, wanted)

    return render_template(
        "public/results.html",
        asked=asked,
        findings=findings,
        stories=_stories(findings, wanted) if findings else [],
        held=held_from(g.session, findings, viewer="everyone") if findings else [],
        review=standing(g.session, findings, now()) if findings else None,
        alone=worded(g.session, findings, "alone", source=findings.language, wanted=wanted)
        if findings and findings.alone
        else None,
        word=word,
        kinds=KINDS,
    )


def _stories(findings: Findings, wanted: Sequence[str]) -> list[Story]:
    themes = themes_for(g.session, findings, viewer="everyone")
    review = standing(g.session, findings, now())
    said = positions_by_theme(g.session, themes)
    answers = answers_to(g.session, themes)
    again = reopened_themes(g.session, [theme.theme_id for theme in themes])

    def text(theme: FindingsTheme, field: str) -> Worded:
        return worded(g.session, theme, field, source=theme.language, wanted=wanted)

    return [
        Story(
            theme=theme,
            name=text(theme, "name"),
            statement=text(theme, "statement"),
            positions=said.get(theme.id, []),
            not_reviewed=was_missed(review, theme),
            answers=answers.get(theme.theme_id, []),
            reopened=again.get(theme.theme_id),
            done=_done(review, bool(answers.get(theme.theme_id)), theme.theme_id in again),
        )
        for theme in themes
    ]


def _done(review: Standing, answered: bool, reopened: bool) -> int:
    if review.waiting:
        return HEARD_AND_READ
    return ANSWERED if answered and not reopened else REVIEWED
