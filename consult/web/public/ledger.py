"""The public ledger: how far the answers came, in steps, the biggest loss seen first."""

from dataclasses import dataclass
from itertools import pairwise

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.loop.close import ledger as counting
from consult.loop.close.debts import Reason
from consult.loop.close.few import told_apart
from consult.loop.close.ledger import Ledger
from consult.loop.close.records import Says
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.saying import asking


@dataclass(frozen=True)
class Step:
    """One row: how many answers came so far, how that is counted, how many were lost since the row before."""

    name: str
    owed: int
    how: str
    lost: int
    most_lost: bool


REASONS = {
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_ANSWER_YET: _l("No office has answered yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.HANDED_OVER: _l("An office handed it over to others. Nobody has answered yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.REOPENED: _l("Somebody said: not what we said. A second answer is owed."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NOT_READ_YET: _l("The words are not read yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.HELD: _l("Held back for safety."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_WORDING: _l("The answer is not in their language yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_CHANNEL: _l("They left no way to reach them."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.PHONE_STOPPED: _l("Their phone takes no more texts."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.DEAD_NUMBER: _l("The text could not be delivered."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.CHOSE_NOTHING: _l("They chose to hear nothing by phone."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.KNOCK_ONLY: _l("They got a knock and have not heard the answer yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.WAITING: _l("On its way."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.LEFT: _l("They left and took their words with them."),
}

SAID = {
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.NO: _l("No"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.PARTLY: _l("Partly"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.YES: _l("Yes"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.CANNOT_SAY: _l("Cannot say"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.NOT_WHAT_WE_SAID: _l("Not what we said"),
}


@blueprint.get("/c/<slug>/<lang>/ledger")
@everyone
def ledger(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    reads = parts().languages.reads
    counted = counting.ledger(g.session, consultation=asked.consultation, chain=reads, now=now())
    debts, few = told_apart(counted.debts, k=parts().settings.small_cell)
    return render_template(
        "public/ledger.html",
        asked=asked,
        ledger=counted,
        steps=steps_of(counted),
        debts=debts,
        few=few,
        reasons=REASONS,
        said=SAID,
    )


def steps_of(counted: Ledger) -> list[Step]:
    """The steps of the loop in answers owed; the greatest loss between two of them is marked."""
    owed = [counted.owed.owed, _read(counted), counted.answered.owed, counted.reached.owed, _judged(counted)]
    lost = [0, *(before - after for before, after in pairwise(owed))]
    return [
        Step(name, number, how, since_before, most_lost=since_before == max(lost) > 0)
        for (name, how), number, since_before in zip(_names(), owed, lost, strict=True)
    ]


def _names() -> list[tuple[str, str]]:
    """Each step and, in one sentence, how it is counted."""
    return [
        (
            _("Owed"),
            _("To everyone who spoke: one for each theme they spoke to, or one for words on no theme."),
        ),
        (_("Read"), _("The words were read and not taken back.")),
        (_("Answered"), _("An answer is published; for words on no theme, what was said about them.")),
        (_("Reached"), _("It arrived as a text, was asked for and read, or was told to the community.")),
        (_("Judged"), _("People said whether it is an answer to what they said. Silence is unknown.")),
    ]


def _read(counted: Ledger) -> int:
    return counted.on_theme.owed + counted.alone.owed + counted.set_aside.owed


def _judged(counted: Ledger) -> int:
    return sum(counted.says.values())
