"""What was set aside: the pile of a kind, one of it, and taking one or all of them up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.common.errors import Refused
from consult.people.permissions import Action
from consult.post.set_aside import Kind, SetAside, all_again, look_at, piles, set_aside
from consult.post.set_aside import again as one_again
from consult.post.watch import unreadable
from consult.web.guards import needs
from consult.web.parts import AsideLine, now, parts
from consult.web.post import blueprint
from consult.web.post.about import community_of, consultation_of, said_of, step_of
from consult.web.post.words import OF_THE_SPOOL, PILES, SPOOL, Pile, fault, network

A_PAGE = 50
NOTHING: dict[str, Any] = {"shown": None, "consultation": None, "community": "", "step": ""}


@dataclass(frozen=True)
class Shown:
    """One thing set aside, as the pages show it: `code` is the fault as it was noted, for its makers."""

    id: UUID
    what: str
    fault: str
    code: str = ""
    day: date | None = None
    tries: int | None = None

    @property
    def short(self) -> str:
        return str(self.id)[:8]


@dataclass(frozen=True)
class Heap:
    """How many of a kind wait, and since when."""

    name: str
    words: Pile
    count: int
    since: date | None


def heaps() -> Iterator[Heap]:
    """Every kind, empty ones too, the spool's last."""
    for each in piles(g.session):
        yield Heap(each.kind.value, PILES[each.kind.value], each.count, each.since)
    lines = parts().spool.aside()
    days = [line.day for line in lines if line.day]
    yield Heap(SPOOL, PILES[SPOOL], len(lines), min(days, default=None))


@blueprint.get("/aside/<pile>")
@needs(Action.ADMINISTER)
def pile(pile: str) -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    rows = list(_rows(pile, skip=(page - 1) * A_PAGE))
    return render_template(
        "post/pile.html",
        pile=pile,
        words=_words(pile),
        rows=rows[:A_PAGE],
        page=page,
        more=len(rows) > A_PAGE,
    )


@blueprint.get("/aside/<pile>/again")
@needs(Action.ADMINISTER)
def asking(pile: str) -> ResponseReturnValue:
    words = _words(pile)
    heap = next(heap for heap in heaps() if heap.name == pile)
    return render_template("post/again.html", heap=heap, words=words)


@blueprint.post("/aside/<pile>/again")
@needs(Action.ADMINISTER)
def again(pile: str) -> ResponseReturnValue:
    _words(pile)
    by = {"by": g.account.actor, "now": now()}
    if pile == SPOOL:
        count = parts().spool.again(g.session, names=None, **by)
    else:
        count = all_again(g.session, kind=Kind(pile), **by)
    if count:
        flash(ngettext("%(num)s is tried again now.", "%(num)s are tried again now.", count))
    else:
        flash(_("Nothing waits there any more. Nothing was done twice."))
    return redirect(url_for("post.home"), 303)


@blueprint.get("/aside/<pile>/<uuid:waiting>")
@needs(Action.ADMINISTER)
def one(pile: str, waiting: UUID) -> ResponseReturnValue:
    words = _words(pile)
    if pile == SPOOL:
        found = [_of_spool(line) for line in parts().spool.aside() if line.id == waiting]
        told = {**NOTHING, "shown": found[0] if found else None}
    else:
        told = _told(look_at(g.session, waiting), pile)
    return render_template("post/one.html", pile=pile, words=words, **told), 200 if told["shown"] else 404


@blueprint.post("/aside/<pile>/<uuid:waiting>/again")
@needs(Action.ADMINISTER)
def again_one(pile: str, waiting: UUID) -> ResponseReturnValue:
    _words(pile)
    by = {"by": g.account.actor, "now": now()}
    try:
        if pile != SPOOL:
            one_again(g.session, waiting=waiting, **by)
        taken = pile != SPOOL or parts().spool.again(g.session, names=[waiting], **by)
    except Refused:
        taken = False
    flash(_("It is tried again now.") if taken else _("It was taken up already. Nothing was done twice."))
    return redirect(url_for("post.home"), 303)


@blueprint.get("/unreadable")
@needs(Action.ADMINISTER)
def not_read() -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    rows = unreadable(g.session, most=A_PAGE + 1, skip=(page - 1) * A_PAGE)
    return render_template(
        "post/unreadable.html", rows=rows[:A_PAGE], page=page, more=len(rows) > A_PAGE, network=network
    )


def _words(pile: str) -> Pile:
    return PILES.get(pile) or abort(404)


def _rows(pile: str, *, skip: int) -> list[Shown]:
    """A page of the pile, and one more where there is more."""
    if pile == SPOOL:
        return [_of_spool(line) for line in parts().spool.aside()[skip:][: A_PAGE + 1]]
    _words(pile)
    return [_shown(each) for each in set_aside(g.session, kind=Kind(pile), most=A_PAGE + 1, skip=skip)]


def _told(seen: SetAside | None, pile: str) -> dict[str, Any]:
    if seen is None or seen.kind.value != pile:
        return NOTHING
    return {
        "shown": _shown(seen),
        "consultation": consultation_of(seen),
        "community": community_of(seen),
        "step": step_of(seen),
    }


def _shown(seen: SetAside) -> Shown:
    return Shown(seen.id, said_of(seen), fault(seen.error), seen.error, seen.day, seen.tries)


def _of_spool(line: AsideLine) -> Shown:
    what = network(line.provider) if line.provider else _("A request that cannot be opened")
    return Shown(line.id, what, str(OF_THE_SPOOL[line.fault]), line.fault, line.day)
