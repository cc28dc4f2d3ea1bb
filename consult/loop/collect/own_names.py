"""Somebody tells their own name: found by the few words with which people do so. Pure.

Only a hint for the page on which people look at their words once more, and for their first reader.
It blocks nothing, and a name said in another way is not found.
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
    return _straight(text.casefold())


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("ʼ", "'").replace("‘", "'")


_RULE = _rule()
_NAME = re.compile(r"[^\W\d_][\w'-]*(?:[ \t]+[^\W\d_][\w'-]*){0,3}")


def tells_own_name(text: str) -> bool:
    """Whether `text` says "my name is" and goes on, in a language that CUES knows."""
    return _RULE.search(_plain(text)) is not None


def names_told(text: str) -> list[str]:
    """The names that follow: the first word, and those after it as long as they begin with a capital."""
    straight, told = _straight(text), set()
    for cue in re.finditer(_RULE.pattern, straight, re.I):
        name = _NAME.match(straight, cue.end() - 1)
        if name is None:
            continue
        words = text[name.start() : name.end()].split()
        more = 1
        while more < len(words) and all(word[0].isupper() for word in words[: more + 1]):
            more += 1
        told |= {" ".join(words[:more]), *words[:more]}
    return sorted(told)
