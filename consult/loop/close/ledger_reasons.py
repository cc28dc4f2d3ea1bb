"""Why each answer that is owed has not come: what must be known beside the facts to say so."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import translation
from consult.loop.close.debts import Facts, Reason, reason_for
from consult.loop.close.facts import Same
from consult.loop.close.kinds import Kind
from consult.loop.close.letters import Chain
from consult.loop.close.verdicts import reopened_themes
from consult.loop.collect.records import Consultation, Round
from consult.loop.respond.decisions import Decision, decisions
from consult.loop.respond.records import Kind as Kinds
from consult.loop.respond.wordings import words_by_language
from consult.loop.understand.findings import latest_in
from consult.loop.understand.records import Findings, Hold


class Look:
    """What must be known beside the facts to say why something is owed."""

    def __init__(
        self,
        session: Session,
        consultation: Consultation,
        themes: Sequence[UUID],
        standing: Mapping[UUID, Decision],
        chain: Chain,
    ) -> None:
        self.chain = chain
        self.standing = standing
        self.held = set(
            session.scalars(select(Hold.theme_id).where(Hold.theme_id.in_(themes), Hold.lifted_at.is_(None)))
        )
        said = {
            theme: each.newest.kind
            for theme, each in decisions(session, themes).items()
            if theme not in standing
        }
        self.handed = {theme for theme, kind in said.items() if kind is Kinds.NEEDS_OTHERS}
        self.asked = set(said) - self.handed
        self.reopened = reopened_themes(session, themes)
        self.worded = {
            theme: set(words_by_language(session, decision.newest)) for theme, decision in standing.items()
        }
        rounds = session.scalars(select(Round).where(Round.consultation_id == consultation.id))
        self.lines = {each.id: _languages_of_line(session, latest_in(session, each)) for each in rounds}

    def reason(self, same: Same) -> Reason | None:
        """Why the obligations of which `same` is known are owed; None: they are met."""
        theme = same.theme_id
        return reason_for(
            Facts(
                reached=same.in_person or same.told_here,
                left=same.left,
                unread=same.kind is Kind.UNREAD,
                held=theme in self.held,
                answered=theme is None or theme in self.standing,
                handed_over=theme in self.handed,
                asked_back=theme in self.asked,
                reopened=theme in self.reopened,
                worded=self._worded(same),
                ways=same.ways,
                wants=same.wants,
                listens=same.listens,
                stopped=same.stopped,
                whole=same.whole,
                undeliverable=same.failed,
                gone=same.gone,
                passed=same.passed,
                without_number=same.without_number,
            )
        )

    def _worded(self, same: Same) -> bool:
        chain, line = self.chain(same.language), self.lines.get(same.round_id)
        if same.theme_id is not None:
            return any(code in self.worded.get(same.theme_id, ()) for code in chain)
        return same.kind is not Kind.ALONE or line is None or any(code in line for code in chain)


def _languages_of_line(session: Session, findings: Findings | None) -> set[str] | None:
    """The languages of the general line; None: there is no line, and our own sentence is enough."""
    if findings is None or not findings.alone.strip():
        return None
    return {findings.language} | translation.languages_of(session, findings, "alone")
