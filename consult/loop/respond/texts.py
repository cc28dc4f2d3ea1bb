"""An answer as it goes by text, our own sentences around it: what it costs, and how to make it cheaper.

The longest text that anybody can get is counted: all numbers of the answer, on a shared phone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from consult.common.errors import Refused, mark
from consult.people.reaches import MOST_ON_A_PHONE
from consult.post.messages import Phrase
from consult.post.segments import MOST, WARN_ABOVE, as_it_goes, plain, segments

Speak = Callable[[Phrase, str], str]
"""A sentence of ours, in the language of a code."""


def answer_phrases(numbers: Sequence[int]) -> Callable[[str, int | None], list[Phrase]]:
    """The words of an answer to `numbers`, and for each number the question whether it is one; for
    the person of a shared phone, or for whom a phone is alone."""

    def phrases(words: str, person: int | None) -> list[Phrase]:
        told: dict[str, str | int] = {"themes": ", ".join(str(number) for number in numbers), "words": words}
        if person is None:
            asks = [Phrase("verdict", {"theme": number}) for number in numbers]
            return [Phrase("whole_answer", told), *asks]
        asks = [Phrase("verdict_for", {"theme": number, "person": person}) for number in numbers]
        return [Phrase("whole_answer_for", {**told, "person": person}), *asks]

    return phrases


@dataclass(frozen=True)
class AsText:
    """The longest text with these words. `dear`: letters of the words that alone make it dear.

    `offered`: the words in plain letters where that takes fewer segments, `then`; else None.
    """

    segments: int
    dear: tuple[str, ...] = ()
    offered: str | None = None
    then: int = 0

    @property
    def long(self) -> bool:
        return self.segments > WARN_ABOVE

    @property
    def too_long(self) -> bool:
        return self.segments > MOST


def as_text(words: str, *, language: str, numbers: Sequence[int], speak: Speak) -> AsText:
    """What the answer `words` to `numbers` costs in `language`."""
    counted = segments(_body(words, language, numbers, speak))
    dear = segments(as_it_goes(words)).dear
    if not dear or segments(_body("", language, numbers, speak)).dear:
        return AsText(counted.segments)
    offered = plain(as_it_goes(words))
    then = segments(_body(offered, language, numbers, speak)).segments
    better = then < counted.segments
    return AsText(counted.segments, dear, offered if better else None, then if better else 0)


def check_text(words: str, *, language: str, numbers: Sequence[int], speak: Speak) -> None:
    """Refuse words that do not fit into one text."""
    counted = as_text(words.strip(), language=language, numbers=numbers, speak=speak)
    if counted.too_long:
        raise Refused(
            mark(
                "By text this takes %(segments)s segments, with our own sentences around it. At most"
                " %(most)s can go. Say it shorter."
            ),
            field="words",
            segments=counted.segments,
            most=MOST,
        )


def texts(worded: Mapping[str, str], *, numbers: Sequence[int], speak: Speak) -> dict[str, AsText]:
    """Each wording as a text, by its language."""
    return {
        code: as_text(words, language=code, numbers=numbers, speak=speak) for code, words in worded.items()
    }


def _body(words: str, language: str, numbers: Sequence[int], speak: Speak) -> str:
    said = answer_phrases(numbers)(words, MOST_ON_A_PHONE)
    return as_it_goes(" ".join(speak(each, language) for each in said))
