"""The office's own figures as a paragraph for its weekly report: plain text, in the language of the page.

It says what its desk says, and nothing of what was said or written.
"""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.loop.close.desk import Desk, Place
from consult.loop.respond.owed import Waits
from consult.loop.respond.stop_states import Stands, first_asked
from consult.people.records import Office
from consult.web.i18n import day

PLACES = {
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.COMMITTEE: _l("With the committee"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.NOBODY: _l("Not begun yet"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.DRAFT: _l("Being written"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.SENT_BACK: _l("Sent back to the writer"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.SECOND_LOOK: _l("Waiting for the second look"),
    # TRANSLATORS: Where answers wait that an office owes; a level is a role. Stands before a number.
    Waits.PERMISSION: _l("Waiting for permission at %(level)s"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.REPRESENTATIVES: _l("With the representatives"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.REOPENED: _l("Open again"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.REPLIED: _l("Representatives replied to a question"),
    # TRANSLATORS: Where answers wait that an office owes; level: somebody else. Stands before a number.
    Waits.HANDED_OVER: _l("Handed over to %(level)s"),
    # TRANSLATORS: Where answers wait that an office owes. Stands before a number.
    Waits.LOOK_AGAIN: _l("To be looked at again"),
}


def weekly(office: Office, desk: Desk, where_oldest: str, today: date) -> str:
    """`where_oldest`: the sentence that says where the oldest answer waits."""
    return " ".join([f"{office.name}, {day(today)}.", *_answers(desk, where_oldest), *_others(desk)])


def place_named(place: Place) -> str:
    return str(PLACES[place.waits]) % {"level": place.level}


def _answers(desk: Desk, where_oldest: str) -> Iterator[str]:
    if not desk.owed:
        yield _("No answer is owed now.")
    else:
        yield _("Answers owed: %(count)s.", count=len(desk.owed))
        yield ngettext(
            "The oldest has waited for %(num)s day.", "The oldest has waited for %(num)s days.", desk.days
        )
        yield where_oldest
    if len(desk.places) > 1:
        for each in desk.places:
            # TRANSLATORS: One line of a report: where answers wait, how many, since which day.
            line = _("%(place)s: %(count)s, since %(since)s.")
            yield line % {"place": place_named(each), "count": each.count, "since": day(each.since)}
    yield _("Answers that went out in the last seven days: %(count)s.", count=desk.answered)


def _others(desk: Desk) -> Iterator[str]:
    silent = [each for each in desk.cards if each.stands is Stands.SILENT]
    if silent:
        first = day(first_asked(silent))
        yield _(
            "Cards without an answer after 72 hours: %(count)s, the oldest since %(since)s.",
            count=len(silent),
            since=first,
        )
    if in_time := [each for each in desk.cards if each.stands is Stands.OWED]:
        until = day(in_time[0].until)
        yield _("Cards to answer: %(count)s, the first by %(until)s.", count=len(in_time), until=until)
    if desk.overdue:
        first = day(desk.overdue[0])
        count = len(desk.overdue)
        yield _("Promises overdue: %(count)s, the oldest since %(since)s.", count=count, since=first)
    for each in desk.plans[:1]:
        yield _("%(plan)s is open until %(until)s.", plan=each.plan, until=day(each.until))
