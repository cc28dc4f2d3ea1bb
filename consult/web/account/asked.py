"""A need in words: one sentence, what to press, and the page where it is done. Every kind stands here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.loop.needs import Need, Work
from consult.web.i18n import day

SENTENCES = {
    Work.MASK_MORE: _l("Cards that could identify someone and wait to be masked more: %(count)s."),
    Work.STOP_CARD: _l(
        "Cards that ask your office to stop or to keep something: %(count)s. The first is to be answered by "
        "%(until)s. Silence is public."
    ),
    Work.ANSWER_OWED: _l("Answers owed: %(count)s."),
    Work.PROMISE: _l("Promises that come due, are overdue or wait for your yes: %(count)s."),
    Work.OUR_PROMISE: _l("Promises that come due, are overdue or wait for your yes: %(count)s."),
    Work.CARD_SILENT: _l(
        "Cards that an office did not answer within 72 hours: %(count)s. The first waits since %(since)s."
    ),
    Work.CARD_LOOK: _l("Cards to offices that wait for your second reading: %(count)s. Since %(since)s."),
    Work.CARD_ANSWERED: _l("Cards of yours that offices answered, without your word: %(count)s."),
    Work.FAITHFUL: _l(
        "Answers for you to read: %(count)s. Are they faithful to what was said? Until %(until)s; then the "
        "first goes out, also without your word."
    ),
    Work.OFFICES_ASK: _l("Questions and wishes of offices that wait for you: %(count)s."),
    Work.CARD_DRAFT: _l("Answers to cards that wait for your second look: %(count)s."),
    Work.SECOND_LOOK: _l("Answers that wait for your second look: %(count)s. Since %(since)s."),
    Work.SENT_BACK: _l("Answers that came back to you with a note: %(count)s."),
    Work.REVIEW: _l("Themes without your word: %(count)s. On %(until)s they go on, also without it."),
    Work.INTENDED: _l(
        "Actions that offices intend, without your word: %(count)s. The first is decided on %(until)s, also "
        "without it."
    ),
    Work.READ_FIRST: _l("Cards that nobody has read yet: %(count)s."),
    Work.SORT: _l("Cards that wait to be sorted: %(count)s."),
    Work.READ_AGAIN: _l("Cards that wait for you as their second reader: %(count)s."),
    Work.CHECK_READ: _l("Said in the check, and read by nobody yet: %(count)s."),
    Work.CHECK_ENDED: _l(
        "The check is over. Read what people said, and write what you changed because of it."
    ),
    Work.CHECK_RUNS: _l(
        "People can say until %(until)s whether you heard them right. Tell them. Then it goes on, also "
        "without a word of theirs."
    ),
    Work.WRONGLY_PUT: _l(
        "Cards whose speakers say that they lie on the wrong number: %(count)s. Since %(since)s."
    ),
    Work.LOOK_AGAIN: _l("Entries of the notebook to look at or to ask again: %(count)s."),
    Work.RELEASE: _l(
        "People were promised news by %(until)s. The findings are not released yet. After that day everybody "
        "reads that they are late."
    ),
    Work.TELL: _l("People who got a knock and wait to hear the answer: %(count)s."),
    Work.OUTREACH: _l("People who are missing and whom somebody was to hear by now: %(count)s."),
    Work.RENEW_SEATS: _l("Seats that end soon or have just ended: %(count)s. The first day: %(until)s."),
    Work.SEATS_END: _l("Seats that end soon or have just ended: %(count)s. The first day: %(until)s."),
    Work.OPEN: _l("This consultation is a draft. Nobody can answer it yet."),
    Work.BEGIN: _l("Your community has no consultation yet."),
    Work.WORD_ANSWER: _l(
        "Answers that some of the people who spoke cannot read in their language yet: %(count)s."
    ),
    Work.WORD: _l("Wordings that are missing in a language of this consultation: %(count)s."),
    Work.SEATS: _l("Nobody sits for this community yet, so it cannot ask anything."),
    Work.PROTECTED: _l("Protected reports that nobody opened yet: %(count)s."),
    Work.NO_OFFICER: _l(
        "A community without protection officer: what people tell about abuse or danger waits."
    ),
}

ACTIONS = {
    Work.MASK_MORE: _l("Mask them"),
    Work.STOP_CARD: _l("Answer"),
    Work.ANSWER_OWED: _l("Answer"),
    Work.PROMISE: _l("Look at the promises"),
    Work.OUR_PROMISE: _l("Look at the promises"),
    Work.CARD_SILENT: _l("Look at the cards"),
    Work.CARD_LOOK: _l("Look at the cards"),
    Work.CARD_ANSWERED: _l("Look at the cards"),
    Work.FAITHFUL: _l("Read them"),
    Work.OFFICES_ASK: _l("Read them"),
    Work.CARD_DRAFT: _l("Look"),
    Work.SECOND_LOOK: _l("Look"),
    Work.SENT_BACK: _l("Read the note"),
    Work.REVIEW: _l("Read them"),
    Work.INTENDED: _l("Read what they intend"),
    Work.READ_FIRST: _l("Read the next one"),
    Work.SORT: _l("Sort the next one"),
    Work.READ_AGAIN: _l("Read the next one"),
    Work.CHECK_READ: _l("Read it"),
    Work.CHECK_ENDED: _l("Read what they said"),
    Work.CHECK_RUNS: _l("Go to the check"),
    Work.WRONGLY_PUT: _l("Read them again"),
    Work.LOOK_AGAIN: _l("Look again"),
    Work.RELEASE: _l("Go to the findings"),
    Work.TELL: _l("Write down a meeting"),
    Work.OUTREACH: _l("Look at the tasks"),
    Work.RENEW_SEATS: _l("Look at the seats"),
    Work.SEATS_END: _l("Look at the seats"),
    Work.OPEN: _l("Prepare it"),
    Work.BEGIN: _l("Make the first one"),
    Work.WORD_ANSWER: _l("Write them"),
    Work.WORD: _l("Write them"),
    Work.SEATS: _l("Give a seat"),
    Work.PROTECTED: _l("Go to the reports"),
    Work.NO_OFFICER: _l("Give a seat"),
}

DONE_AT = {
    Work.MASK_MORE: ("understand.consultation", "slug"),
    Work.STOP_CARD: ("respond.office_cards", "office"),
    Work.ANSWER_OWED: ("respond.office", "office"),
    Work.PROMISE: ("respond.promises", "office"),
    Work.OUR_PROMISE: ("respond.our_promises", "community"),
    Work.CARD_SILENT: ("respond.cards", "community"),
    Work.CARD_LOOK: ("respond.cards", "community"),
    Work.CARD_ANSWERED: ("respond.cards", "community"),
    Work.FAITHFUL: ("respond.faithful", "community"),
    Work.OFFICES_ASK: ("respond.asked", "community"),
    Work.CARD_DRAFT: ("respond.office_cards", "office"),
    Work.SECOND_LOOK: ("respond.office", "office"),
    Work.SENT_BACK: ("respond.office", "office"),
    Work.REVIEW: ("review.findings", "slug"),
    Work.INTENDED: ("review.intentions", "community"),
    Work.READ_FIRST: ("understand.first", "slug"),
    Work.SORT: ("understand.sort", "slug"),
    Work.READ_AGAIN: ("understand.sort", "slug"),
    Work.CHECK_READ: ("understand.check", "slug"),
    Work.CHECK_ENDED: ("understand.check", "slug"),
    Work.CHECK_RUNS: ("understand.check", "slug"),
    Work.WRONGLY_PUT: ("understand.wrong", "slug"),
    Work.LOOK_AGAIN: ("understand.notebook", "slug"),
    Work.RELEASE: ("understand.release", "slug"),
    Work.TELL: ("close.consultation", "slug"),
    Work.OUTREACH: ("collect.missing", "slug"),
    Work.RENEW_SEATS: ("collect.seats", "community"),
    Work.SEATS_END: ("account.community", "which"),
    Work.OPEN: ("collect.consultation", "slug"),
    Work.BEGIN: ("collect.new", "community"),
    Work.WORD_ANSWER: ("respond.office", "office"),
    Work.WORD: ("understand.words", "slug"),
    Work.SEATS: ("account.seats", None),
    Work.PROTECTED: ("protected.reports", "community"),
    Work.NO_OFFICER: ("account.seats", None),
}
"""The page of each kind of work, and what `Need.where` is called in its address."""


@dataclass(frozen=True)
class Asked:
    """One card of the home page: a sentence, what to press, and where it leads."""

    name: str
    sentence: str
    action: str
    address: str


def asked(need: Need, *, today: date) -> Asked:
    endpoint, place = DONE_AT[need.work]
    where: dict[str, Any] = {place: need.where} if place else {}
    if need.number is not None:
        where["number"] = need.number
    values = {"count": need.count, "since": day(need.since), "until": day(need.until)}
    sentence = str(SENTENCES[need.work]) % values
    if need.work is Work.ANSWER_OWED and need.since is not None:
        sentence = f"{sentence} {_silence((today - need.since).days)}"
    return Asked(need.name, sentence, str(ACTIONS[need.work]), url_for(endpoint, **where))


def _silence(days: int) -> str:
    """As the page of the office says it."""
    oldest = ngettext(
        "The oldest has waited for %(num)s day.", "The oldest has waited for %(num)s days.", days
    )
    printed = _(
        "Silence is printed too. Say what you will do, or that you will not, and why, so that it can be read "
        "on the radio."
    )
    return f"{oldest} {printed}"
