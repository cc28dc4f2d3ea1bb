"""Ways to weigh, to check and to tell what came of it."""

from consult.common.errors import mark
from consult.loop.collect.templates_shape import BEANS, NOTEBOOK, PAPER, SHADE, THEMES, Step, Template

WHAT_MATTERS_MOST = Template(
    key="what_matters_most",
    name=mark("What matters most"),
    what=mark("A vote with beans on the themes that people named themselves."),
    takes=mark("One market day for each place"),
    steps=(
        Step("themes", mark("Take the themes of your own findings, each with its number.")),
        Step("read", mark("Read each aloud twice, in every language spoken there.")),
        Step("beans", mark("Give everyone the same number of beans, and a covered place to lay them.")),
        Step("count", mark("Count before everyone, for each group apart.")),
        Step("small", mark("Do not tell the count of a group so small that people could be recognised.")),
        Step("tell", mark("Tell the result together with what few people chose, and why it still counts.")),
    ),
    needs=(THEMES, BEANS),
    care=(
        mark("The few are not wrong. No theme falls away because few chose it."),
        mark("Nobody may see where somebody lays their beans."),
    ),
    apart=mark("Count women, men and young people apart, each at their own time."),
)

DID_WE_GET_IT_RIGHT = Template(
    key="did_we_get_it_right",
    name=mark("Did we get it right?"),
    what=mark("Those who spoke hear the themes and say what is missing or wrong."),
    takes=mark("One meeting for each group, before the findings are released"),
    steps=(
        Step("read", mark("Read every theme aloud, also those of few people.")),
        Step("ask", mark("Ask what is missing, and what is wrong.")),
        Step("pairs", mark("Give time in pairs before people speak before all.")),
        Step("note", mark("Write down each change that people want, also those that you do not make.")),
        Step("mend", mark("Mend the words of the themes, or say why not.")),
        Step("tell", mark("Tell everyone what was changed.")),
    ),
    needs=(THEMES, NOTEBOOK, SHADE),
    care=(
        mark("Nobody must say which words were theirs."),
        mark("Whoever disagrees may say so later and alone."),
    ),
    apart=mark("Read in each group first; what touches one group alone is read only there at first."),
)

ANSWER_AND_FOLLOW_UP = Template(
    key="answer_and_follow_up",
    name=mark("Answer and follow-up"),
    what=mark("The answer is told, people ask back, and later it is seen whether it happened."),
    takes=mark("One meeting, and another on the day that was promised"),
    steps=(
        Step("invite", mark("Invite also those who are seldom asked, at a time that suits them.")),
        Step("read", mark("Read the answer whole, in every language, with its reason.")),
        Step("questions", mark("Take questions, and write down those that nobody can answer yet.")),
        Step("alone", mark("Ask everyone alone whether this answers what they said.")),
        Step("day", mark("Say the day by which something is to be seen.")),
        Step("see", mark("On that day go and see, and tell what you saw.")),
    ),
    needs=(PAPER, SHADE),
    care=(
        mark("A no is an answer too. Do not defend the office."),
        mark("Whoever says no must not be known by it."),
    ),
    apart=mark("Hold it in more than one place, so that nobody has to cross where it is unsafe."),
    role=mark("Somebody of the office may be there, but does not lead."),
)
