"""Answers from a file: each row is taken once, and a broken row loses nothing else."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.vault import Vault
from consult.loop.collect import recordings
from consult.loop.collect.answers import ask_for_card, check_text, receive_answer, submission_for
from consult.loop.collect.prompts import all_prompts, newest_version, wordings_of
from consult.loop.collect.records import (
    Consultation,
    Door,
    Import,
    ImportRow,
    PromptWording,
    Recording,
    Round,
    Submission,
)
from consult.loop.collect.rows import Broken, Row, same_row
from consult.loop.collect.speakers import Speakers
from consult.people.belonging import belong, groups_said_by
from consult.people.participants import tell_where
from consult.people.records import Group, HearBack, Place


@dataclass(frozen=True)
class Skipped:
    """A row that was not taken: its line and a marked sentence with its values."""

    line: int
    reason: str
    values: dict[str, object] = field(default_factory=dict)
    where: str = ""


@dataclass
class Report:
    """What became of the rows: lines taken, lines known from before, rows skipped with their reason."""

    taken: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    people: int = 0
    """People who had not spoken in this consultation before."""
    later: int = 0
    """Rows that came after closing, kept for the next round."""


def take_in(
    session: Session,
    *,
    vault: Vault,
    round: Round,  # noqa: A002 - the house's word
    rows: Iterable[Row | Broken],
    default_language: str,
    now: datetime,
    by: Actor,
    provider: str = "console",
    known_language: Callable[[str], bool] = lambda code: True,
    file_hash: str = "",
    kind: str = "",
) -> Report:
    """Take the rows of one file into `round`; a row that was taken before is known and adds nothing.

    `provider` reaches the phones that the rows name; `known_language` says which codes may be
    kept as a person's language, all others become `default_language`. `kind`: of the file.
    """
    if round.opened_at is None:
        raise Refused(mark("This consultation has not opened yet, so it cannot take answers."))
    taking = Import(
        round=round,
        file_hash=file_hash,
        kind=kind,
        by_id=by.id if by.kind == "account" else None,
        at=now,
        taken=0,
        known=0,
        skipped=0,
    )
    session.add(taking)
    session.flush()
    hand = _Hand(
        session,
        vault,
        taking,
        default_language=default_language,
        known_language=known_language,
        provider=provider,
        now=now,
    )
    for row in rows:
        hand.take(row)
    report = hand.report
    taking.taken, taking.known, taking.skipped = len(report.taken), len(report.known), len(report.skipped)
    if report.taken:
        ask_for_card(session, round=round, key=f"import:{taking.id}", now=now)
    session.flush()
    history.note(
        session,
        by=by,
        action="answers.imported",
        about=taking,
        now=now,
        taken=taking.taken,
        known=taking.known,
        skipped=taking.skipped,
    )
    return report


class _Hand:
    """One import at work: what it looked up once, and what it has done so far."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        taking: Import,
        *,
        default_language: str,
        known_language: Callable[[str], bool],
        provider: str,
        now: datetime,
    ) -> None:
        self.session, self.vault, self.taking, self.now = session, vault, taking, now
        self.default_language, self.known_language = default_language, known_language
        self.speakers = Speakers(session, vault, taking.round, provider=provider, now=now)
        self.report = Report()
        self.nth: Counter[str] = Counter()
        self.seen: dict[str, Row] = {}
        known = session.scalars(select(ImportRow.source_hash).where(ImportRow.round_id == taking.round_id))
        self.taken_before = set(known)
        self.asked = _asked(session, taking.round)
        here = taking.round.consultation.community_id
        places = session.scalars(select(Place).where(Place.community_id == here))
        self.places = {place.name.casefold(): place for place in places}
        groups = session.scalars(select(Group).where(Group.community_id == here, Group.retired_at.is_(None)))
        self.groups = {group.name.casefold(): group for group in groups}

    def take(self, row: Row | Broken) -> None:
        if isinstance(row, Broken):
            self.report.skipped.append(Skipped(row.line, row.reason, row.values, row.where))
            return
        same = self._same(row)
        source = self.vault.lookup("import", f"{self.taking.round_id}|{same}")
        if same in self.seen and self.seen[same].text != row.text:
            reason = mark("Line %(line)s has the same id with other words.")
            self.report.skipped.append(Skipped(row.line, reason, {"line": self.seen[same].line}, row.where))
            return
        self.seen.setdefault(same, row)
        if source in self.taken_before:
            self.report.known.append(row.line)
            return
        try:
            with self.session.begin_nested():
                self._keep(row, source)
        except Refused as refused:
            self.report.skipped.append(Skipped(row.line, refused.sentence, refused.values, row.where))
            return
        self.taken_before.add(source)
        self.report.taken.append(row.line)

    def _same(self, row: Row) -> str:
        first = same_row(row, 0)
        self.nth[first] += 1
        return first if row.id else same_row(row, self.nth[first])

    def _keep(self, row: Row, source: str) -> None:
        if row.text or row.sound is None:
            check_text(row.text)
        hear_back, place, groups = _hear_back(row), self._place(row), self._groups(row)
        language = row.language if self.known_language(row.language) else self.default_language
        wording = self._wording(row, language)
        person, is_new = self.speakers.who(row, language=language, hear_back=hear_back)
        if place is not None:
            tell_where(self.session, participant=person, stays_in=place)
        if groups:
            said = groups_said_by(self.session, participant=person)
            before = [each for each in self.groups.values() if each.id in said]
            belong(self.session, participant=person, groups=[*groups, *before], now=self.now)
        submission = submission_for(
            self.session,
            participant=person,
            round=self.taking.round,
            door=Door.IMPORT,
            language=language,
            now=self.now,
        )
        answer = receive_answer(
            self.session,
            submission=submission,
            wording=wording,
            text=row.text,
            recordings=self._voices(row),
            now=self.now,
            number_it=False,
        )
        self._remember(row, source, submission)
        self.speakers.kept(row, person)
        self.report.people += is_new
        self.report.later += answer.later_words

    def _remember(self, row: Row, source: str, submission: Submission) -> None:
        self.session.add(
            ImportRow(
                import_id=self.taking.id,
                round_id=self.taking.round_id,
                source_hash=source,
                person_hash=self.speakers.hash_of(row),
                submission_id=submission.id,
            )
        )

    def _voices(self, row: Row) -> list[Recording]:
        if row.sound is None:
            return []
        kept = recordings.keep(
            self.session,
            vault=self.vault,
            data=row.sound.data,
            mime=row.sound.mime,
            seconds=None,
            by=None,
            now=self.now,
        )
        return [kept]

    def _groups(self, row: Row) -> list[Group]:
        """Several groups stand in one cell with semicolons or commas between them."""
        named = [each.strip().casefold() for each in re.split("[;,،؛]", row.group) if each.strip()]
        if row.group.strip().casefold() in self.groups:
            named = [row.group.strip().casefold()]
        try:
            return [self.groups[each] for each in named]
        except KeyError:
            raise Refused(mark("This group is not on the community's lists.")) from None

    def _place(self, row: Row) -> Place | None:
        if not row.place:
            return None
        try:
            return self.places[row.place.casefold()]
        except KeyError:
            raise Refused(mark("This place is not one of the community's places.")) from None

    def _wording(self, row: Row, language: str) -> PromptWording:
        """The prompt by its number, or by its text in any language; the first one where none is named."""
        for number, wordings in self.asked.items():
            named = {str(number), *(wording.text.casefold() for wording in wordings.values())}
            if not row.prompt or row.prompt.casefold() in named:
                return wordings.get(language) or wordings[self.taking.round.consultation.language]
        raise Refused(mark("There is no such prompt in this consultation."))


def imports_of(session: Session, *, consultation: Consultation) -> list[Import]:
    """The files that were taken in, the newest first."""
    of_it = select(Import).join(Round).where(Round.consultation_id == consultation.id)
    return list(session.scalars(of_it.order_by(Import.at.desc())))


def _asked(session: Session, round: Round) -> dict[int, dict[str, PromptWording]]:  # noqa: A002
    """Prompt number → language → wording, as asked now."""
    return {
        prompt.number: wordings_of(session, version=newest_version(session, prompt=prompt))
        for prompt in all_prompts(session, round.consultation)
    }


def _hear_back(row: Row) -> HearBack:
    if not row.hear_back:
        return HearBack.KNOCK
    try:
        return HearBack(row.hear_back.casefold())
    except ValueError:
        raise Refused(mark("How to hear back must be whole, knock or nothing.")) from None
