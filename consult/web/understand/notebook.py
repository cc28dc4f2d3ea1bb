"""The notebook on the screen of those who make it: its parts, one entry, the map, all of it to print."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from consult.common.errors import Refused
from consult.loop.understand import actor_map, notebook_seen, signs
from consult.loop.understand import notebook as room
from consult.loop.understand.notebook_beside import links_of
from consult.loop.understand.records import EntryKind, NotebookEntry
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint, notebook_asks, notebook_names
from consult.web.understand.notebook_shown import Shown

MOST = 50


class Seen(Form):
    text = TextAreaField(_l("What do people see of it now?"), render_kw={"rows": 4})


class Again(Form):
    review_on = Day(_l("It holds. When do you look at it again?"), [Optional()])


def entry_of(number: int) -> NotebookEntry:
    """The entry of that number, if whoever is signed in may see it."""
    found = notebook_seen.entry_numbered(
        g.session, consultation=g.consultation, number=number, by=g.account, now=now()
    )
    if found is None:
        abort(404)
    return found


def shown(entries: list[NotebookEntry]) -> Shown:
    return Shown(
        entries,
        links_of(g.session, entries=entries, by=g.account, now=now()),
        signs.seen_of(g.session, entries),
    )


def back_to(number: int) -> ResponseReturnValue:
    return redirect(url_for("understand.entry", slug=g.consultation.slug, number=number), 303)


@blueprint.get("/<slug>/notebook/")
@needs(Action.NAME_THEMES)
def notebook(slug: str) -> ResponseReturnValue:
    where = {"consultation": g.consultation, "by": g.account, "now": now()}
    return render_template(
        "understand/notebook.html",
        this=g.consultation,
        names=notebook_names,
        asks=notebook_asks,
        many=notebook_seen.how_many(g.session, **where),
        again=notebook_seen.to_look_at_again(g.session, **where),
        unasked=signs.to_ask_again(g.session, **where),
        round=signs.asked_in(g.session, g.consultation),
    )


@blueprint.get("/<slug>/notebook/part/<which>")
@needs(Action.NAME_THEMES)
def notebook_part(slug: str, which: str) -> ResponseReturnValue:
    part = notebook_names.BY_KEY.get(which)
    if part is None:
        abort(404)
    found = notebook_seen.entries(
        g.session,
        consultation=g.consultation,
        by=g.account,
        now=now(),
        kinds=part.kinds,
        after=request.args.get("after", 0, type=int),
        most=MOST + 1,
    )
    return render_template(
        "understand/notebook_part.html",
        this=g.consultation,
        part=part,
        names=notebook_names,
        asks=notebook_asks,
        shown=shown(found[:MOST]),
        more=found[MOST - 1].number if len(found) > MOST else None,
    )


@blueprint.get("/<slug>/notebook/<int:number>/")
@needs(Action.NAME_THEMES)
def entry(slug: str, number: int) -> ResponseReturnValue:
    return entry_page(entry_of(number))


def entry_page(found: NotebookEntry, wrong: Form | None = None) -> ResponseReturnValue:
    """One entry with its forms; `wrong` is the one that was sent and needs mending."""
    steps = notebook_seen.steps_of(g.session, entry=found)
    page = render_template(
        "understand/notebook_entry.html",
        wrong=wrong,
        seen=wrong if isinstance(wrong, Seen) else Seen(formdata=None),
        again=wrong if isinstance(wrong, Again) else Again(formdata=None),
        this=g.consultation,
        entry=found,
        part=notebook_names.BY_KIND[found.kind],
        names=notebook_names,
        asks=notebook_asks,
        shown=shown([found]),
        steps=[(step, notebook_seen.old_words(step, by=g.account)) for step in steps],
        round=signs.asked_in(g.session, g.consultation),
    )
    return page, 422 if wrong else 200


@blueprint.get("/<slug>/notebook/map")
@needs(Action.NAME_THEMES)
def notebook_map(slug: str) -> ResponseReturnValue:
    return _map_page(Form())


def _map_page(form: Form, status: int = 200) -> ResponseReturnValue:
    actors = notebook_seen.entries(
        g.session, consultation=g.consultation, by=g.account, now=now(), kinds=[EntryKind.ACTOR]
    )
    page = render_template(
        "understand/notebook_map.html",
        form=form,
        this=g.consultation,
        names=notebook_names,
        shown=shown(actors),
        typed=request.form,
        most=actor_map.MOST,
    )
    return page, status


@blueprint.post("/<slug>/notebook/map")
@needs(Action.NAME_THEMES)
def place_on_map(slug: str) -> ResponseReturnValue:
    form = Form()
    try:
        places = actor_map.read_places(request.form.items())
        room.place_actors(g.session, consultation=g.consultation, places=places, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _map_page(form, 422)
    flash(_("The map is kept as you drew it."))
    return redirect(url_for("understand.notebook_map", slug=slug), 303)


@blueprint.get("/<slug>/notebook/print")
@needs(Action.NAME_THEMES)
def notebook_print(slug: str) -> ResponseReturnValue:
    """All that its reader may see of the notebook, on sheets."""
    found = notebook_seen.entries(g.session, consultation=g.consultation, by=g.account, now=now())
    return render_template(
        "understand/notebook_print.html",
        this=g.consultation,
        names=notebook_names,
        shown=shown(found),
        today=now(),
    )
