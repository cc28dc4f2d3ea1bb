"""The protection officer's pages: a list that tells nothing, and one report, opened on record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.collect import protected
from consult.loop.collect.answers import voices_as_they_came
from consult.loop.collect.records import Door, ProtectedReport, Recording
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.protected import blueprint
from consult.web.voice import played

OPEN_FOR = 3600
"""Seconds for which a voice of an opened report can be heard."""
DOORS = {
    Door.WEB: _l("told privately on the web"),
    Door.SMS: _l("told privately by text"),
    Door.HELPER: _l("told privately through a helper"),
    Door.IMPORT: _l("told privately, from a file"),
}


class General(Form):
    agreed = RadioField(
        _l("Does the speaker agree that readers know of it in general?"),
        choices=[
            SelectChoice(value="yes", label=_l("Yes, they said so")),
            SelectChoice(value="no", label=_l("No, or nobody could ask")),
        ],
        validators=[InputRequired(_l("Please choose one."))],
    )
    line = TextAreaField(_l("The general line"), render_kw={"rows": 3})


def how_it_came(report: ProtectedReport) -> str:
    return str(_("flagged by a reader") if report.flagged else DOORS[report.door])


@blueprint.get("/<community>/")
@needs(Action.OPEN_PROTECTED)
def reports(community: str) -> ResponseReturnValue:
    found = protected.reports_of(g.session, community=g.community)
    return render_template("protected/reports.html", found=found, how=how_it_came)


def _report(which: UUID) -> ProtectedReport:
    """A report of this community; another's is not here."""
    found: ProtectedReport | None = g.session.get(ProtectedReport, which)
    if found is None or found.consultation.community_id != g.community.id:
        abort(404)
    return found


@blueprint.get("/<community>/<uuid:which>")
@needs(Action.OPEN_PROTECTED)
def report(community: str, which: UUID) -> ResponseReturnValue:
    """Before it is opened: what everybody can know of it, and the warning."""
    return _page(_report(which))


@blueprint.post("/<community>/<uuid:which>/open")
@needs(Action.OPEN_PROTECTED)
def open_report(community: str, which: UUID) -> ResponseReturnValue:
    """The words come with the answer to this press, and only with it: no address shows them."""
    found = _report(which)
    words = protected.open_report(g.session, vault=parts().vault, report=found, by=g.account, now=now())
    return _page(found, words=words, voices=_voices(found))


@blueprint.get("/<community>/<uuid:which>/voice/<token>")
@needs(Action.OPEN_PROTECTED)
def voice(community: str, which: UUID, token: str) -> ResponseReturnValue:
    """A voice of an opened report, for an hour after that press: its address was told on that page alone."""
    found = _report(which)
    try:
        at = int(_tokens(found).loads(token, max_age=OPEN_FOR))
    except BadSignature:
        abort(404)
    if found.answer is None or found.over:
        abort(404)
    return played(voices_as_they_came(g.session, found.answer)[at])


def _voices(found: ProtectedReport) -> list[tuple[str, Recording]]:
    """The address of each voice of the report that is being opened, and the recording."""
    if found.answer is None or found.over:
        return []
    kept = voices_as_they_came(g.session, found.answer)
    return [
        (
            url_for(
                "protected.voice",
                community=g.community.slug,
                which=found.id,
                token=_tokens(found).dumps(str(at)),
            ),
            each,
        )
        for at, each in enumerate(kept)
        if each.wiped_on is None
    ]


def _tokens(found: ProtectedReport) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("report voice"), salt=f"{found.id}|{g.account.id}")


@blueprint.post("/<community>/<uuid:which>/line")
@needs(Action.OPEN_PROTECTED)
def say_line(community: str, which: UUID) -> ResponseReturnValue:
    form = General()
    if form.validate():
        try:
            protected.general_line(
                g.session,
                report=_report(which),
                agreed=form.agreed.data == "yes",
                line=form.line.data or "",
                by=g.account,
                now=now(),
            )
            flash(_("It is written down."))
            return redirect(url_for("protected.report", community=community, which=which), 303)
        except Refused as refused:
            refused_on(form, refused)
    return _page(_report(which), form=form), 422


@blueprint.get("/<community>/<uuid:which>/over")
@needs(Action.OPEN_PROTECTED)
def closing(community: str, which: UUID) -> ResponseReturnValue:
    return render_template("protected/over.html", found=_report(which), how=how_it_came, form=Form())


@blueprint.post("/<community>/<uuid:which>/back")
@needs(Action.OPEN_PROTECTED)
def give_back(community: str, which: UUID) -> ResponseReturnValue:
    protected.give_back(g.session, vault=parts().vault, report=_report(which), by=g.account, now=now())
    flash(_("The words are back in the open flow. You do not see them here any more."))
    return redirect(url_for("protected.reports", community=community), 303)


@blueprint.post("/<community>/<uuid:which>/end")
@needs(Action.OPEN_PROTECTED)
def end_report(community: str, which: UUID) -> ResponseReturnValue:
    protected.end_report(g.session, report=_report(which), by=g.account, now=now())
    flash(_("The report is ended. Its words stay locked away."))
    return redirect(url_for("protected.reports", community=community), 303)


def _page(
    found: ProtectedReport,
    *,
    words: str | None = None,
    voices: Sequence[tuple[str, Recording]] = (),
    form: General | None = None,
) -> str:
    given: dict[str, Any] = {"agreed": _agreed(found), "line": found.general_line}
    return render_template(
        "protected/report.html",
        found=found,
        words=words,
        voices=voices,
        form=form or General(formdata=None, data=given),
        how=how_it_came,
    )


def _agreed(found: ProtectedReport) -> str:
    return {None: "", True: "yes", False: "no"}[found.agreed]
