"""Somebody tells their own name: found by the few words with which people do so. Pure.

Only a hint for the page on which people look at their words once more. It blocks nothing, and a
name said in another way is not found.
"""

import re

CUES = {
    "am": ("ስሜ", "እባላለሁ"),
    "ar": ("اسمي", "إسمي", "أدعى"),
    "en": ("my name is", "my name's", "i am called", "my full name"),
    "es": ("me llamo", "mi nombre es", "mi nombre completo"),
    "fr": ("je m'appelle", "mon nom est", "mon prénom est", "je me nomme", "je me prénomme"),
    "ha": ("sunana", "suna na"),
    "ht": ("mwen rele", "m rele", "non mwen se", "non m se"),
    "ln": ("nkombo na ngai", "kombo na ngai", "nazali na nkombo"),
    "pt": ("meu nome é", "me chamo", "chamo-me"),
    "so": ("magacaygu waa", "magacaygu", "magacaygaa"),
    "sw": ("jina langu", "naitwa", "ninaitwa"),
}
"""By language, the beginning of "my name is". Each text is looked at for all of them."""

_PREFIXED = "(?:و|ف)?"
"""Arabic writes *and* and *so* onto the next word."""


def _rule() -> re.Pattern[str]:
    cues = sorted({_plain(cue) for each in CUES.values() for cue in each}, key=len, reverse=True)
    words = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in cues)
    return re.compile(rf"(?<!\w){_PREFIXED}(?:{words})\W+\w")


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").replace("ʼ", "'").replace("‘", "'")


_RULE = _rule()


def tells_own_name(text: str) -> bool:
    """Whether `text` says "my name is" and goes on, in a language that CUES knows."""
    return _RULE.search(_plain(text)) is not None
