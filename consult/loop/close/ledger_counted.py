"""How each number of a ledger is counted, in one plain sentence. Pure."""

from consult.common.errors import mark

PARTS = "woman_or_man"
"""Under this stands how women and men are counted, for each of the three groups of seats."""

COUNTED_AS = {
    "spoke": mark("Everyone whose words arrived, once each, also those who left later."),
    "left": mark("Who took their words back. They stay in the number of those who spoke."),
    "being_read": mark("Their words arrived and are in no release yet."),
    "owed": mark("To everyone who spoke: one for each theme they spoke to, or one for words on no theme."),
    "on_theme": mark("Their words lie on one or several released themes."),
    "alone": mark("Their words were read and lie on no theme."),
    "set_aside": mark("No answer could be read in their words."),
    "not_read": mark("Nobody has read their words yet."),
    "answered": mark(
        "An answer is published; for words on no theme, what was said about them. A question back and "
        "handing over are no answer."
    ),
    "sent": mark("A text with the whole answer left here. Whether it arrived is another number."),
    "knocked": mark("A text said that there is an answer. A knock alone reaches nobody yet."),
    "reached": mark("It arrived as a text, was asked for and read, or was told to the community."),
    "in_person": mark("By a delivered text, or because they asked for it. Delivered is the network's word."),
    "in_community": mark("By a meeting, the radio or a poster, and not in person."),
    "judged": mark("People said whether it is an answer to what they said. Silence is unknown."),
    "says": mark(
        "The last word of each person on each answer, as it was on the day of the last count. Counted anew "
        "once more than %(most)s people have said something since, and not while a number would change by 1 "
        "to %(most)s. All of these numbers are shown or none: not while one is between 1 and %(most)s, so "
        "that nobody is found by it."
    ),
    "judged_helped": mark(
        "A helper wrote down their last word on an answer, by the number on their slip. Not shown while this "
        "number, or what is left without it, is between 1 and %(most)s."
    ),
    "judged_paid": mark(
        "Of these, what helpers wrote down whom an office pays. Shown or withheld with the number above."
    ),
    "silent": mark("The answer reached them and they said nothing yet. Silence is unknown, never a yes."),
    "debts": mark(
        "The first thing that would have to change. A number of at most %(most)s is not shown, nor the next "
        "one where the sum would tell it."
    ),
    "oldest_debt_days": mark("From the release to today, for the answer that is owed longest to a person."),
    "told": mark("How often it was told to the community. Who was there is never added to persons."),
    "themes": mark("Themes that everyone could read in a release, also those held back since."),
    "themes_answered": mark("At least one office said more than a question, or than that others are asked."),
    "themes_owed": mark("No answer yet, or people refused it as not what they said."),
    "themes_held": mark("Their words are hidden for safety. They stay in every number."),
    "answers": mark("What each office says now, also questions and handing over."),
    "in_document": mark("The office names the plan or document, and the paragraph or page."),
    "in_none": mark("The office says that it went into no plan or document."),
    "changed": mark("The office says that it stops or changes something."),
    "promises": mark("What offices or the people here promised, also what was taken back."),
    "due": mark("Their day has passed. Days that were moved stay on record."),
    "claimed": mark("Who keeps the promise says that it is done. What people say stands apart."),
    "overdue": mark("The clock says it: the day has passed, and nobody says that it is done."),
    "taken_back": mark("A newer answer says otherwise, or the other side did not agree."),
    "happened": mark(
        "The words of those whom the promise reached, counted on one day. A promise is left out while one "
        "of its numbers is between 1 and %(most)s."
    ),
    "cards": mark(
        "What representatives asked offices to stop, to change or to keep, and everyone may know of. The "
        "same cards stand beside each consultation of a community; in a sum each counts once."
    ),
    "cards_in_time": mark("An answer stands that came while its 72 hours ran."),
    "cards_late": mark("An answer stands that came when the 72 hours were over."),
    "cards_waiting": mark(
        "The 72 hours run. After an answer that representatives called none, they run once more."
    ),
    "cards_ignored": mark("The 72 hours are over, and no answer stands. The clock says it, no person."),
    "cards_taken_back": mark("The representatives took it back. It asks for nothing any more."),
    "cards_held": mark(
        "Held for safety: neither its office nor its words are told, and no office counts it."
    ),
    "oldest_card_days": mark(
        "From the day the office was first asked to today, for the card that waits longest. An answer that "
        "was called none moves no day."
    ),
    "first_answer_days": mark("From the release to the first answer, for the theme in the middle."),
    "oldest_owed_days": mark("From the release, or from the day an answer was refused, to today."),
    "typed_paid": mark(
        "A helper whom an office pays wrote down what they said. Not shown while one of these helpers wrote "
        "for at most %(most)s people, or for almost all."
    ),
    "readers": mark("Who sorted the words, once each."),
    "deciders": mark("Who released findings, or took a position on them in the committee."),
    "answerers": mark("Who wrote or checked the published answers in the offices."),
    PARTS: mark(
        "As those who hold seats say of themselves. Nobody has to. All three numbers are shown or none: not "
        "while one is between 1 and %(most)s."
    ),
}


def counted_as(key: str) -> str:
    """The sentence for a line's key: the parts of a number share one."""
    whole, _, part = key.partition(".")
    return COUNTED_AS[PARTS if part and whole in ("readers", "deciders", "answerers") else whole]
