"""What is still owed to people, by reason, and what can be done about each."""

from datetime import timedelta

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from consult.loop.close.debts import Reason
from consult.loop.close.ledger_kept import still_owed
from consult.loop.close.returns import lines_of, numbers_in, returns_of
from consult.loop.close.verdicts import reopened_themes
from consult.loop.close.verdicts_beans import brought
from consult.loop.close.verdicts_happened import happened_at
from consult.loop.collect.records import Consultation
from consult.loop.respond.decisions import decisions, that_answer
from consult.loop.understand.findings import items_of, latest
from consult.loop.understand.holds import is_held
from consult.people.permissions import Action, seats_held
from consult.people.records import Role
from consult.web.close import blueprint
from consult.web.guards import needs, signed_in
from consult.web.leaves import cut, page_number
from consult.web.parts import now, parts
from consult.web.public.ledger import REASONS, SAID

WHAT_HELPS = {
    Reason.NO_ANSWER_YET: _l("The offices see what they owe and for how long. Silence is printed."),
    Reason.HANDED_OVER: _l(
        "Ask both: whoever it was handed over to, and the office that did so. One of them answers."
    ),
    Reason.ASKED_BACK: _l("Reply to the office, then it answers. A question is no answer."),
    Reason.REOPENED: _l("The office writes a new version of its answer."),
    Reason.NOT_READ_YET: _l("Read and sort these words."),
    Reason.HELD: _l("Lift the hold when nobody is in danger any more."),
    Reason.NO_WORDING: _l("Somebody words the answer in this language, or it is told at a meeting."),
    Reason.NO_CHANNEL: _l("Tell it at a meeting, on the radio or by a poster, and write that down."),
    Reason.PHONE_STOPPED: _l("Tell it at a meeting, on the radio or by a poster, and write that down."),
    Reason.DEAD_NUMBER: _l("Tell it at a meeting, on the radio or by a poster, and write that down."),
    Reason.CHOSE_NOTHING: _l("Tell it at a meeting, on the radio or by a poster, and write that down."),
    Reason.KNOCK_ONLY: _l("Hold the meeting to which they were called, and write that down."),
    Reason.WAITING: _l("Nothing: it arrives by itself, or its reason changes."),
    Reason.PASSED_ON: _l("Nothing from here: whoever took over answers them."),
    Reason.NOT_PASSED: _l("Tell it at a meeting, on the radio or by a poster, and write that down."),
    Reason.LEFT: _l("Nothing: they chose to be forgotten."),
}


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    seats = seats_held(g.session, account=g.account, now=now())
    mine = [seat.community_id for seat in seats if seat.role is Role.REPRESENTATIVE]
    listed = g.session.scalars(
        select(Consultation)
        .where(Consultation.community_id.in_(mine))
        .order_by(Consultation.made_at.desc(), Consultation.id)
    )
    return render_template("close/home.html", listed=list(listed))


@blueprint.get("/<slug>/")
@needs(Action.LOG_RETURN)
def consultation(slug: str) -> ResponseReturnValue:
    findings = latest(g.session, g.consultation)
    themes = items_of(g.session, findings) if findings else []
    theme_ids = [theme.theme_id for theme in themes]
    returned = cut(returns_of(g.session, g.consultation), page_number())
    return render_template(
        "close/consultation.html",
        this=g.consultation,
        **(_owed() if findings else {}),
        reasons=REASONS,
        helps=WHAT_HELPS,
        findings=findings,
        themes=themes,
        answered=that_answer(g.session, theme_ids),
        decided=decisions(g.session, theme_ids),
        reopened=reopened_themes(g.session, theme_ids),
        held={theme.theme_id for theme in themes if is_held(g.session, theme.theme)},
        returned=returned,
        beans=lines_of(g.session, returned.rows),
        happened=happened_at(g.session, returned.rows),
        numbers_in=numbers_in,
        counted_by_helpers=len(brought(g.session, g.consultation)),
        said=SAID,
    )


def _owed() -> dict[str, object]:
    """What is still owed, and how many minutes ago that was counted; None: now."""
    at = now()
    owed = still_owed(
        g.session,
        consultation=g.consultation,
        chain=parts().languages.reads,
        k=parts().settings.small_cell,
        now=at,
    )
    ago = (at - owed.counted) // timedelta(minutes=1) if owed.counted < at else None
    return {"owed": owed, "minutes_ago": ago}


@blueprint.get("/<slug>/ledger")
@needs(Action.LOG_RETURN)
def ledger(slug: str) -> ResponseReturnValue:
    """The ledger is public; here is the way to it."""
    return redirect(url_for("public.ledger", slug=slug, lang=g.consultation.language), 303)
