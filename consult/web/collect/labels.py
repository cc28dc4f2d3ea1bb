"""The preparation list in words: what each line is, and what it asks for."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.loop.collect.consultations import Line
from consult.loop.collect.records import Door
from consult.web.i18n import translated

LINES = {
    "who_asks_and_reads": (
        _l("Who asks and who reads"),
        _l("Say in your own words who asks, and who reads the words first."),
    ),
    "how_it_comes_back": (
        _l("How and when the answer comes back"),
        _l("Name the place or meeting where everyone hears it. You set the day when you open."),
    ),
    "risks": (
        _l("The talk about risks"),
        _l("Talk together: who could be hurt by speaking, or by being seen to speak?"),
    ),
    "who_is_heard": (
        _l("Who should be heard"),
        _l("Write your own list of people who must not be missed, and ask: who is never asked here?"),
    ),
    "how_we_were_chosen": (
        _l("How we were chosen"),
        _l("Say how you came to speak for people here, and who did not agree."),
    ),
    "where_and_when": (
        _l("Where and when people can speak"),
        _l("Look at market days, harvest, prayer, school, the network and the light."),
    ),
    "offices_told": (
        _l("Offices know that it is coming"),
        _l("Tell them by whom and until when, so that they can still plan for it. Not what to ask."),
    ),
    "said_back": (
        _l("Translated back"),
        _l("Somebody else says each prompt back in the first language. What is different?"),
    ),
    "tried": (
        _l("Tried with five people"),
        _l("Ask each of them: what do you think this asks, in your own words?"),
    ),
    "second_look": (
        _l("A second look"),
        _l("Another representative reads the prompts once more."),
    ),
    "who_follows": (
        _l("Who goes on with it"),
        _l("Name who takes over if you leave, so that nobody waits for an answer in vain."),
    ),
}


def label_of(line: Line) -> tuple[str, str]:
    """What a line of the list is, and what it asks for."""
    if line.says:
        return translated(line.says), str(_("A step of the way of asking that you chose."))
    title, asks = LINES[line.key]
    return str(title), str(asks)


DOORS = {
    Door.WEB: _l("On the web"),
    Door.SMS: _l("By text"),
    Door.IMPORT: _l("From files"),
    Door.HELPER: _l("Through a helper"),
}
