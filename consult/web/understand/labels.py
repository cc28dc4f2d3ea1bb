"""What our own words of the reading room are called on a page."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.loop.understand.codebook import CONTROL_NUMBERS
from consult.loop.understand.records import Audience, Code, Control

AUDIENCES = {
    Audience.EVERYONE: _l("Everyone"),
    Audience.COMMITTEE_AND_OFFICES: _l("The committee, and the offices it is addressed to"),
    Audience.ONE_OFFICE: _l("One office alone"),
    Audience.SPOKEN_ONLY: _l("Nobody in writing: it is only spoken of"),
}

CONTROLS = {
    Control.NOT_AN_ANSWER: _l("Not an answer"),
    Control.ANOTHER_PROMPT: _l("Answers another prompt"),
    Control.UNCLEAR: _l("Unclear"),
    Control.COULD_IDENTIFY: _l("Could identify someone"),
}


def called(code: Code) -> str:
    """What a code of the codebook is called where it is only written: some have a voice and no word."""
    return code.name or f"♪ {_('a name to hear')}"


BY_NUMBER = {CONTROL_NUMBERS[control]: label for control, label in CONTROLS.items()}


STEPS = {
    "named": _l("Named."),
    "reworded": _l("Said in other words."),
    "addressed": _l("Addressed anew."),
    "codes": _l("Its codes changed."),
    "held": _l("Held back for safety."),
    "lifted": _l("Shown again."),
    "translated": _l("Said in another language."),
}
"""The lines of a theme's history."""
