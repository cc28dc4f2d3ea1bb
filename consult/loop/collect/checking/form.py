"""What to look at in a consultation as a whole: order, translations, whether it was tried. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.loop.collect.checking.words import sentences_of
from consult.loop.collect.prompt_check import NONE_OF_THEIR_OWN, OwnWords, Strength, check, has_lexicon

MOST, MOST_BY_TEXT = 3, 2
"""Prompts that people answer with patience: on a page or with a helper, and by text."""
NOT_WIDE = frozenset({"CLOSED", "NARROW", "SCALE", "WHO", "EXAMPLES", "NAMES-SOMEONE", "AGREE"})
CHANGES_IT = NOT_WIDE | {"TWO-IN-ONE", "OPTIONS", "PRESUPPOSES"}
"""What a translation may bring in that the first language does not have."""


@dataclass(frozen=True)
class FormHint:
    """`number`: of the prompt it is about, or None for all; `language`: the one to compare, or none."""

    id: str
    strength: Strength
    number: int | None = None
    language: str = ""


def check_form(
    prompts: Sequence[Mapping[str, str]],
    *,
    first: str,
    by_text: bool = False,
    tried: bool = False,
    about_you_first: bool = False,
    own: Mapping[str, OwnWords] | None = None,
) -> list[FormHint]:
    """Look at all prompts together.

    `prompts`: what each says by language, in the order in which they are asked. `first`: the language they
    were written in. `by_text`: people may answer by text message.
    """
    own = own or {}
    hints = _order(prompts, first, by_text, about_you_first, own)
    for number, wordings in enumerate(prompts, start=1):
        hints += [
            FormHint("TRANSLATION", Strength.STRONG, number, language)
            for language in wordings
            if language != first and _asks_otherwise(wordings, first, language, own)
        ]
    if prompts and not tried:
        hints.append(FormHint("UNTESTED", Strength.STRONG))
    return hints


def _order(
    prompts: Sequence[Mapping[str, str]],
    first: str,
    by_text: bool,
    about_you_first: bool,
    own: Mapping[str, OwnWords],
) -> list[FormHint]:
    too_many = len(prompts) > (MOST_BY_TEXT if by_text else MOST)
    wide = [not NOT_WIDE & _rules(each.get(first, ""), first, own) for each in prompts]
    if too_many or about_you_first or (wide and not wide[0] and any(wide)):
        return [FormHint("ORDER", Strength.STRONG)]
    return []


def _asks_otherwise(
    wordings: Mapping[str, str], first: str, language: str, own: Mapping[str, OwnWords]
) -> bool:
    """Whether it has other sentences or questions, or steers where the first language does not."""
    here, there = sentences_of(wordings.get(first, "")), sentences_of(wordings[language])
    if len(here) != len(there) or sum(each.asks for each in here) != sum(each.asks for each in there):
        return True
    if not (has_lexicon(first) and has_lexicon(language)):
        return False
    more = _rules(wordings[language], language, own) - _rules(wordings.get(first, ""), first, own)
    return bool(more & CHANGES_IT)


def _rules(text: str, language: str, own: Mapping[str, OwnWords]) -> set[str]:
    return {each.id for each in check(text, language=language, own=own.get(language, NONE_OF_THEIR_OWN))}
