"""A helper takes the word of one person: is this an answer to what you said, and did it happen?

The receipt alone says whose word it is. A helper reads the answers aloud, and learns nothing of what this
person or anybody else said before. Each word stands behind the earlier ones, marked as taken by a helper
and by whom that helper is paid; the last one counts, so nobody speaks twice for one person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.ids import id_of
from consult.loop.close.happened import open_happened, say_happened
from consult.loop.close.letters import Chain
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Question, Says, TakenBy, Verdict
from consult.loop.close.verdicts import say
from consult.loop.close.verdicts_read import Named, ToRead, to_read
from consult.loop.close.verdicts_why import say_why
from consult.loop.collect.helping import key_of
from consult.people.records import HelperLink, Participant


@dataclass(frozen=True)
class Said:
    """What a person said to a helper, of the answers and of the promises that were read to them."""

    answered: Mapping[Named, Says]
    happened: Mapping[Named, Says]
    why: str = ""
    """Their own words to it, if they say any."""

    def __repr__(self) -> str:
        return "<Said>"


def take(
    session: Session,
    *,
    participant: Participant,
    link: HelperLink,
    said: Said,
    chain: Chain,
    key: str,
    now: datetime,
) -> list[Verdict]:
    """Keep what this person says of what was read to them; what was read counts as reached in person.

    `key`: the same sending twice is once, whatever was said and answered since. Refused, with nothing
    kept, where another answer stands by now than the one that was read.
    """
    check_community(participant, link)
    if not said.answered and not said.happened:
        raise Refused(mark("Choose what the person says, for at least one number."), field="says")
    taken_by = TakenBy.PAID if link.paid_by_office else TakenBy.HELPER
    theirs = _Theirs(session, participant, taken_by, key_of(link, key), now)
    if before := theirs.kept_before(said):
        return before
    answers = to_read(session, participant=participant, chain=chain)
    kept = [*_of_answers(theirs, answers, said.answered), *_of_promises(theirs, said.happened)]
    say_why(
        session, participant=participant, link=link, theme=kept[0].theme, why=said.why, chain=chain, now=now
    )
    by = Actor("helper", link.id)
    history.note(session, by=by, action="verdict.taken", about=link, now=now, words=len(kept))
    return kept


def check_community(participant: Participant | None, link: HelperLink) -> None:
    """Refuse who left, and who belongs to another community than the helper's."""
    if participant is None or participant.left_on is not None:
        raise Refused(mark("This number opens nothing here. Look at it once more."), field="code")
    if participant.community_id != link.community_id:
        raise Refused(mark("This helper does not write for this community."), field="code")


@dataclass(frozen=True)
class _Theirs:
    """Whose words are taken, by whom, and in which sending."""

    session: Session
    person: Participant
    taken_by: TakenBy
    key: str
    now: datetime

    def id_of(self, question: Question, named: Named) -> UUID:
        """The same word of the same sending has the same id; of another one, another."""
        return id_of(self.key, question, *map(str, named))

    def kept_before(self, said: Said) -> list[Verdict]:
        """What this sending left when it came before. One sending at a time, so that two at the same moment
        are one."""
        person = select(Participant.id).where(Participant.id == self.person.id)
        self.session.scalar(person.with_for_update(key_share=True))
        ids = [
            *(self.id_of(Question.ANSWERED, named) for named in said.answered),
            *(self.id_of(Question.HAPPENED, named) for named in said.happened),
        ]
        return list(self.session.scalars(select(Verdict).where(Verdict.id.in_(ids))))


def _of_answers(theirs: _Theirs, answers: Sequence[ToRead], said: Mapping[Named, Says]) -> Iterator[Verdict]:
    offered = {each.named(theme): theme for each in answers for theme in each.asks}
    _check_read(said, offered)
    heard = {theme for theme, _ in said}
    proofs = [
        (owed.id, *each.ready.news.proof)
        for each in answers
        for owed in each.ready.owed
        if owed.theme_id in heard
    ]
    note_reached(theirs.session, proofs, how=How.ASKED, on=theirs.now.date())
    for named, says in said.items():
        yield say(
            theirs.session,
            participant=theirs.person,
            theme=offered[named],
            says=says,
            taken_by=theirs.taken_by,
            as_id=theirs.id_of(Question.ANSWERED, named),
            now=theirs.now,
        )


def _of_promises(theirs: _Theirs, said: Mapping[Named, Says]) -> Iterator[Verdict]:
    found = open_happened(theirs.session, participant=theirs.person, today=theirs.now.date())
    asked = {(each.theme.id, each.version.id): each for each in found}
    _check_read(said, asked)
    for named, says in said.items():
        yield say_happened(
            theirs.session,
            participant=theirs.person,
            theme=asked[named].theme,
            version=asked[named].version,
            says=says,
            taken_by=theirs.taken_by,
            as_id=theirs.id_of(Question.HAPPENED, named),
            now=theirs.now,
        )


def _check_read(said: Mapping[Named, Says], offered: Mapping[Named, object]) -> None:
    if said.keys() - offered.keys():
        raise Refused(mark("Something changed since you opened this. Read it aloud once more."), field="says")
