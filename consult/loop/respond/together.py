"""The themes that one answer answers together, as its office may still read them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.respond.records import Response
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Findings, FindingsTheme, Hold


@dataclass(frozen=True)
class Together:
    """`shown`: the themes that the office still sees. Of the others there is nothing but the number:
    `held` for safety, or `gone`, since they are no longer meant for it."""

    shown: tuple[FindingsTheme, ...]
    held: tuple[int, ...]
    gone: tuple[int, ...]


def answered_together(session: Session, response: Response) -> Together:
    """Every theme of `response` stands in exactly one of the three, by number."""
    themes = response.themes
    asked = select(Hold.theme_id).where(
        Hold.theme_id.in_([each.theme_id for each in themes]), Hold.lifted_at.is_(None)
    )
    held = set(session.scalars(asked))
    seen = {
        findings.id: _seen(session, findings, response) for findings in {each.findings for each in themes}
    }
    shown = tuple(each for each in themes if each.theme_id in seen[each.findings_id])
    others = [each for each in themes if each not in shown]
    return Together(
        shown=shown,
        held=tuple(each.number for each in others if each.theme_id in held),
        gone=tuple(each.number for each in others if each.theme_id not in held),
    )


def _seen(session: Session, findings: Findings, response: Response) -> set[UUID]:
    """What of `findings` the office sees, and what a later release did not take back."""
    seen = {each.theme_id for each in themes_for(session, findings, viewer=response.office)}
    newest = latest(session, findings.consultation)
    if newest is None or newest.id == findings.id:
        return seen
    return seen & {each.theme_id for each in themes_for(session, newest, viewer=response.office)}
