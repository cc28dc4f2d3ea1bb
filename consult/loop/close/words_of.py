"""Where are my words? By theme number, with what came of each. Never what was said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.loop.close.kinds import Kind
from consult.loop.close.obligations import kind_of
from consult.loop.close.records import Obligation, Reached
from consult.loop.close.verdicts import reopened_themes
from consult.loop.collect.records import Consultation
from consult.loop.respond.decisions import decisions, that_answer
from consult.loop.respond.records import Kind as Kinds
from consult.loop.understand.records import Hold, Theme
from consult.people.records import Participant


class Stands(StrEnum):
    """Where one person's words stand."""

    OWED = "owed"
    HANDED_OVER = "handed_over"
    """An office handed it over to others, and nobody has answered: still owed."""
    ASKED_BACK = "asked_back"
    """An office asked the representatives something, and nobody has answered: still owed."""
    ANSWERED = "answered"
    REACHED = "reached"
    REOPENED = "reopened"
    HELD = "held"


@dataclass(frozen=True)
class WordsOn:
    """One place of a person's words: a theme with its number, or none (alone, set aside, unread)."""

    consultation: Consultation
    kind: Kind
    theme: Theme | None
    stands: Stands
    since: date

    @property
    def number(self) -> int | None:
        return self.theme.number if self.theme else None


def where_words_are(session: Session, *, participant: Participant) -> list[WordsOn]:
    """Every place of a person's words since the last release, themes by number first."""
    if participant.left_on is not None:
        return []
    owed = list(
        session.scalars(
            select(Obligation)
            .outerjoin(Theme, Obligation.theme_id == Theme.id)
            .where(Obligation.participant_id == participant.id)
            .order_by(Theme.number.is_(None), Theme.number, Obligation.id)
        )
    )
    themes = {each.theme_id for each in owed if each.theme_id}
    held = set(
        session.scalars(select(Hold.theme_id).where(Hold.theme_id.in_(themes), Hold.lifted_at.is_(None)))
    )
    standing, again = that_answer(session, themes), reopened_themes(session, themes)
    said = {theme: each for theme, each in decisions(session, themes).items() if theme not in standing}
    found = []
    for each in owed:
        decision = standing.get(each.theme_id) if each.theme_id else None
        versions = decision.versions if decision else frozenset()
        if each.theme_id in held:
            stands = Stands.HELD
        elif each.theme_id in again:
            stands = Stands.REOPENED
        elif _reached(session, each, versions):
            stands = Stands.REACHED
        elif each.theme_id in said:
            asks = said[each.theme_id].newest.kind is Kinds.NEED_TO_KNOW_MORE
            stands = Stands.ASKED_BACK if asks else Stands.HANDED_OVER
        else:
            stands = Stands.ANSWERED if decision else Stands.OWED
        found.append(WordsOn(each.round.consultation, kind_of(session, each), each.theme, stands, each.since))
    return found


def _reached(session: Session, obligation: Obligation, versions: frozenset[object]) -> bool:
    """In person, or told at a meeting."""
    met = exists().where(
        Reached.obligation_id == obligation.id,
        Reached.findings_id.is_not(None) if obligation.theme_id is None else Reached.version_id.in_(versions),
    )
    return bool(session.scalar(select(met)))
