"""Write down that an answer was told to the community: where, when, how, to how many, what they said."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused, mark
from consult.loop.close.records import BeansBrought, Says
from consult.loop.close.records import Form as HowTold
from consult.loop.close.returns import log, newest, numbers_in, themes_in, told_on
from consult.loop.close.verdicts_beans import settle
from consult.loop.close.verdicts_happened import Over, over_once
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Theme
from consult.people.permissions import Action
from consult.people.records import Place
from consult.web.close import blueprint
from consult.web.close.verdicts_asked import WORDS, field_of
from consult.web.close.verdicts_brought import as_brought, beans_typed, brought_here
from consult.web.forms import Day, Form, Ticks, refused_on
from consult.web.guards import needs
from consult.web.i18n import day, listed
from consult.web.parts import now
from consult.web.public.ledger import SAID

FORMS = {
    HowTold.MEETING: _l("At a meeting"),
    HowTold.RADIO: _l("On the radio"),
    HowTold.POSTER: _l("On a poster"),
}
WAYS = [Choice(form.value, words) for form, words in FORMS.items()]


class Told(Form):
    form = RadioField(
        _l("How was it told?"),
        choices=WAYS,
        default=HowTold.MEETING.value,
    )
    place = SelectField(_l("Where?"))
    on = Day(_l("On which day?"), [InputRequired(_l("Choose a day."))])
    people = StringField(_l("About how many people heard it?"))
    versions = Ticks(_l("Which answers were told?"))
    line_read = BooleanField(_l("The line about words that stand on their own was read too"))
    said = TextAreaField(_l("What did people say?"))


@blueprint.get("/<slug>/returns/new")
@needs(Action.LOG_RETURN)
def telling(slug: str) -> ResponseReturnValue:
    """With what a helper counted at a meeting, where it is written down from that."""
    beans = brought_here()
    return _page(*_form(as_brought(beans) if beans else None), beans=beans)


@blueprint.post("/<slug>/returns/new")
@needs(Action.LOG_RETURN)
def tell(slug: str) -> ResponseReturnValue:
    form, offered = _form()
    beans = brought_here()
    if not form.validate():
        return _page(form, offered, 422, beans)
    try:
        returned = log(
            g.session,
            consultation=g.consultation,
            said=form.said.data or "",
            line_read=form.line_read.data,
            by=g.account,
            now=now(),
            **_typed(form, offered),
        )
        if beans is not None:
            settle(g.session, beans=beans, returned=returned, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, offered, 422, brought_here())
    flash(_("It is written down. Whoever it covers counts as reached in the community."))
    return redirect(url_for("close.consultation", slug=slug), 303)


def _typed(form: Told, offered: Sequence[ResponseVersion]) -> dict[str, Any]:
    """What was chosen and typed, as the room takes it. Raises Refused for what is no number or day."""
    chosen = set(form.versions.data or [])
    versions = [each for each in offered if str(each.id) in chosen]
    return {
        "form": HowTold(form.form.data),
        "place": g.session.get(Place, UUID(form.place.data)) if form.place.data else None,
        "on": form.on.data,
        "people": _number(form.people.data, "people"),
        "versions": versions,
        "beans": _beans(versions),
        "happened": {
            each.promise: {
                says: _number(request.form.get(field_of(each, says)) or "0", "beans") for says in WORDS
            }
            for each in _over(versions, form.on.data)
        },
    }


def _over(versions: Sequence[ResponseVersion], on: date | None) -> list[Over]:
    """What a meeting can have been asked, as it stood on the day `on`; the room looks at that day again."""
    here = themes_in(versions, g.consultation)
    return over_once(g.session, themes=here, versions=versions, today=now().date(), on=on)


def _beans(versions: Sequence[ResponseVersion]) -> dict[Theme, dict[Says, int]]:
    """The beans typed for the answers that were told; fields of other answers are not read."""
    return {
        theme: {
            says: _number(request.form.get(f"beans-{theme.number}-{says}") or "0", "beans") for says in Says
        }
        for theme in themes_in(versions, g.consultation)
    }


def _number(typed: str | None, field: str) -> int:
    """Digits of any script."""
    try:
        return int((typed or "").strip())
    except ValueError:
        raise Refused(mark("Write a whole number, for example 40."), field=field) from None


def _form(data: dict[str, Any] | None = None) -> tuple[Told, list[ResponseVersion]]:
    """The form, and the answers that it offers: what stands, and what stood on the day of the meeting. An
    answer that is newer was not told there."""
    form = Told(data=data)
    places = g.session.scalars(select(Place).where(Place.community_id == g.community.id).order_by(Place.name))
    form.place.choices = [
        Choice("", _("Everywhere in the community")),
        *(Choice(str(each.id), each.name) for each in places),
    ]
    stands = newest(g.session, g.consultation)
    stood = told_on(g.session, g.consultation, form.on.data) if form.on.data else []
    offered = sorted({*stands, *stood}, key=lambda each: (numbers_in([each], g.consultation), each.number))
    form.versions.choices = [Choice(str(each.id), _named(each, stands=each in stands)) for each in offered]
    return form, offered


def _named(version: ResponseVersion, *, stands: bool) -> str:
    if not stands:
        earlier: str = _(
            "No %(numbers)s, the earlier answer of %(office)s, of %(day)s: %(words)s",
            numbers=listed(numbers_in([version], g.consultation)),
            office=version.response.office.name,
            day=day(version.published_at),
            words=shorten(version.words, 80, placeholder=" …"),
        )
        return earlier
    named: str = _(
        "No %(numbers)s, by %(office)s: %(words)s",
        numbers=listed(numbers_in([version], g.consultation)),
        office=version.response.office.name,
        words=shorten(version.words, 80, placeholder=" …"),
    )
    return named


def _page(
    form: Told, offered: Sequence[ResponseVersion], status: int = 200, beans: BeansBrought | None = None
) -> ResponseReturnValue:
    page = render_template(
        "close/return.html",
        this=g.consultation,
        form=form,
        numbers=numbers_in(offered, g.consultation),
        said=SAID,
        over=_over(offered, form.on.data),
        happened={says: SAID[says] for says in WORDS},
        field_of=field_of,
        typed=request.form or (beans_typed(beans) if beans else {}),
        beans=beans,
        has_line=(found := latest(g.session, g.consultation)) is not None and bool(found.alone),
    )
    return page, status
