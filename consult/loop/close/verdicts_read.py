"""What a helper reads aloud to one person: the answers that are theirs, and what is asked after each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from consult.loop.close.asking import Ready, ready_for
from consult.loop.close.letters import Chain
from consult.loop.understand.records import Theme
from consult.people.records import Participant

Named = tuple[UUID, UUID]
"""A theme, and the version of the answer that was read aloud."""


@dataclass(frozen=True)
class ToRead:
    """One answer to read aloud, and the numbers of which is asked after it: where several offices answered
    a number, it is asked once, after the last of them."""

    ready: Ready
    asks: tuple[Theme, ...]

    def named(self, theme: Theme) -> Named:
        version = self.ready.news.version
        assert version is not None
        return theme.id, version.id


def to_read(session: Session, *, participant: Participant, chain: Chain) -> list[ToRead]:
    """The answers that are this person's and stand in their language, by number."""
    answers = [each for each in ready_for(session, participant=participant, chain=chain) if each.news.version]
    last: dict[UUID, Ready] = {}
    for each in sorted(answers, key=_since):
        last |= {owed.theme_id: each for owed in each.owed if owed.theme_id}
    return [
        ToRead(each, tuple(owed.theme for owed in each.owed if owed.theme and last[owed.theme.id] is each))
        for each in answers
    ]


def _since(answer: Ready) -> datetime:
    version = answer.news.version
    assert version is not None
    assert version.published_at is not None
    return version.published_at
