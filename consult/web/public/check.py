"""Did we hear you right? The themes for everyone, and a place to say what is right, wrong or missing."""

import secrets

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.common.translation import Worded, worded
from consult.loop.understand import checks
from consult.loop.understand.check_words import say_all
from consult.loop.understand.names_heard import in_check
from consult.loop.understand.records import Check, CheckSays, Theme
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.saying import Asking, asking

LONGEST_KEY = 40


@blueprint.get("/c/<slug>/<lang>/check")
@everyone
def check(slug: str, lang: str) -> ResponseReturnValue:
    return _page(asking(slug, lang), key=secrets.token_urlsafe(24))


@blueprint.post("/c/<slug>/<lang>/check")
@everyone
def say_in_check(slug: str, lang: str) -> ResponseReturnValue:
    asked, key = asking(slug, lang), request.form.get("key", "")[:LONGEST_KEY]
    current = checks.running(g.session, asked.consultation, now=now())
    if current is None:
        return _page(asked, key="")
    try:
        say_all(g.session, check=current, said=_said(current), language=lang, key=key or None, now=now())
    except Refused as refused:
        return _page(asking(slug, lang), key=key, wrong=undone(refused)), 422
    return _page(asked, key="", thanks=True)


def _said(current: Check) -> dict[int, tuple[CheckSays | None, str]]:
    """What was ticked and written, by theme number; 0: what is missing in all."""
    numbers = [theme.number for theme in checks.themes_to_check(g.session, current.consultation)]
    return {number: (_says(number), request.form.get(f"text-{number}", "")) for number in [*numbers, 0]}


def _says(number: int) -> CheckSays | None:
    said = request.form.get(f"says-{number}", "")
    return CheckSays(said) if said in list(CheckSays) else None


def _page(asked: Asking, *, key: str, wrong: str = "", thanks: bool = False) -> str:
    current = checks.running(g.session, asked.consultation, now=now())
    themes = checks.themes_to_check(g.session, asked.consultation) if current else []
    return render_template(
        "public/check_themes.html",
        asked=asked,
        check=current,
        seen=checks.seen_before(g.session, asked.consultation),
        themes=[(each.number, _in(each, "name", asked), _in(each, "statement", asked)) for each in themes],
        voices=in_check(g.session, consultation=asked.consultation, now=now()),
        says=list(CheckSays),
        key=key,
        wrong=wrong,
        thanks=thanks,
        typed=request.form,
    )


def _in(theme: Theme, field: str, asked: Asking) -> Worded:
    wanted = parts().languages.chain(asked.lang)
    return worded(g.session, theme, field, source=theme.language, wanted=wanted)
