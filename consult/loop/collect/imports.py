"""Answers from a file: each row is taken once, and a broken row loses nothing else."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.vault import Vault
from consult.loop.collect import recordings
from consult.loop.collect.answers import ask_for_card, check_text, receive_answer, submission_for
from consult.loop.collect.import_names import Names, hear_back_in
from consult.loop.collect.import_report import Report, Skipped
from consult.loop.collect.records import (
    Consultation,
    Door,
    Import,
    ImportRow,
    Recording,
    Round,
    Submission,
)
from consult.loop.collect.rows import Broken, Row, same_row
from consult.loop.collect.speakers import Speakers
from consult.people.belonging import belong, groups_said_by
from consult.people.participants import tell_where


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
    doubles: bool = False,
) -> Report:
    """Take the rows of one file into `round`; a row that was taken before is known and adds nothing.

    `provider` reaches the phones that the rows name; `known_language` says which codes may be
    kept as a person's language, all others become `default_language`. `kind`: of the file.
    A phone or person that says the same twice is heard once, unless somebody asks for `doubles`.
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
        doubles=doubles,
    )
    for row in rows:
        hand.take(row)
    _close(session, taking, hand.report, by=by, now=now)
    return hand.report


def _close(session: Session, taking: Import, report: Report, *, by: Actor, now: datetime) -> None:
    """Everything is in: its cards are asked for once, and what became of the rows is written down."""
    taking.taken, taking.known, taking.skipped = len(report.taken), len(report.known), len(report.skipped)
    if report.taken:
        ask_for_card(session, round=taking.round, key=f"import:{taking.id}", now=now)
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
        doubles: bool,
    ) -> None:
        self.session, self.vault, self.taking, self.now = session, vault, taking, now
        self.doubles = doubles
        self.default_language, self.known_language = default_language, known_language
        self.speakers = Speakers(session, vault, taking.round, provider=provider, now=now)
        self.report = Report()
        self.nth: Counter[str] = Counter()
        self.seen: dict[str, Row] = {}
        self.heard: dict[str, int] = {}
        known = session.scalars(select(ImportRow.source_hash).where(ImportRow.round_id == taking.round_id))
        self.taken_before = set(known)
        self.names = Names(session, taking.round)

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
            self.heard.setdefault(same_row(row, 0), row.line)
            return
        if not self.doubles and self._again(row):
            return
        try:
            with self.session.begin_nested():
                self._keep(row, source)
        except Refused as refused:
            self.report.skipped.append(Skipped(row.line, refused.sentence, refused.values, row.where))
            return
        self.taken_before.add(source)
        self.report.taken.append(row.line)
        self.heard.setdefault(same_row(row, 0), row.line)

    def _again(self, row: Row) -> bool:
        """Whether the same phone or person says the same in a line before; then it is said, not counted.

        Without either, equal lines are of two people; with an id, the file itself tells them apart.
        """
        before = self.heard.get(same_row(row, 0))
        if before is None or row.id or not (row.phone or row.person):
            return False
        reason = mark("The same phone or person says the same in line %(line)s.")
        self.report.skipped.append(Skipped(row.line, reason, {"line": before}, row.where))
        self.report.doubles += 1
        return True

    def _same(self, row: Row) -> str:
        first = same_row(row, 0)
        self.nth[first] += 1
        return first if row.id else same_row(row, self.nth[first])

    def _keep(self, row: Row, source: str) -> None:
        if row.text or row.sound is None:
            check_text(row.text)
        hear_back, place, groups = hear_back_in(row), self.names.place_in(row), self.names.groups_in(row)
        language = row.language if self.known_language(row.language) else self.default_language
        wording = self.names.wording_in(row, language)
        person, is_new = self.speakers.who(row, language=language, hear_back=hear_back)
        if place is not None:
            tell_where(self.session, participant=person, stays_in=place)
        if groups:
            said = groups_said_by(self.session, participant=person)
            before = [each for each in self.names.groups.values() if each.id in said]
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


def imports_of(session: Session, *, consultation: Consultation) -> list[Import]:
    """The files that were taken in, the newest first."""
    of_it = select(Import).join(Round).where(Round.consultation_id == consultation.id)
    return list(session.scalars(of_it.order_by(Import.at.desc(), Import.id.desc())))
