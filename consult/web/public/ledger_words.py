"""The numbers of a ledger in words: what each is called, and how it is counted."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.loop.close.ledger_counted import counted_as
from consult.people.records import WomanOrMan
from consult.web.parts import parts

REASON_KEY = "debts"

NAMES = {
    "spoke": _l("Spoke"),
    "left": _l("Took their words back"),
    "being_read": _l("Are being read"),
    "owed": _l("Owed"),
    "read": _l("Read"),
    "on_theme": _l("On a theme"),
    "alone": _l("Standing alone"),
    "set_aside": _l("Set aside"),
    "not_read": _l("Not read yet"),
    "answered": _l("Answered"),
    "sent": _l("Sent"),
    "knocked": _l("A knock was sent"),
    "reached": _l("Reached"),
    "in_person": _l("In person"),
    "in_community": _l("In the community only"),
    "judged": _l("Judged"),
    "judged_helped": _l("Said through helpers"),
    "judged_paid": _l("Through helpers whom an office pays"),
    "silent": _l("Silent: unknown"),
    "oldest_debt_days": _l("Oldest answer owed to a person, in days"),
    "themes": _l("Themes released to everyone"),
    "themes_answered": _l("Themes answered"),
    "themes_owed": _l("Themes still owed an answer"),
    "themes_held": _l("Themes held for safety"),
    "answers": _l("What offices say now"),
    "in_document": _l("In a plan or document"),
    "in_none": _l("In none"),
    "changed": _l("We stop or change something"),
    "promises": _l("Promises"),
    "due": _l("Their day has passed"),
    "claimed": _l("Done, says who keeps it"),
    "overdue": _l("Overdue"),
    "taken_back": _l("Taken back"),
    "cards": _l("Cards: stop this, or keep it"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something.
    "cards_in_time": _l("Answered within 72 hours"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something.
    "cards_late": _l("Answered later"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something.
    "cards_waiting": _l("The 72 hours run"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something.
    "cards_ignored": _l("No answer after 72 hours"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something: by representatives.
    "cards_taken_back": _l("Taken back by representatives"),
    # TRANSLATORS: Of cards that ask an office to stop or to keep something.
    "cards_held": _l("Held back for safety"),
    "oldest_card_days": _l("Oldest card without an answer, in days"),
    "first_answer_days": _l("Days to the first answer"),
    "oldest_owed_days": _l("Oldest theme owed, in days"),
    "typed_paid": _l("Typed by helpers whom an office pays"),
    "readers": _l("Who read"),
    "deciders": _l("Who decided"),
    "answerers": _l("Who answered"),
}

PARTS = {
    WomanOrMan.WOMAN: _l("Women"),
    WomanOrMan.MAN: _l("Men"),
    # TRANSLATORS: Beside women and men: those who did not say which.
    "not_said": _l("Not said"),
    # TRANSLATORS: How an answer was told to the community.
    "meeting": _l("At meetings"),
    # TRANSLATORS: How an answer was told to the community.
    "radio": _l("On the radio"),
    # TRANSLATORS: How an answer was told to the community.
    "poster": _l("By poster"),
}


def counted_in_words(key: str) -> str:
    """How the number is counted, in the language of the page."""
    return str(_(counted_as(key), most=parts().settings.small_cell - 1))
