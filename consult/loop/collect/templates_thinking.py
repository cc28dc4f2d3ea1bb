"""Ways to think together about what was heard."""

from consult.common.errors import mark
from consult.loop.collect.templates_shape import CARDS, NOTEBOOK, PAPER, PROMPTS, Step, Template

ROOTS_AND_BRANCHES = Template(
    key="roots_and_branches",
    name=mark("Roots and branches"),
    what=mark("A theme of your own becomes a tree: what feeds it below, what grows out of it above."),
    takes=mark("Three hours"),
    steps=(
        Step("theme", mark("Take one theme that people named themselves.")),
        Step("cards", mark("Three or four people write or draw one thing on each card.")),
        Step("place", mark("Lay what feeds it below, the theme in the middle, what grows out of it above.")),
        Step("talk", mark("Talk until the cards lie well. Several trees are welcome.")),
        Step("first", mark("Mark what you could touch first yourselves, and what is for others.")),
        Step("keep", mark("Copy the tree, then take the cards home or burn them.")),
    ),
    needs=(CARDS, PAPER),
    care=(
        mark("Roots are causes, not people. Put no person on a card."),
        mark("Stop when it becomes a trial of somebody."),
    ),
    apart=mark("Each group makes its own tree before any are laid side by side."),
)

WHO_IS_AROUND = Template(
    key="who_is_around",
    name=mark("Who is around this"),
    what=mark("Which groups and offices this touches, and how they stand to one another."),
    takes=mark("Half a day"),
    steps=(
        Step("list", mark("List groups and offices, never private persons.")),
        Step("circles", mark("Give each a circle, larger for more power over this.")),
        Step("lines", mark("Draw lines between them: close, broken, in conflict, unclear.")),
        Step("change", mark("Mark what has changed since last year.")),
        Step("missing", mark("Ask who is not on the paper, and why.")),
        Step("hide", mark("Decide together what leaves the room. Often it is nothing.")),
    ),
    needs=(PAPER, NOTEBOOK),
    care=(
        mark("This paper can endanger whoever drew it. It stays with people whom you choose, or is burnt."),
        mark("Take no pictures of it."),
    ),
    apart=mark("Draw it only with people who trust one another."),
)

PULLS_AND_HOLDS = Template(
    key="pulls_and_holds",
    name=mark("What pulls apart, what holds together"),
    what=mark("What makes things tense between people, and what people still share."),
    takes=mark("Half a day, and again after some months"),
    steps=(
        Step("pulls", mark("Collect what makes things tense.")),
        Step("how", mark("Ask of each: how exactly?")),
        Step("holds", mark("Collect what people still do together.")),
        Step("since", mark("Note since when, and whether it grows or shrinks.")),
        Step("sort", mark("Lay together what belongs together, and name it yourselves.")),
        Step("again", mark("Set when you look again: what has moved?")),
    ),
    needs=(CARDS, PAPER),
    care=(
        mark("Always ask both halves, so that nobody goes home with the heavy one alone."),
        mark("Speak of what happens, not of what a group is."),
    ),
    apart=mark("First in groups where people feel safe; together only when all of them want it."),
)

TWO_SIDES = Template(
    key="two_sides",
    name=mark("Two sides"),
    what=mark("What works and what does not, always both."),
    takes=mark("Two hours"),
    steps=(
        Step("order", mark("Draw lots which half comes first, anew for each group.")),
        Step("one", mark("Ask the first half, and wait.")),
        Step("other", mark("Ask the other half, with as much time.")),
        Step("whom", mark("Ask of each thing for whom it is so, and for whom not.")),
        Step("beside", mark("Lay both halves side by side. Do not add them up.")),
        Step("tell", mark("Wherever you tell one half, tell the other too.")),
    ),
    needs=(PAPER, PROMPTS),
    care=(
        mark("Praise can be fear. Do not press for it."),
        mark("Complaint can be dangerous. Nobody must give an example."),
    ),
    apart=mark("People who depend on one another sit apart."),
)
