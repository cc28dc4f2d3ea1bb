"""The review on paper: a sheet with a code for each theme, typed in by somebody else and read back.

A code belongs to one theme of one release: words written beside other words are never put there.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from unicodedata import digit

from sqlalchemy.orm import Session

from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.review.owes import members_of
from consult.loop.review.records import Position, Review
from consult.loop.review.reviews import positions, say
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Seat


def sheet_code(theme: FindingsTheme) -> str:
    """Say ``3-4821``: the theme's number, and four digits of this release of it alone."""
    return f"{theme.number}-{int.from_bytes(sha256(theme.id.bytes).digest()[:4]) % 10_000:04}"


def theme_of(session: Session, *, findings: Findings, code: str) -> FindingsTheme:
    """The theme whose `code` stands on the sheet, in digits of any script."""
    typed = "".join(str(digit(letter, "")) for letter in code)
    for theme in themes_for(session, findings, viewer="committee"):
        if sheet_code(theme).replace("-", "") == typed:
            return theme
    raise Refused(
        mark("No theme of these findings has this code. Look at the sheet again: is it of these findings?"),
        field="code",
    )


def type_in(
    session: Session,
    *,
    findings: Findings,
    code: str,
    seat: Seat,
    position: Position,
    reason: str,
    language: str,
    signed: str | None,
    read_back: bool,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> Review:
    """Put the word of the member in `seat` beside its theme, from their sheet. `by` is a representative
    or another member, and has read it back to whoever wrote it."""
    community = findings.consultation.community
    if seat_for(session, account=by, action=Action.SEE_FINDINGS, now=now, community=community) is None:
        raise NotAllowed
    if seat.id not in {member.id for member in members_of(session, findings, now)}:
        raise Refused(mark("Choose the member who wrote the sheet."), field="member")
    theme = theme_of(session, findings=findings, code=code)
    said = [each for each in positions(session, theme) if each.seat_id == seat.id]
    if any(each.typed_by_id is None and each.findings_theme_id == theme.id for each in said):
        raise Refused(
            mark("This member has said it on the screen already. Only they can change it."), field="member"
        )
    if not read_back:
        raise Refused(mark("Read it back to the member first, as you typed it."), field="read_back")
    return say(
        session,
        findings_theme=theme,
        seat=seat,
        position=position,
        reason=reason,
        language=language,
        signed=signed,
        typed_by=by,
        now=now,
        in_words=in_words,
    )
