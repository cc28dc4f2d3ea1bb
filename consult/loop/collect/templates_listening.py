"""Ways to begin: to listen, to look back, to watch, to remember."""

from consult.common.errors import mark
from consult.loop.collect.templates_shape import CARDS, NOTEBOOK, PAPER, PROMPTS, SHADE, Step, Template

LISTENING_ROUND = Template(
    key="listening_round",
    name=mark("Listening round"),
    what=mark("Listeners go to people and hear what matters to them, without a list of topics."),
    takes=mark("Two to four weeks; each talk about an hour"),
    steps=(
        Step("agree", mark("Agree why you listen, whom you must not miss, and who does not go where.")),
        Step("pairs", mark("Make pairs of listeners: one asks, one writes.")),
        Step("talk", mark("Ask the open prompts, then wait. Silence is part of the talk.")),
        Step("notes", mark("Write it down right after the talk, in the language that was spoken.")),
        Step("sit", mark("Sit together each evening: what surprised us?")),
        Step("themes", mark("Name together what comes up again and again.")),
        Step("back", mark("Go back to those who spoke and tell them what was heard.")),
    ),
    needs=(PROMPTS, NOTEBOOK),
    care=(
        mark("Do not send a listener to people who fear their family or group."),
        mark("Let people choose the place, and see who can hear you there."),
    ),
    apart=mark("Women speak with women and young people with young people, unless they want it otherwise."),
)

WHAT_CHANGED = Template(
    key="what_changed",
    name=mark("What changed"),
    what=mark("People tell which change mattered most to them, and small circles choose with reasons."),
    takes=mark("About a month each time"),
    steps=(
        Step("period", mark("Set the time that you look back on, by something that everyone remembers.")),
        Step("collect", mark("Ask each person for one change, and why it matters to them.")),
        Step("choose", mark("Small circles choose the story that says most, and write down why.")),
        Step("tell", mark("Tell everyone what was chosen and why, and what was not chosen.")),
        Step("check", mark("Ask those who told it whether it is right, and whether it may be told.")),
        Step("repeat", mark("Set the day on which you ask again.")),
    ),
    needs=(NOTEBOOK, PAPER),
    care=(
        mark("A change for the worse counts as much as one for the better."),
        mark("A story can give somebody away. Change nothing in it; leave it out instead."),
    ),
    apart=mark("Each group chooses its own; nobody puts them into one order."),
)

OUR_OWN_SIGNS = Template(
    key="our_own_signs",
    name=mark("Our own signs"),
    what=mark("People name the signs in daily life by which they see how things are."),
    takes=mark("Two days for each group, then once every season"),
    steps=(
        Step("word", mark("Find the word that people here use for what you want to watch.")),
        Step("list", mark("Each group lists its own signs, apart.")),
        Step("clean", mark("Read the list aloud together, and take out what nobody would notice.")),
        Step("vote", mark("Choose in two steps: many first, then the few that stay.")),
        Step("ask", mark("Ask about the same signs again at the times that you set.")),
        Step("compare", mark("Compare each place with itself only.")),
    ),
    needs=(PAPER, CARDS),
    care=(
        mark("A sign can show where soldiers or goods are. Leave such signs out."),
        mark("Do not make one list out of many: people differ in what they see."),
    ),
    apart=mark("Women and men, young and old, those who came and those who stayed list apart."),
)

OUR_STORY_IN_TIME = Template(
    key="our_story_in_time",
    name=mark("Our story in time"),
    what=mark("Each group draws its own line of time; none is made to fit another."),
    takes=mark("Half a day for each group, half a day together"),
    steps=(
        Step("draw", mark("Each group draws its line and marks the moments that mattered.")),
        Step("tell", mark("Tell what was different before and after.")),
        Step("leave", mark("Leave empty what nobody wants to speak about.")),
        Step("show", mark("Groups that want to show their lines to one another.")),
        Step("differ", mark("Mark where the stories differ. Do not vote on what is true.")),
        Step("keep", mark("Agree who keeps the drawings, and who may see them.")),
    ),
    needs=(PAPER, SHADE),
    care=(
        mark("It can wake hard memories. Plan time to be together afterwards."),
        mark("Have somebody there whom people trust when they grieve."),
    ),
    apart=mark("Groups that have fought one another draw in different places, on different days."),
)
