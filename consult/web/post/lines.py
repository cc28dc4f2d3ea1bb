"""The post at a glance: is all well, what was set aside, and the line to each network."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from consult.common.heartbeat import Heartbeat
from consult.loop.conversation.flood import phones_folded
from consult.people.permissions import Action
from consult.post.watch import LineSeen, count_unreadable, lines_seen
from consult.web.guards import needs
from consult.web.parts import Checked, Network, now, parts
from consult.web.post import blueprint
from consult.web.post.aside import heaps
from consult.web.post.words import ago, network, reason, until

SILENT = timedelta(minutes=5)
MISSED = timedelta(hours=2)
LOOK = "look for missed letters"
"""The clock's name for its hourly look (jobs/periodic.py)."""


@blueprint.get("/")
@needs(Action.ADMINISTER)
def home() -> ResponseReturnValue:
    return _page()


@blueprint.post("/lines/<line>/check")
@needs(Action.ADMINISTER)
def check(line: str) -> ResponseReturnValue:
    asked = _network(line)
    ask = asked.check or abort(404)
    g.session.rollback()  # no transaction is open while a network is asked
    said = ask()
    if said.answered and not said.code:
        flash(_("%(network)s lets us in and the account is active.", network=network(line)))
        return redirect(url_for("post.home"), 303)
    g.mistake = True
    return _page(said, line), 422


def _page(said: Checked | None = None, line: str = "") -> str:
    names = [each.name for each in parts().networks]
    seen = {each.provider: each for each in lines_seen(g.session, providers=names, now=now())}
    beats = dict(g.session.execute(select(Heartbeat.name, Heartbeat.at)).all())
    piles = list(heaps())
    return render_template(
        "post/home.html",
        heaps=piles,
        unwell=list(_unwell(beats, seen, sum(heap.count for heap in piles))),
        networks=parts().networks,
        seen=seen,
        beats=beats,
        look=LOOK,
        spooled=parts().spool.waiting(),
        folded=phones_folded(g.session, now=now()),
        unreadable=count_unreadable(g.session),
        said=said,
        asked=line,
        network=network,
        reason=reason,
        ago=lambda at: ago(at, now()),
        until=lambda at: until(at, now()),
    )


def _unwell(beats: dict[str, datetime], seen: dict[str, LineSeen], aside: int) -> Iterator[str]:
    """What is not as it should be, each in a sentence, the gravest first."""
    if _older(beats.get("worker"), SILENT):
        yield _("No worker runs: texts are kept, and none is read or sent. Start one: consult worker")
    if waits := parts().spool.waiting():
        yield ngettext(
            "%(num)s request waits on disk until the database can be written.",
            "%(num)s requests wait on disk until the database can be written.",
            waits,
        )
    for line in seen.values():
        if line.rests_until:
            yield _("The line to %(network)s rests. Its letters wait.", network=network(line.provider))
    if _older(beats.get(LOOK), MISSED):
        yield _("For more than two hours no network was asked whether a text of somebody never reached us.")
    for each in parts().networks:
        told = beats.get(f"asked {each.name}")
        if (told or each.check) and _older(told, MISSED):
            yield _(
                "%(network)s has not told us for more than two hours what came.",
                network=network(each.name),
            )
    if aside:
        yield ngettext(
            "%(num)s thing was set aside and waits for you.",
            "%(num)s things were set aside and wait for you.",
            aside,
        )


def _older(at: datetime | None, most: timedelta) -> bool:
    return at is None or now() - at > most


def _network(name: str) -> Network:
    return next((each for each in parts().networks if each.name == name), None) or abort(404)
