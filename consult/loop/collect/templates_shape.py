"""What a process template is made of, and what all of them carry: words before, risks, care."""

from dataclasses import dataclass

from consult.common.errors import mark


@dataclass(frozen=True)
class Step:
    """One step of a way to ask together. `key` names it within its template."""

    key: str
    says: str


@dataclass(frozen=True)
class Template:
    """A way to ask together: steps, time, things, care. It brings no topic and no sample answer.

    `role`: whoever is there beside the three of every template; empty: nobody.
    """

    key: str
    name: str
    what: str
    takes: str
    steps: tuple[Step, ...]
    needs: tuple[str, ...]
    care: tuple[str, ...]
    apart: str
    role: str = ""

    def line(self, step: Step) -> str:
        """The key of `step` on the list of a consultation."""
        return f"{self.key}.{step.key}"


SAID_FIRST = mark(
    "We ask because we live here too. You choose whether to speak, and can stop at any time."
    " It brings no goods. We write down no names. The answer comes back to you at the meeting."
)
"""What is said before anything else: at most forty words, so that it is said each time."""

ROLES = (
    mark("One leads the talk and watches the time."),
    mark("One writes, in the words that people use."),
    mark("One watches how people are, and goes outside with whoever needs it."),
)
"""Who does what, in every template."""

RISKS = (
    mark("Who could be hurt by being seen here?"),
    mark("Who could be hurt by what is said here?"),
    mark("Who could be hurt when it is passed on?"),
)
"""Asked among those who lead, before they begin and after they end."""

IF_SOMEBODY_TELLS = (
    mark("Stop writing. Listen, and do not ask for details."),
    mark("Do not promise to keep it secret, and promise no help that you cannot give."),
    mark("Ask what they need to be safe today, and say where help is."),
    mark(
        "Only if they want it, pass it to the protection officer, apart from everything else."
        " It goes on no card and no poster."
    ),
    mark("Ask later, alone, how they are. Speak to nobody else about it."),
)
"""What to do if somebody tells of abuse or violence."""

PAPER = mark("Large paper and thick pens")
CARDS = mark("Cards, and stones to hold them down")
NOTEBOOK = mark("A notebook that can be locked away")
BEANS = mark("Beans or stones, bowls, and a cloth that hides the hand")
PROMPTS = mark("The prompts, written large and read aloud")
THEMES = mark("The themes, each with its number, written large")
SHADE = mark("Water, shade, and a place for children")
