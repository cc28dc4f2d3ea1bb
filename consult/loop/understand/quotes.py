"""Exact sentences that may be quoted for a theme: only where their speaker chose, as everybody reads them.

One representative offers them, a second one agrees; alone it takes a day, and is marked *checked by
one*. A release freezes them. Whoever takes their words back takes the quote back: its words go, its
hash stays.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, exists, select, update
from sqlalchemy.orm import Session, selectinload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.answers import QUOTE_WHERE, reading_text
from consult.loop.collect.records import Answer, Submission
from consult.loop.understand.cards import ReadCard, could_identify, is_flagged, read_cards
from consult.loop.understand.effective import codes_of, effective_codes
from consult.loop.understand.readers import (
    must_be_open,
    must_be_reader,
    must_be_representative,
    must_stand,
    stands,
)
from consult.loop.understand.records import (
    Card,
    FindingsQuote,
    FindingsTheme,
    Quote,
    Theme,
)
from consult.people.permissions import Action
from consult.people.records import Account, Participant, Seat

ALONE_AFTER = timedelta(hours=24)
"""How long one representative waits before agreeing to what they offered themselves."""
LONGEST = 600
WRITTEN = ("poster", "web")
"""Where a quote may stand that the committee and offices read: what is only said at a meeting is not."""
SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…؟۔।॥።፧。！？]+[\"'”’»)\]]*(?=\s)|(?=\s*(?:\n|$)))")
"""From its first letter to its closing mark, or to the end of its line."""


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence of `text` begins and ends. In a script without marks a line is a sentence."""
    return [found.span() for found in SENTENCE.finditer(text)]


def quotable(session: Session, *, theme: Theme, seat: Seat, after: int = 0, most: int = 20) -> list[ReadCard]:
    """Cards on `theme` whose speakers chose to be quoted somewhere, above number `after`."""
    codes = effective_codes()
    on_theme = select(codes.c.answer_id).where(codes.c.theme_id == theme.id)
    chose = select(Answer.id).join(Answer.submission).where(cast(Submission.quote_where, String) != "[]")
    on, kept = Card.answer_id.in_, Card.answer_id.not_in
    only = and_(on(on_theme), kept(could_identify()), on(chose))
    found = read_cards(session, consultation=theme.consultation, after=after, most=most, seat=seat, only=only)
    return [each for each in found if each.text]


def offer(
    session: Session,
    *,
    theme: Theme,
    card: Card,
    sentences: Collection[int],
    where: Collection[str],
    by: Account,
    now: datetime,
) -> Quote:
    """Offer neighbouring `sentences` (their places, from 0) of the masked text on `card`.

    `where` ⊆ meeting, poster, web: never more than the speaker allowed.
    """
    must_be_representative(
        session, by=by, action=Action.NAME_THEMES, consultation=theme.consultation, now=now
    )
    _must_be_theirs(session, card, theme, by, now)
    text = _cut(reading_text(session, card.answer) or "", sentences)
    allowed = card.answer.quote_where
    if not where or not set(where) <= set(allowed):
        raise Refused(
            mark("Choose where, and only where the speaker of card %(number)s allowed."),
            field="where",
            number=card.number,
        )
    if any(each.text == text and each.answer_id == card.answer_id for each in quotes_of(session, theme)):
        raise Refused(mark("These words are offered for this theme already."), field="sentences")
    made = Quote(
        theme=theme,
        answer=card.answer,
        text=text,
        language=card.answer.language,
        where=[each for each in QUOTE_WHERE if each in where],
        by_id=by.id,
        at=now,
    )
    session.add(made)
    history.note(session, by=by.actor, action="quote.offered", about=made, now=now, theme=theme.number)
    session.flush()
    return made


def _must_be_theirs(session: Session, card: Card, theme: Theme, by: Account, now: datetime) -> None:
    """They read here, and the words stand, on this theme, with nothing that could identify anybody."""
    must_be_open(card, must_be_reader(session, by=by, consultation=theme.consultation, now=now))
    session.refresh(card.answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    must_stand(card)
    codes = codes_of(session, card.answer_id)
    if card.consultation_id != theme.consultation_id or theme.id not in {code.theme_id for code in codes}:
        raise Refused(mark("Card %(number)s does not lie on this theme."), number=card.number)
    if is_flagged(session, card.answer_id):
        raise Refused(
            mark("Card %(number)s could identify someone. Mask it more before it is quoted."),
            number=card.number,
        )


def _cut(text: str, sentences: Collection[int]) -> str:
    """The exact words from the first to the last of neighbouring sentences."""
    spans, chosen = sentences_of(text), sorted(set(sentences))
    if not chosen or not 0 <= chosen[0] <= chosen[-1] < len(spans):
        raise Refused(mark("Choose at least one sentence."), field="sentences")
    if chosen[-1] - chosen[0] + 1 != len(chosen):
        raise Refused(mark("Choose sentences that stand one after the other."), field="sentences")
    words = text[spans[chosen[0]][0] : spans[chosen[-1]][1]]
    if len(words) > LONGEST:
        raise Refused(
            mark("This quote is too long. Letters at most: %(most)s."), field="sentences", most=LONGEST
        )
    return words


def agree(session: Session, *, quote: Quote, by: Account, now: datetime) -> None:
    """A second representative agrees; who offered it may after a day, and it says *checked by one*."""
    theme = quote.theme
    must_be_representative(
        session, by=by, action=Action.NAME_THEMES, consultation=theme.consultation, now=now
    )
    if quote.ended_on is not None:
        raise Refused(mark("This quote was taken down."))
    card = session.scalars(select(Card).where(Card.answer_id == quote.answer_id)).one()
    _must_be_theirs(session, card, theme, by, now)
    if not _as_read(session, quote):
        raise Refused(mark("The words on this card were masked more since. Take this quote down."))
    if quote.agreed_by_id is not None:
        return
    if quote.by_id == by.id and now - quote.at < ALONE_AFTER:
        raise Refused(mark("A second representative agrees to it, or you yourself after a day."))
    quote.agreed_by_id, quote.agreed_at = by.id, now
    history.note(session, by=by.actor, action="quote.agreed", about=quote, now=now, theme=theme.number)
    session.flush()


def _as_read(session: Session, quote: Quote) -> bool:
    return bool(quote.text) and quote.text in (reading_text(session, quote.answer) or "")


def checked_by_one(quote: Quote) -> bool:
    return quote.agreed_by_id is not None and quote.agreed_by_id == quote.by_id


def take_down(session: Session, *, quote: Quote, by: Account, now: datetime) -> None:
    """Show it nowhere any more, also where it was released. What was hashed stays."""
    must_be_representative(session, by=by, action=Action.HOLD, consultation=quote.theme.consultation, now=now)
    if quote.ended_on is None:
        _end(session, quote, by, now)
        session.flush()


def _end(session: Session, quote: Quote, by: Account, now: datetime) -> None:
    quote.ended_on = now.date()
    number = quote.theme.number
    history.note(session, by=by.actor, action="quote.taken_down", about=quote, now=now, theme=number)


def take_down_covered(session: Session, *, card: Card, by: Account, now: datetime) -> None:
    """The card was masked more: what its quotes still say of the words before is shown nowhere either."""
    theirs = select(Quote).where(Quote.answer_id == card.answer_id, Quote.ended_on.is_(None))
    for quote in session.scalars(theirs):
        if not _as_read(session, quote):
            _end(session, quote, by, now)
    session.flush()


def quotes_of(session: Session, theme: Theme) -> list[Quote]:
    """The quotes of `theme` that stand, agreed or not, for representatives; the oldest first."""
    return list(
        session.scalars(
            select(Quote).where(Quote.theme_id == theme.id, _stand()).order_by(Quote.at, Quote.id)
        )
    )


def _stand() -> ColumnElement[bool]:
    """The condition on `Quote` that neither a representative nor its speaker took it back."""
    spoken = (
        exists()
        .where(Answer.id == Quote.answer_id, Submission.id == Answer.submission_id, stands())
        .correlate(Quote)
    )
    return and_(Quote.ended_on.is_(None), Quote.text != "", spoken)


def to_release(session: Session, themes: Iterable[Theme]) -> dict[UUID, list[Quote]]:
    """By theme, the quotes that were agreed to and still read as everybody reads their card."""
    wanted = [theme.id for theme in themes]
    agreed = select(Quote).where(Quote.theme_id.in_(wanted), _stand(), Quote.agreed_by_id.is_not(None))
    found: dict[UUID, list[Quote]] = {}
    for quote in session.scalars(agreed.order_by(Quote.at, Quote.id)):
        codes = codes_of(session, quote.answer_id)
        here = quote.theme_id in {code.theme_id for code in codes}
        if here and not is_flagged(session, quote.answer_id) and _as_read(session, quote):
            found.setdefault(quote.theme_id, []).append(quote)
    return found


def released(
    session: Session, items: Sequence[FindingsTheme], *, where: Collection[str] = QUOTE_WHERE
) -> dict[UUID, list[FindingsQuote]]:
    """By released theme, the quotes that may be shown at one of `where` now."""
    rows = session.scalars(
        select(FindingsQuote)
        .join(Quote)
        .where(
            FindingsQuote.findings_theme_id.in_([item.id for item in items]),
            FindingsQuote.text.is_not(None),
            _stand(),
        )
        .options(selectinload(FindingsQuote.quote))
        .order_by(Quote.at, FindingsQuote.id)
    )
    found: dict[UUID, list[FindingsQuote]] = {}
    for each in rows:
        if set(each.where) & set(where):
            found.setdefault(each.findings_theme_id, []).append(each)
    return found


def forget_quotes(session: Session, *, participant: Participant, now: datetime) -> None:
    """The person leaves: what was quoted of them is emptied at once."""
    theirs = select(Answer.id).join(Answer.submission).where(Submission.participant_id == participant.id)
    _empty(session, theirs.scalar_subquery(), now)


def empty_taken_back(session: Session, *, now: datetime) -> None:
    """By the clock: of words that were taken back, or are with the protection officer, no quote keeps a
    letter. Nobody was shown it since."""
    gone = (
        select(Quote.answer_id)
        .join(Answer, Answer.id == Quote.answer_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Quote.text != "", ~stands())
    )
    if answers := list(session.scalars(gone)):
        _empty(session, answers, now)


def _empty(session: Session, answers: object, now: datetime) -> None:
    theirs = select(Quote.id).where(Quote.answer_id.in_(answers))  # type: ignore[arg-type]
    ids = list(session.scalars(theirs))
    session.execute(
        update(FindingsQuote)
        .where(FindingsQuote.quote_id.in_(ids))
        .values(text=None)
        .execution_options(synchronize_session="fetch")
    )
    session.execute(
        update(Quote)
        .where(Quote.id.in_(ids))
        .values(text="", ended_on=now.date())
        .execution_options(synchronize_session="fetch")
    )
