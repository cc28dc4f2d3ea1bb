"""Bring answers from a file: look at it, say which column is what, try it, take it in."""

import hashlib

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField, SelectField

from consult.common.errors import Refused, mark
from consult.files import xlsforms
from consult.files.letters import OLD
from consult.loop.collect import imports, prompts, rounds
from consult.loop.collect.import_report import Report
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.carrying import MOST_ROWS, Brought, sealed, unsealed
from consult.web.collect.column_form import kind_in_words
from consult.web.collect.columns import Columns
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.i18n import translated
from consult.web.parts import now, parts

SHOWN = 50
"""Lines that were skipped, said one by one."""
TOLD_AFTER = 5
"""The same once the file is taken in."""


class Bring(Form):
    file = FileField(_l("The file"))
    form = FileField(_l("The form behind it (XLSForm), if there is one"))
    letters = SelectField(_l("Its letters"), validate_choice=False)


LETTERS = [
    ("", _l("They are known by themselves (UTF-8, UTF-16)")),
    ("cp1252", _l("Old Western letters")),
    ("cp1256", _l("Old Arabic letters")),
    ("cp1251", _l("Old Cyrillic letters")),
]


@blueprint.get("/<slug>/import")
@needs(Action.DESIGN)
def bring(slug: str) -> ResponseReturnValue:
    return _start(_bring())


def _bring() -> Bring:
    form = Bring()
    form.letters.choices = LETTERS
    return form


def _start(form: Bring, status: int = 200) -> ResponseReturnValue:
    before = imports.imports_of(g.session, consultation=g.consultation)
    page = render_template(
        "collect/import.html",
        form=form,
        this=g.consultation,
        before=before[:SHOWN],
        kinds=kind_in_words,
        most=MOST_ROWS,
        open=_can_take(),
    )
    return page, status


def _can_take() -> bool:
    current = rounds.current_round(g.session, g.consultation)
    return current is not None and current.opened_at is not None


@blueprint.post("/<slug>/import/look")
@needs(Action.DESIGN)
def look(slug: str) -> ResponseReturnValue:
    form = _bring()
    try:
        brought = _brought(form)
        columns = Columns(brought.table(), _asked(), g.consultation)
    except Refused as refused:
        refused_on(form, refused)
        return _start(form, 422)
    return _columns(columns, brought)


def _brought(form: Bring) -> Brought:
    content = form.file.data.read() if form.file.data else b""
    if not content:
        raise Refused(mark("Choose a file."), field="file")
    letters = form.letters.data if form.letters.data in OLD else ""
    brought = Brought(content, letters)
    survey = form.form.data.read() if form.form.data else b""
    if not survey:
        return brought
    found = xlsforms.chosen(brought.table(), xlsforms.open_questions(survey))
    return Brought(content, brought.encoding, found.open)


def _asked() -> list[tuple[int, str]]:
    """The prompts by number, in the first language."""
    asked = prompts.prompts_of(g.session, g.consultation, g.consultation.language)
    return [(each.version.prompt.number, each.text) for each in asked]


def _columns(
    columns: Columns, brought: Brought, report: Report | None = None, status: int = 200
) -> ResponseReturnValue:
    skipped = [(each, translated(each.reason, **each.values)) for each in report.skipped] if report else []
    page = render_template(
        "collect/import_columns.html",
        this=g.consultation,
        columns=columns,
        carried=sealed(brought),
        kind=kind_in_words(columns.table.kind),
        report=report,
        skipped=skipped[:SHOWN],
        unsaid=max(0, len(skipped) - SHOWN),
    )
    return page, status


@blueprint.post("/<slug>/import/try")
@needs(Action.DESIGN)
def try_it(slug: str) -> ResponseReturnValue:
    """As `take`, and everything undone again."""
    brought = unsealed(request.form.get("carried", ""))
    columns = Columns(brought.table(), _asked(), g.consultation)
    columns.read(request.form)
    try:
        report = _take(columns, brought)
    except Refused as refused:
        refused_on(columns.form, refused)
        return _columns(columns, brought, status=422)
    g.session.rollback()
    return _columns(columns, brought, report)


@blueprint.post("/<slug>/import/take")
@needs(Action.DESIGN)
def take(slug: str) -> ResponseReturnValue:
    brought = unsealed(request.form.get("carried", ""))
    columns = Columns(brought.table(), _asked(), g.consultation)
    columns.read(request.form)
    try:
        report = _take(columns, brought)
    except Refused as refused:
        refused_on(columns.form, refused)
        return _columns(columns, brought, status=422)
    for sentence in (taken_in_words(report), *left_out(report)):
        flash(sentence)
    return redirect(url_for("collect.bring", slug=slug), 303)


def taken_in_words(report: Report) -> str:
    taken = ngettext("%(num)s line was taken in.", "%(num)s lines were taken in.", len(report.taken))
    rest = _(
        "Known before: %(known)s. Left out: %(left)s.", known=len(report.known), left=len(report.skipped)
    )
    return f"{taken} {rest}"


def left_out(report: Report) -> list[str]:
    """Why, line by line as the trial says it: few of them, for they are carried to the next page."""
    told = []
    for each in report.skipped[:TOLD_AFTER]:
        line = {"sheet": each.where, "line": each.line}
        where = _("%(sheet)s, line %(line)s:", **line) if each.where else _("Line %(line)s:", **line)
        told.append(f"{where} {translated(each.reason, **each.values)}")
    more = len(report.skipped) - len(told)
    return [*told, ngettext("And %(num)s more line.", "And %(num)s more lines.", more)] if more else told


def _take(columns: Columns, brought: Brought) -> Report:
    current = rounds.current_round(g.session, g.consultation)
    if current is None:
        raise Refused(mark("This consultation has not opened yet, so it cannot take answers."))
    return imports.take_in(
        g.session,
        vault=parts().vault,
        round=current,
        rows=columns.rows(),
        default_language=columns.language(),
        now=now(),
        by=g.account.actor,
        provider=parts().settings.providers[0],
        known_language=parts().languages.known,
        file_hash=hashlib.sha256(brought.content).hexdigest(),
        kind=columns.table.kind,
        doubles=columns.doubles(),
    )
