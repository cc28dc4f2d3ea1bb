"""A helper comes in: the number of the link is typed, or a script takes it from behind the # of the
address, where no server sees it. Then: what is asked now, for one person or for a meeting."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.common.translation import Worded, worded
from consult.loop.collect import rounds
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.records import Consultation, Round
from consult.loop.understand import findings
from consult.people.helper_links import open_link
from consult.people.records import HelperLink
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.who import SCRIPTS, helper_here, keep, signed
from consult.web.parts import now, parts


@blueprint.get("/h/")
@everyone
def door() -> ResponseReturnValue:
    g.scripts = SCRIPTS
    return render_template("helpers/door.html", wrong=False, over=request.args.get("over") == "1")


@blueprint.post("/h/")
@everyone
def open_door() -> ResponseReturnValue:
    g.scripts = SCRIPTS
    link = open_link(g.session, vault=parts().vault, token=request.form.get("number", ""), now=now())
    if link is None:
        g.mistake = True
        return render_template("helpers/door.html", wrong=True, over=False), 422
    return keep(redirect(url_for("helpers.work", new=1), 303), link)  # type: ignore[arg-type]  # werkzeug's own class


@blueprint.get("/h/work")
@everyone
def work() -> ResponseReturnValue:
    link = helper_here()
    speaks_own(link)
    answered = [
        (each, link.language if link.language in each.languages else each.language)
        for each in consultations_of(g.session, community=link.community)
        if findings.latest(g.session, each) is not None
    ]
    asked = asked_now(link)
    return render_template(
        "helpers/work.html", link=link, signed=signed(link), asked=asked, answered=answered
    )


def speaks_own(link: HelperLink) -> None:
    """Pages that only the helper reads are in the helper's own language."""
    if parts().languages.known(link.language) and "lang" not in request.args:
        g.code_here = link.language


def asked_now(link: HelperLink) -> list[tuple[Consultation, Round, Worded, str]]:
    """What is open now: consultation, round, its name, and the language that the helper has first."""
    found = []
    for each in consultations_of(g.session, community=link.community):
        current = rounds.current_round(g.session, each)
        if current is not None and rounds.is_open(current, now()):
            wanted = parts().languages.chain(link.language)
            name = worded(g.session, each, "name", source=each.language, wanted=wanted)
            first = link.language if link.language in each.languages else each.language
            found.append((each, current, name, first))
    return found
