"""Answers in words: their kinds, and where they wait."""

from flask_babel import lazy_gettext as _l

from consult.loop.respond.owed import Waits
from consult.loop.respond.records import Kind

# TRANSLATORS: The three kinds of an office's answer.
KINDS = {
    Kind.WILL_DO: _l("We will do it"),
    Kind.CANNOT: _l("We cannot do it"),
    Kind.NEED_TO_KNOW_MORE: _l("We need to know more"),
}

# TRANSLATORS: Where an answer waits. Each is followed by "since" and a day.
WAITS = {
    Waits.COMMITTEE: _l("with the committee"),
    Waits.NOBODY: _l("with you: nobody has begun"),
    Waits.DRAFT: _l("with its writer: a draft"),
    Waits.SENT_BACK: _l("with its writer: sent back"),
    Waits.SECOND_LOOK: _l("with the second look"),
    Waits.REOPENED: _l("with you: open again"),
    Waits.PUBLISHED: _l("published"),
}
