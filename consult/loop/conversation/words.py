"""What the conversation is told about languages: the app hands it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`keywords`: folded word → (menu, stop, start, erase, wrong or more; language); `fold` makes a
    text comparable; `chain(language)`: itself, then where missing wordings are looked for; `name`: how its
    speakers call a language."""

    keywords: Mapping[str, tuple[str, str]]
    fold: Callable[[str], str]
    chain: Callable[[str], tuple[str, ...]]
    name: Callable[[str], str] = str
