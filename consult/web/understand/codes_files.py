"""The codebook as a file: one goes out, another comes in once somebody has looked at its codes."""

from collections.abc import Collection

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from consult.common.errors import Refused
from consult.files import codebooks
from consult.loop.understand import codebook_files
from consult.loop.understand.codebook_files import CodeLine, Preview
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint

KINDS = {"csv": (codebooks.as_table, "text/csv"), "qdc": (codebooks.as_qdc, "application/xml")}


class Bringing(Form):
    file = FileField(_l("The file"))


def _page(
    form: Bringing,
    status: int = 200,
    *,
    found: Preview | None = None,
    ticked: Collection[CodeLine] | None = None,
) -> ResponseReturnValue:
    """`ticked`: what somebody chose of `found` before; None: all of it is offered."""
    page = render_template(
        "understand/codes_file.html", form=form, this=g.consultation, found=found, ticked=ticked
    )
    return page, status


@blueprint.get("/<slug>/codes/file")
@needs(Action.SORT)
def codes_file(slug: str) -> ResponseReturnValue:
    return _page(Bringing())


@blueprint.post("/<slug>/codes/file")
@needs(Action.SORT)
def look_at_codes(slug: str) -> ResponseReturnValue:
    form, file = Bringing(), request.files.get("file")
    try:
        lines = codebooks.read(file.read() if file else b"")
        found = codebook_files.preview(g.session, consultation=g.consultation, lines=lines)
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    return _page(form, found=found)


@blueprint.post("/<slug>/codes/file/take")
@needs(Action.SORT)
def take_codes(slug: str) -> ResponseReturnValue:
    names, told = request.form.getlist("name"), request.form.getlist("definition")
    chosen = set(request.form.getlist("take"))
    offered = [CodeLine(*each) for each in zip(names, told, strict=False)]
    lines = [line for place, line in enumerate(offered) if str(place) in chosen]
    form = Bringing()
    try:
        new = codebook_files.bring(
            g.session, consultation=g.consultation, lines=lines, by=g.account, now=now()
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422, found=Preview(offered, []), ticked=lines)
    flash(_("Codes that were added: %(number)s", number=len(new)))
    return redirect(url_for("understand.codes", slug=slug), 303)


@blueprint.get("/<slug>/codes/codebook.<kind>")
@needs(Action.SORT)
def codes_out(slug: str, kind: str) -> ResponseReturnValue:
    if kind not in KINDS:
        abort(404)
    make, mimetype = KINDS[kind]
    content = make(codebook_files.written(g.session, g.consultation))
    head = {"Content-Disposition": f'attachment; filename="{slug}-codebook.{kind}"'}
    return Response(content, mimetype=mimetype, headers=head)
