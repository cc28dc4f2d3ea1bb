"""The post in plain words: what a pile holds, which fault it was, what a network's code means."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.loop.collect.talk import Talk
from consult.post.set_aside import Kind
from consult.web.i18n import day

SPOOL = "spool"


@dataclass(frozen=True)
class Pile:
    """`what` it holds, what taking one up `does`, what stands there when it is `empty`; `sure`: the
    question to ask first, where taking up cannot be undone."""

    title: str
    what: str
    does: str
    empty: str
    sure: str = ""


PILES = {
    Kind.LETTER_IN.value: Pile(
        _l("Texts that came and were not understood"),
        _l("Each was tried five times. Its words are kept, sealed; nobody reads them here."),
        _l("It is heard again as if it came now, five times more. Its writer gets the reply that is due."),
        _l("When a text fails five times, it stands here until you have it tried again."),
    ),
    Kind.ERRAND.value: Pile(
        _l("Work that failed"),
        _l("Each was tried five times. What it would have done is not done yet."),
        _l("It is done again, five times more. What it does happens once, however often it is tried."),
        _l("When work for later fails five times, it stands here until you have it tried again."),
    ),
    Kind.DOUBT.value: Pile(
        _l("Texts that went out, and nobody knows whether they arrived"),
        _l(
            "The network did not answer, and could not say later. Each counts as not arrived. Its words are "
            "kept for two weeks; after that it cannot be sent again."
        ),
        _l(
            "It is sent once more, not oftener. Whoever said STOP or left since then gets nothing. If the "
            "network says before it goes that the first one was taken, it does not go."
        ),
        _l("When nobody can say what became of a text, it stands here until you decide."),
        _l(
            "This may reach a person twice, and cannot be called back. Who else could see a second text on a "
            "shared phone?"
        ),
    ),
    Kind.UNWORDED.value: Pile(
        _l("Texts that could not be put into words"),
        _l("A sentence or a language was missing. Nothing was sent. The words are kept for two weeks."),
        _l("It is put into words again, five times more, and sent once."),
        _l("When a text of ours cannot be put into words, it stands here until you have it tried again."),
    ),
    SPOOL: Pile(
        _l("What came while the database was away and could not be taken in"),
        _l("It lies sealed on the disk of this machine. Nobody reads it here."),
        _l("It is taken in again as it came, once. What fails again comes back here."),
        _l("When something from the disk cannot be taken in, it stands here until you have it tried again."),
    ),
}
ERRANDS = {
    "number_card": _l("Give numbers to new cards"),
    "owe": _l("Note to whom an answer is owed"),
    "owe_late": _l("Note to whom an answer is owed, of words sorted late"),
    "fan_out": _l("Tell an answer to everyone who waits for it"),
    "tell_alone": _l("Tell people whose words stand alone"),
    "tell_less": _l("Tell somebody that there is an answer, without its words"),
    "delivered": _l("Note that an answer arrived"),
    "mail_link": _l("Mail a link to set a password"),
    "mail_work": _l("Mail that work waits"),
}
TEXTS = {
    "conversation": _l("A reply in a conversation"),
    "goodbye": _l("A last confirmation"),
    "answer": _l("An answer in full"),
    "knock": _l("News that there is an answer"),
    "asked": _l("An answer that somebody asked for"),
    "help": _l("What HELP is answered with"),
}
STEPS = {
    Talk.STRANGER: _l("Nobody had spoken from this phone yet."),
    Talk.WHO: _l("We had asked whether its writer spoke before."),
    Talk.WHICH: _l("We had asked which person of this phone writes."),
    Talk.CHOICE: _l("We had asked whether its writer wants to speak."),
    Talk.PROMPT: _l("A question waited for an answer."),
    Talk.MENU: _l("The menu was open."),
    Talk.DONE: _l("All questions were answered."),
    Talk.SURE: _l("We had asked whether words should really go."),
    Talk.PRIVATE: _l("A private matter could be told."),
    Talk.SPEAKS: _l("We had asked whether those who ask speak for its writer."),
}
OF_THE_SPOOL = {
    "torn": _l("A part is missing. Its sender was never told that it came, and brings it again."),
    "key": _l("No key of this house opens it. Put the right keys back first."),
    "network": _l("It came by a network that is switched off. Switch it on first."),
    "refused": _l("The database would not have it."),
}
FAULTS = {
    "unknown": _l("The network did not say what became of it."),
    "the key does not open it": _l("No key of this house opens it. Put the right keys back first."),
    "Refused": _l("Our own rules refuse it: from a number that cannot be, for example."),
    "OperationalError": _l("The database was away or busy."),
    "TimeoutError": _l("Something took too long."),
}
NETWORKS = {"twilio": "Twilio", "console": _l("The rehearsal phone")}
CODES = {
    "throttled": _l("It asked for patience, or could not be reached."),
    "20003": _l("It does not know our account or its secret."),
    "401": _l("It does not know our account or its secret."),
    "403": _l("It does not let our account do this."),
    "404": _l("It does not find our account or our address there."),
    "20404": _l("It does not find our account or our address there."),
    "21212": _l("It does not accept the number that we send from."),
    "21603": _l("It was not told which number we send from."),
    "21606": _l("The number that we send from is not ours there, or cannot send texts."),
    "30002": _l("It has suspended our account."),
    "30018": _l("The number that we send from must first be registered there."),
    "30032": _l("The number that we send from must first be verified there."),
    "30034": _l("The number that we send from must first be registered there."),
}
"""What the networks' codes mean, where an operator can do something about it."""


def fault(error: str) -> str:
    """The kind of fault in a sentence; `error` as it was noted."""
    kind = error.split(" in ", maxsplit=1)[0]
    if not error:
        return str(_("We could not put it into words."))
    return str(FAULTS.get(error) or FAULTS.get(kind) or _("Our program has a fault. Show it to its makers."))


def reason(code: str) -> str:
    """Why a line rests, in a sentence."""
    return str(CODES.get(code) or _("It will not work with our account as it is."))


def network(name: str) -> str:
    return str(NETWORKS.get(name, name))


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago, no finer than anybody needs: a line may have carried one person's text."""
    if at is None:
        return str(_("not yet"))
    passed = now - at
    if passed < timedelta(hours=1):
        return str(_("within the last hour"))
    if passed < timedelta(days=1):
        return str(_("within the last day"))
    return day(at)


def until(at: datetime, now: datetime) -> str:
    """How much longer something takes."""
    minutes = max(1, round((at - now).total_seconds() / 60))
    if minutes < 120:
        return str(ngettext("about %(num)s minute more", "about %(num)s minutes more", minutes))
    return str(ngettext("about %(num)s hour more", "about %(num)s hours more", round(minutes / 60)))
