"""Our own sentences as they go to a phone, for what counts or sends them."""

from consult.languages.speak import Languages
from consult.post.messages import Phrase

LANGUAGES = Languages()


def speak(phrase: Phrase, code: str) -> str:
    return LANGUAGES.phrase(phrase.key, code, **phrase.values)
