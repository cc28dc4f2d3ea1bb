"""Forms to pin up, to read on the radio and to read at a meeting, of published answers, in each language.

They show what everyone may read on the public page and nothing else.
"""

import re
from uuid import UUID

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.files.pdf import as_pdf, is_installed
from consult.loop.close.in_public import in_public
from consult.loop.close.on_paper import OnPaper, on_paper
from consult.loop.close.verdicts_happened import Over, over
from consult.loop.respond import wordings
from consult.loop.respond.kinds import fields_in_public
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Findings
from consult.people.permissions import Action
from consult.web.addresses import ON_PAPER, square, whole
from consult.web.close import blueprint
from consult.web.close.radio import radio_parts
from consult.web.close.sheets import Sheet
from consult.web.close.verdicts_asked import WORDS
from consult.web.fallen import settled
from consult.web.guards import needs
from consult.web.i18n import tongue
from consult.web.parts import now, parts
from consult.web.public.book import book_in_words
from consult.web.public.ledger import SAID
from consult.web.public.results import Told, told_in
from consult.web.public.saying import said_of
from consult.web.style import FOLDER

FORMS = {
    "poster": "close/printed/poster.html",
    "radio": "close/printed/radio.html",
    "sheet": "close/printed/sheet.html",
    "book": "close/printed/book.html",
}
LOOKS = ("participant.css", "tables.css", "consult.css", "print/forms.css")
"""The style sheets of these pages."""
RING_IN_WORDS = ".ring{display:none}"
"""The maker of files draws no arc by its class: all would look alike, so the words beside it stand alone."""
BY_ITSELF = re.compile(r'lang="([^"]+)" dir="auto"')
LARGE, CLOSE = 350, 550
"""Letters of a poster up to which it is printed large, and above which its lines stand close."""


@blueprint.get("/<slug>/forms")
@needs(Action.LOG_RETURN)
def forms(slug: str) -> ResponseReturnValue:
    """What there is to print, answer by answer and language by language."""
    findings = latest(g.session, g.consultation)
    found = _answers(findings, g.consultation.language) if findings else []
    chains = {code: parts().languages.reads(code) for code in g.consultation.languages}
    return render_template(
        "close/forms.html",
        this=g.consultation,
        findings=findings,
        found=found,
        languages=list(chains),
        worded={(each.numbers[0], code): _is_worded(each, code) for each in found for code in chains},
        kinds=FORMS,
    )


@blueprint.get("/<slug>/forms/<kind>/<lang>")
@needs(Action.LOG_RETURN)
def form(slug: str, kind: str, lang: str) -> ResponseReturnValue:
    """A form in the language of those who see or hear it; of one theme with `number` in the address."""
    return printed(kind, lang)


@blueprint.get("/<slug>/forms/<kind>/<lang>/pdf")
@needs(Action.LOG_RETURN)
def form_as_pdf(slug: str, kind: str, lang: str) -> ResponseReturnValue:
    """The same form as a file, where this house can make one."""
    page = _directed(settled(printed(kind, lang), tongue))
    made = as_pdf(page, styles=[*((FOLDER / name).read_text() for name in LOOKS), RING_IN_WORDS])
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{kind}-{lang}.pdf"'
    return answer


def _directed(page: str) -> str:
    """`page` with the direction of each text by its language: the maker of files guesses none."""
    directions = {each.tag: each.direction for each in parts().languages.all(tests=True)}
    return BY_ITSELF.sub(lambda found: f'lang="{found[1]}" dir="{directions.get(found[1], "ltr")}"', page)


def printed(kind: str, lang: str) -> str:
    """The whole page. 404 for what cannot be printed."""
    findings = latest(g.session, g.consultation)
    if kind not in FORMS or lang not in g.consultation.languages or findings is None:
        abort(404)
    slug, number = g.consultation.slug, request.args.get("number", type=int)
    sheets = [_sheet(each, lang) for each in _answers(findings, lang, number)]
    address = whole("public.book" if kind == "book" else "public.results", slug=slug, lang=lang)
    return render_template(
        FORMS[kind],
        this=g.consultation,
        sheets=sheets,
        number=number,
        asked=said_of(g.consultation, findings.round, lang),
        radio=radio_parts(sheets, lang) if kind == "radio" else [],
        address=address,
        square=square(address, **ON_PAPER),
        type_in=whole("close.telling", slug=slug),
        send_to=parts().settings.number_for_people,
        verdict=lambda theme: parts().languages.phrase("verdict", lang, theme=theme),
        today=now(),
        said=SAID,
        happened=[SAID[says] for says in WORDS],
        asked_after=_asked_after(sheets) if kind == "sheet" else {},
        kind=kind,
        makes_pdf=is_installed(),
        **book_in_words(g.consultation, lang),
    )


def _answers(findings: Findings, lang: str, number: int | None = None) -> list[OnPaper[Told]]:
    public = in_public(g.session, findings, now=now())
    return on_paper(told_in(public, parts().languages.chain(lang)), number=number)


def _sheet(it: OnPaper[Told], lang: str) -> Sheet:
    letters = sum(len(each.statement.text) for each in it.stories)
    letters += sum(len(review.reason) for each in it.stories for review in each.positions)
    if it.told is not None:
        checked = it.stories[0].beside.checked.get(it.told.newest.id, [])
        letters += sum(len(word.note) for each in checked for word in each.words)
        letters += sum(len(getattr(it.told.newest, name)) for name in fields_in_public(it.told.newest.kind))
    size = "large" if letters <= LARGE else "close" if letters > CLOSE else ""
    return Sheet(it, _is_worded(it, lang), size)


def _asked_after(sheets: list[Sheet]) -> dict[UUID, list[Over]]:
    """By answer: which of its promises a meeting of today can be asked about."""
    told = {each.it.told.newest: each.it.stories for each in sheets if each.it.told is not None}
    return {
        version.id: over(
            g.session,
            themes=[each.theme.theme for each in stories],
            versions=[version],
            on=now().date(),
        )
        for version, stories in told.items()
    }


def _is_worded(it: OnPaper[Told], lang: str) -> bool:
    """Whether who reads `lang` can read the answer; a theme without an answer needs no words of it."""
    if it.told is None:
        return True
    there = wordings.words_by_language(g.session, it.told.newest)
    return any(code in there for code in parts().languages.reads(lang))
