"""The seven kinds of an office's answer, in words that also the public reads."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.loop.close.records import Says
from consult.loop.respond.records import By, Kind, Reply, StopSays, Wish

KINDS = {
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.WILL_DO: _l("We will do it"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.DOING_ALREADY: _l("We are doing it already"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.NEEDS_OTHERS: _l("Others are needed: we handed it over"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.CANNOT: _l("We cannot do it"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.CANNOT_SAY: _l("We cannot say why, for safety"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.NEED_TO_KNOW_MORE: _l("We need to know more"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.STOP_OR_CHANGE: _l("We stop or change something"),
}


@dataclass(frozen=True)
class About:
    """What heads the role and the day under an answer, wherever it is read."""

    whose: Any
    day: Any


# TRANSLATORS: Above the name of a role, in an office's answer.
WHO = _l("Who")
# TRANSLATORS: Above a day, in an office's answer.
BY_WHEN = _l("By when")
# TRANSLATORS: Above a day, in an office's answer: then people hear more.
MORE = _l("More news by")
# TRANSLATORS: Above the name of a role: who checks again later whether more can be said.
AGAIN = _l("Who looks at it again")
# TRANSLATORS: Above a day: then somebody checks again whether more can be said.
AGAIN_ON = _l("Looked at again on")

ABOUT = {
    Kind.WILL_DO: About(WHO, BY_WHEN),
    Kind.DOING_ALREADY: About(WHO, BY_WHEN),
    Kind.NEEDS_OTHERS: About(WHO, MORE),
    Kind.CANNOT: About(WHO, MORE),
    Kind.CANNOT_SAY: About(AGAIN, AGAIN_ON),
    Kind.NEED_TO_KNOW_MORE: About(WHO, MORE),
    Kind.STOP_OR_CHANGE: About(WHO, BY_WHEN),
}

KEEPERS = {
    # TRANSLATORS: Who keeps a promise.
    By.OFFICE: _l("Promised by %(office)s"),
    # TRANSLATORS: Who keeps a promise.
    By.COMMUNITY: _l("What we do ourselves"),
    # TRANSLATORS: Who keeps a promise: people of the place and an office.
    By.BOTH: _l("Promised by us and %(office)s together"),
    # TRANSLATORS: Who keeps a promise: people of two places.
    By.COMMUNITIES: _l("Promised by us and %(community)s together"),
}

REPLIES = {
    # TRANSLATORS: What representatives say to an office's question, above their words.
    Reply.ANSWERED: _l("The representatives answer"),
    # TRANSLATORS: What representatives say to an office's question, above their words.
    Reply.OUTREACH: _l("The representatives go and ask people"),
    # TRANSLATORS: What representatives say to an office's question, above their words.
    Reply.NEXT_ROUND: _l("The representatives ask in the next round"),
    # TRANSLATORS: What representatives say to an office's question, above their words.
    Reply.DECLINED: _l("The representatives do not answer"),
}

WISHES = {
    # TRANSLATORS: Heads a card on which a community names something that an office does.
    Wish.STOP: _l("Stop or change this"),
    # TRANSLATORS: Heads a card on which a community names something that an office does well.
    Wish.KEEP: _l("Keep doing this"),
}

STOP_SAYS = {
    # TRANSLATORS: An office's answer to a card that names something it does.
    StopSays.STOPS: _l("We stop it"),
    # TRANSLATORS: An office's answer to a card that names something it does.
    StopSays.CHANGES: _l("We change something"),
    # TRANSLATORS: An office's answer to a card that names something it does.
    StopSays.GOES_ON: _l("We go on"),
    # TRANSLATORS: An office's answer to a card that names something it does.
    StopSays.KEEPS: _l("We keep it"),
}

# TRANSLATORS: People's own word: did what was promised happen?
HAPPENED = {
    Says.YES: _l("It happened: %(people)s"),
    Says.PARTLY: _l("Partly: %(people)s"),
    Says.NO: _l("It did not happen: %(people)s"),
    Says.CANNOT_SAY: _l("Cannot say: %(people)s"),
    Says.NOT_WHAT_WE_SAID: _l("Not what we said: %(people)s"),
}

# TRANSLATORS: In place of a number that is so small that it could point at somebody.
SOME = _l("some people")
