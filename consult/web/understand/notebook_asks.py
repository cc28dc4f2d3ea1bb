"""What the makers of the notebook are asked: labels, hints, and questions that name no topic."""

from flask_babel import lazy_gettext as _l

from consult.loop.understand.records import EntryKind, LinkKind, NotebookAudience

NEW = {
    EntryKind.NEED: _l("Write down a need"),
    EntryKind.ACTOR: _l("Write down a group or an office"),
    EntryKind.ROOT: _l("Write down a root"),
    EntryKind.BRANCH: _l("Write down a branch"),
    EntryKind.EVENT: _l("Write down what happened"),
    EntryKind.DIVIDES: _l("Write down what pulls apart"),
    EntryKind.CONNECTS: _l("Write down what holds together"),
    EntryKind.SIGN: _l("Write down a sign"),
    EntryKind.UNKNOWN: _l("Write down what we do not know"),
    EntryKind.DISAGREEMENT: _l("Write down where we disagree"),
}

LABELS = {
    "whose": _l("Whose need is it?"),
    "there": _l("What is there already, and who takes care of it?"),
    "is": _l("Is this a group, an office or a private person?"),
    "wants": _l("What do they want?"),
    "can": _l("What can they do, and to whom?"),
    "since": _l("Since when?"),
    "hats": _l("What else are they? One on each line"),
    "teller": _l("Who tells it so?"),
    "when": _l("When was it, as they say it?"),
    "place": _l("Which place has it in this telling? 1 is the first"),
    "aspect": _l("Which side of it does so?"),
    "how": _l("How exactly?"),
    "asks": _l("What do you ask people each time?"),
    "who": _l("Who could tell?"),
    "sides": _l("What does each side say? One on each line"),
}
HINTS = {
    "teller": _l("A group, a place or a side, never a person. Each telling stands for itself."),
    "asks": _l("Ask it in the same words in every round."),
}

IS = {
    "group": _l("A group"),
    "office": _l("An office"),
    "person": _l("A private person"),
}

QUESTIONS = {
    EntryKind.NEED: (
        _l("Who says so, and who would say something else?"),
        _l("Who would gain if it were met, and who could lose?"),
    ),
    EntryKind.ACTOR: (
        _l("Would they say the same of themselves?"),
        _l("Could somebody be hurt if they read this?"),
    ),
    EntryKind.ROOT: (_l("And why is that so? Ask it once more."),),
    EntryKind.BRANCH: (_l("And what comes of that? For whom?"),),
    EntryKind.EVENT: (
        _l("Whose telling is this? What do others say happened then?"),
        _l("What happened before, and what after?"),
    ),
    EntryKind.DIVIDES: (
        _l("Is it a thing, a place, a habit, a rule or an event? People do not stand in this list."),
        _l("Does one side of it hold together as well? Then name the side."),
        _l("Did it hold together before and is only weaker now? Then it stands with what holds together."),
        _l("Is it about those who came to help? They do not stand in this list."),
        _l("Could something that is planned here make it stronger?"),
    ),
    EntryKind.CONNECTS: (
        _l("Is it a thing, a place, a habit, a rule or an event? People do not stand in this list."),
        _l("Is it there already, or do we only wish that it were?"),
        _l("Does one side of it pull apart as well? Then name the side."),
        _l("Who is left out of it?"),
        _l("Could something that is planned here make it weaker?"),
    ),
    EntryKind.SIGN: (
        _l("Would everybody here see it in the same way?"),
        _l("Can it be seen without asking anybody for their name?"),
    ),
    EntryKind.UNKNOWN: (_l("Is it safe to ask?"),),
    EntryKind.DISAGREEMENT: (_l("Would each side say: yes, this is what we mean?"),),
}
"""Asked of oneself before writing. Nothing is answered on the screen."""

AUDIENCES = {
    NotebookAudience.PAPER: _l("It stays on paper: only whoever wrote it sees it here, to print it"),
    NotebookAudience.REPRESENTATIVES: _l("The representatives who read here"),
    NotebookAudience.COMMITTEE: _l("They, and the committee once findings are released"),
    NotebookAudience.EVERYONE: _l("Everyone, once findings are released"),
}

LINKS = {
    LinkKind.CLOSE.value: _l("It is close to a group or an office"),
    LinkKind.BROKEN.value: _l("It has broken off with a group or an office"),
    LinkKind.TENSE.value: _l("It is in tension with a group or an office"),
    LinkKind.OVER.value: _l("It has power over a group or an office"),
    LinkKind.LEADS_TO.value: _l("It leads to another entry"),
    "card": _l("People spoke of it on a card"),
    "theme": _l("People spoke of it by a theme"),
}
OF_ACTORS = {LinkKind.CLOSE.value, LinkKind.BROKEN.value, LinkKind.TENSE.value, LinkKind.OVER.value}

STEPS = {
    "rewritten": _l("Written anew."),
    "shown": _l("Shown to others than before."),
    "looked_at": _l("Looked at again."),
    "placed": _l("Moved on the map."),
    "seen": _l("The sign was asked."),
    "ended": _l("It holds no more."),
}
