"""Cards are searched by words in what everybody may read, in any script and however they are written."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.loop.collect.records import Consultation
from consult.loop.understand.cards import ReadCard, read_cards
from consult.people.records import Seat

PAGE = 50
LOOK = 2_000
"""Cards read in one go: a search in very many goes on from page to page."""
AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """Cards with all the words, by number. `after`: where to search on; None: all cards were read."""

    cards: list[ReadCard]
    after: int | None


def find_cards(
    session: Session, *, consultation: Consultation, words: str, seat: Seat, after: int = 0
) -> Found:
    """Cards open to `seat` in whose masked text each of `words` stands, be it within a longer word: many
    languages write *the*, *and* or *their* together with it."""
    wanted = tuple(folded(words).split())
    if not wanted:
        raise Refused(mark("Write at least one word to search for."), field="words")
    found: list[ReadCard] = []
    for _ in range(LOOK // AT_ONCE):
        some = read_cards(session, consultation=consultation, after=after, most=AT_ONCE, seat=seat)
        for each in some:
            after = each.card.number
            text = folded(each.text)
            if all(word in text for word in wanted):
                found.append(each)
            if len(found) == PAGE:
                return Found(found, after)
        if len(some) < AT_ONCE:
            return Found(found, None)
    return Found(found, after)
