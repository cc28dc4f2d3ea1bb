"""Machine help as those who sort meet it: how good it is here, on or off, and what it points at."""

from datetime import date

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.understand import measuring, pointing, reading_together
from consult.loop.understand.measuring import Help
from consult.loop.understand.records import HelpGroup, Pointing
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.reading import card_of

MOST = 20
"""Groups of a kind on the page; as they are sorted, others come up."""


@blueprint.get("/<slug>/pointing/")
@needs(Action.SORT)
def pointing_page(slug: str) -> ResponseReturnValue:
    return _page(Form())


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    here = measuring.help_here(g.session, consultation=g.consultation)
    page = render_template(
        "understand/pointing.html",
        form=form,
        this=g.consultation,
        here=[(each, _seen(each)) for each in here],
        on=any(each.on for each in here),
        most=MOST,
        unaided=pointing.unaided(g.session, consultation=g.consultation, by=g.account),
    )
    return page, status


def _seen(each: Help) -> dict[str, object]:
    """What the last look found; nothing while the help is off."""
    run = each.looked
    if not each.on or run is None:
        return {}
    return {
        "groups": reading_together.heaps(g.session, run=run, pointing=Pointing.GROUP, seat=g.seat)[:MOST],
        "copies": reading_together.heaps(g.session, run=run, pointing=Pointing.COPIES, seat=g.seat)[:MOST],
        "bursts": [(date.fromisoformat(day), *counts) for day, counts in sorted(run.bursts.items())],
    }


@blueprint.post("/<slug>/pointing/<language>/look")
@needs(Action.SORT)
def look_over(slug: str, language: str) -> ResponseReturnValue:
    form = Form()
    try:
        measuring.ask_to_look(
            g.session, consultation=g.consultation, language=language, by=g.account, now=now()
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("The machine looks over the cards. You may go on with other work meanwhile."))
    return redirect(url_for("understand.pointing_page", slug=slug), 303)


@blueprint.post("/<slug>/pointing/<language>/turn")
@needs(Action.SORT)
def turn_help(slug: str, language: str) -> ResponseReturnValue:
    form, on = Form(), request.form.get("on") == "1"
    given = {"consultation": g.consultation, "language": language, "by": g.account, "now": now()}
    try:
        measuring.turn(g.session, on=on, **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("The machine points at cards now.") if on else _("The machine points at nothing any more."))
    return redirect(url_for("understand.pointing_page", slug=slug), 303)


def _heap(language: str, number: int) -> HelpGroup:
    run = pointing.look_of(g.session, g.consultation, language)
    heap = reading_together.heap_numbered(g.session, run=run, number=number) if run else None
    if heap is None:
        abort(404)
    return heap


@blueprint.get("/<slug>/pointing/<language>/<int:number>")
@needs(Action.SORT)
def together(slug: str, language: str, number: int) -> ResponseReturnValue:
    heap = _heap(language, number)
    opened = reading_together.opened(g.session, group=heap, by=g.account, seat=g.seat)
    after = opened[-1].card.number if opened else 0
    return render_template(
        "understand/together.html",
        this=g.consultation,
        heap=heap,
        opened=opened,
        after=after,
        more=reading_together.more_after(g.session, group=heap, after=after, seat=g.seat),
    )


@blueprint.post("/<slug>/pointing/<language>/<int:number>")
@needs(Action.SORT)
def read_together(slug: str, language: str, number: int) -> ResponseReturnValue:
    heap, after = _heap(language, number), request.form.get("after", 0, type=int)
    try:
        reading_together.open_heap(g.session, group=heap, after=after, by=g.account, now=now())
    except Refused as refused:
        form = Form()
        refused_on(form, refused)
        return _page(form, 422)
    return redirect(url_for("understand.together", slug=slug, language=language, number=number), 303)


@blueprint.post("/<slug>/sort/<int:number>/codes-like-it")
@needs(Action.SORT)
def codes_like_it(slug: str, number: int) -> ResponseReturnValue:
    """Shown only to who asks, and no button of a code is pressed by it."""
    pointing.ask_for_codes(g.session, card=card_of(number), by=g.account, now=now())
    order = request.args.get("order")
    return redirect(url_for("understand.sort", slug=slug, card=number, order=order), 303)
