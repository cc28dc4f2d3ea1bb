"""What the pages of an answer need to show it as a text."""

from consult.loop.respond.records import ResponseVersion
from consult.post.messages import Phrase
from consult.web.parts import parts


def speak(phrase: Phrase, code: str) -> str:
    """A sentence of ours as it goes to a phone."""
    return parts().languages.phrase(phrase.key, code, **phrase.values)


def numbers_of(version: ResponseVersion) -> list[int]:
    return [theme.number for theme in version.response.themes]
