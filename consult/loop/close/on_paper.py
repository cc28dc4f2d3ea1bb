"""What is told on paper and on the radio: each published answer once, under all the themes it stands for.

Made from what everyone may read (`in_public`), so that no form ever tells more than the public page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from consult.loop.close.in_public import Story
from consult.loop.respond.answers_to import Published

S = TypeVar("S", bound=Story)


@dataclass(frozen=True)
class OnPaper(Generic[S]):
    """One answer and the stories that it stands for here, by number. `told` None: nobody answered yet."""

    stories: list[S]
    told: Published | None

    @property
    def numbers(self) -> list[int]:
        return [each.theme.number for each in self.stories]


def on_paper(stories: Sequence[S], *, number: int | None = None) -> list[OnPaper[S]]:
    """Every answer to `stories`, and every theme without one: silence is printed too. `number`: only what
    is about that theme."""
    found: list[OnPaper[S]] = []
    for story in stories:
        for told in story.answers:
            same = [each for each in found if each.told and each.told.newest.id == told.newest.id]
            if same:
                same[0].stories.append(story)
            else:
                found.append(OnPaper([story], told))
        if not story.answers:
            found.append(OnPaper([story], None))
    return [each for each in found if number is None or number in each.numbers]
