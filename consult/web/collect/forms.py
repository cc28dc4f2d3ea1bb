"""The consultation where our pages do not reach: as a form of other tools, and on paper."""

import io

from flask import abort, g, render_template, send_file
from flask.typing import ResponseReturnValue

from consult.common.errors import mark
from consult.files.forms import Asked, Survey, xlsform
from consult.loop.collect import prompts, rounds
from consult.loop.collect.records import Round
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.said_first import danger_line, first_lines, private_lines
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.public.saying import Asking, said_of

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOW = mark("In your own words. Everything you write is read.")
VOICE = mark("Or say it, sing it or recite it: record it here.")


@blueprint.get("/<slug>/forms")
@needs(Action.DESIGN)
def forms(slug: str) -> ResponseReturnValue:
    asked = prompts.prompts_of(g.session, g.consultation, g.consultation.language)
    return render_template("collect/forms.html", this=g.consultation, asked=asked)


@blueprint.get("/<slug>/forms/xlsform")
@needs(Action.DESIGN)
def as_xlsform(slug: str) -> ResponseReturnValue:
    if not prompts.prompts_of(g.session, g.consultation, g.consultation.language):
        abort(404)
    made = io.BytesIO(xlsform(_survey()))
    return send_file(made, SPREADSHEET, as_attachment=True, download_name=f"{slug}.xlsx")


@blueprint.get("/<slug>/forms/paper/<lang>")
@needs(Action.DESIGN)
def paper(slug: str, lang: str) -> ResponseReturnValue:
    """In the language of whoever is asked, not of whoever prints it."""
    if lang not in g.consultation.languages:
        abort(404)
    asked = _asking(lang)
    return render_template(
        "collect/paper.html",
        this=g.consultation,
        asked=asked,
        lines=first_lines(asked),
        in_private=private_lines(g.consultation, lang),
        danger=danger_line(g.community, lang),
        prompts=prompts.prompts_of(g.session, g.consultation, lang),
    )


def _asking(lang: str) -> Asking:
    current = rounds.current_round(g.session, g.consultation) or Round(number=1)
    return said_of(g.consultation, current, lang)


def _survey() -> Survey:
    this, languages = g.consultation, parts().languages
    codes = this.languages
    said = {code: [each.whole for each in first_lines(_asking(code))] for code in codes}
    danger = {code: danger_line(g.community, code, on_paper=False) for code in codes}
    notes = [{code: said[code][place] for code in codes} for place in range(len(said[this.language]))]
    return Survey(
        id=f"consult_{this.slug.replace('-', '_')}",
        title=this.name,
        version=now().strftime("%Y%m%d%H%M"),
        languages={code: languages.get(code).autonym for code in codes},
        notes=[*notes, {code: " ".join(private_lines(g.consultation, code)) for code in codes}, danger],
        asked=_prompts(codes),
        voice={code: languages.say(VOICE, code) for code in codes},
        how={code: languages.say(HOW, code) for code in codes},
        last=[danger],
    )


def _prompts(codes: list[str]) -> list[Asked]:
    texts: dict[int, dict[str, str]] = {}
    for code in codes:
        for wording in prompts.prompts_of(g.session, g.consultation, code):
            texts.setdefault(wording.version.prompt.number, {})[code] = wording.text
    return [Asked(number, found) for number, found in sorted(texts.items())]
