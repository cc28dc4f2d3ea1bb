"""Who said the rows of a file: by their phone, by what the file calls them, or somebody new each time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.collect.records import ImportRow, Round, Submission
from consult.loop.collect.rows import Row
from consult.people.contacts import contact_point_for
from consult.people.numbers import normal
from consult.people.participants import newcomer
from consult.people.reaches import give_reach, on_phone
from consult.people.records import ContactPoint, HearBack, Participant
from consult.people.tombstones import buried


class Speakers:
    """The people of one import. What the file calls them is only ever looked up by its keyed hash."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        round: Round,  # noqa: A002 - the house's word
        *,
        provider: str,
        now: datetime,
    ) -> None:
        self.session, self.vault, self.round, self.provider, self.now = session, vault, round, provider, now
        self.community = round.consultation.community
        named = (
            select(ImportRow.person_hash, Submission.participant_id)
            .join(Submission, Submission.id == ImportRow.submission_id)
            .where(ImportRow.round_id == round.id, ImportRow.person_hash.is_not(None))
        )
        self.named: dict[str | None, UUID] = {}
        for told, person in session.execute(named):
            self.named[told] = person

    def hash_of(self, row: Row) -> str | None:
        """The keyed hash of what the file calls the person of `row`."""
        if not row.person:
            return None
        return self.vault.lookup("import_person", f"{self.round.id}|{row.person}")

    def who(self, row: Row, *, language: str, hear_back: HearBack) -> tuple[Participant, bool]:
        """Whose words these are, and whether they are new here."""
        if row.phone:
            return self._by_phone(row, language, hear_back)
        known = self.named.get(self.hash_of(row)) if row.person else None
        if known is None:
            return self._newcomer(language), True
        person = self.session.get_one(Participant, known)
        if person.left_on is not None:
            raise Refused(mark("This person asked to be forgotten, so this row is left out."))
        return person, False

    def kept(self, row: Row, person: Participant) -> None:
        """The row was taken: from now on the file's word for them means `person`."""
        if row.person:
            self.named[self.hash_of(row)] = person.id

    def _by_phone(self, row: Row, language: str, hear_back: HearBack) -> tuple[Participant, bool]:
        """The one person of this phone, or somebody new on it."""
        number = normal(row.phone, self.community.region)
        if buried(self.session, vault=self.vault, what="phone", text=number):
            raise Refused(mark("The person with this phone asked to be forgotten, so this row is left out."))
        point = contact_point_for(
            self.session,
            vault=self.vault,
            number=number,
            region=self.community.region,
            provider=self.provider,
        )
        known = self._on(point)
        if known is not None:
            return known, False
        person = self._newcomer(language)
        give_reach(self.session, participant=person, point=point, hear_back=hear_back, now=self.now)
        return person, True

    def _on(self, point: ContactPoint) -> Participant | None:
        here = [
            reach.participant
            for reach in on_phone(self.session, point=point)
            if reach.participant.community_id == self.community.id
        ]
        if len(here) > 1:
            raise Refused(mark("Several people share this phone, so we cannot tell whose words these are."))
        return here[0] if here else None

    def _newcomer(self, language: str) -> Participant:
        return newcomer(self.session, community=self.community, language=language, now=self.now)
