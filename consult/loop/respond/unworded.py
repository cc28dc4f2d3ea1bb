"""What is not worded yet of published answers, language by language: who reads it waits for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.common import translation
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.records import ResponseVersion


@dataclass(frozen=True)
class Unworded:
    """A published answer in one language: which of its fields are not in it. `waits`: somebody wrote them,
    and they wait for a yes inside the office."""

    version: ResponseVersion
    missing: tuple[str, ...]
    waits: bool

    @property
    def goes_out(self) -> bool:
        """People who read the language can have the answer, though something beside it is missing."""
        return "words" not in self.missing


def unworded(
    session: Session,
    *,
    versions: Iterable[ResponseVersion],
    languages: Sequence[str],
    reads: Callable[[str], Sequence[str]],
) -> dict[str, list[Unworded]]:
    """For each of `languages` the answers of which something is missing; `reads`: what who has it reads."""
    found: dict[str, list[Unworded]] = {language: [] for language in languages}
    for version in versions:
        there = {
            field: {version.language} | translation.languages_of(session, version, field)
            for field in fields_in_public(version.kind)
        }
        waiting = {each.language for each in translation.that_wait(session, version)}
        for language in languages:
            missing = tuple(name for name, said in there.items() if not said & set(reads(language)))
            if missing:
                found[language].append(Unworded(version, missing, language in waiting))
    return found
