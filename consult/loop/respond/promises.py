"""Promises with an owner and a day: of an office by its answer, of a community by itself, of two together.

The clock says what is overdue; nobody can set it. A day that moves keeps the days before it. Who keeps a
promise can claim that it is done; whether it happened is for people to say, and stands apart.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.respond.kinds import NEEDS
from consult.loop.respond.promise_states import due, ended_on, waits_for_other
from consult.loop.respond.records import By, Commitment, CommitmentStep, ResponseVersion, Step
from consult.loop.understand.records import Theme
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Office

MOST_WHAT = 1000
MOST_WHO = 200
MOST_TEXT = 1000


def follow(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> None:
    """After publishing: an answer that promises is a promise, due on its day. A newer answer moves the
    day, or ends the promise; the first day stays."""
    promise = session.scalar(select(Commitment).where(Commitment.response_id == version.response_id))
    promises = NEEDS[version.kind].promises
    if promise is None:
        if promises:
            _keep_answer(session, version, by, now)
        return
    ended = ended_on(promise) is not None
    if not promises and not ended:
        _step(session, promise, Step.ENDED, now.date(), "", by=by, now=now)
    elif promises and (ended or version.by_when != due(promise)):
        _step(session, promise, Step.MOVED, version.by_when, "", by=by, now=now)


def promise(
    session: Session,
    *,
    consultation: Consultation,
    themes: Sequence[Theme],
    kept_by: By,
    what: str,
    who: str,
    by_when: date | None,
    language: str,
    office: Office | None = None,
    other: Community | None = None,
    by: Account,
    now: datetime,
) -> Commitment:
    """Representatives promise for their community; nobody else can. With an `office` or an `other`
    community it holds from the day on which these agree."""
    if not _sits_in(session, by, now, community=consultation.community):
        raise NotAllowed
    what, who = what.strip(), " ".join(who.split())
    if not themes:
        raise Refused(mark("Choose at least one number that this is about."), field="themes")
    if kept_by is By.OFFICE:
        raise Refused(mark("An office promises by its own answer."), field="kept_by")
    if kept_by is By.BOTH and office is None:
        raise Refused(mark("Choose the office that keeps it with you."), field="office")
    if kept_by is By.COMMUNITIES and (other is None or other.id == consultation.community_id):
        raise Refused(mark("Choose the other community that keeps it with you."), field="other")
    day = _said(what, who, by_when, now)
    made = Commitment(
        by=kept_by,
        consultation=consultation,
        office=office if kept_by is By.BOTH else None,
        other_community=other if kept_by is By.COMMUNITIES else None,
        themes=list(themes),
        what=what,
        who=who,
        language=language,
        first_day=day,
        by_id=by.id,
        at=now,
    )
    session.add(made)
    session.flush()
    history.note(session, by=by.actor, action="promise.made", about=made, now=now, kept_by=str(kept_by))
    return made


def agree(session: Session, *, promise: Commitment, agrees: bool, by: Account, now: datetime) -> None:
    """The other side of a promise of two says yes, and it holds; or no, and it ends."""
    if not waits_for_other(promise):
        raise Refused(mark("Nobody has to agree to this any more."))
    if not _sits_in(session, by, now, office=promise.office, community=promise.other_community):
        raise NotAllowed
    _step(session, promise, Step.AGREED if agrees else Step.ENDED, now.date(), "", by=by, now=now)


def move(
    session: Session, *, promise: Commitment, to: date | None, why: str, by: Account, now: datetime
) -> None:
    """Another day, with the reason. The days before stay visible. An office moves its own by a new answer."""
    _check_keeper(session, promise, by, now)
    if promise.by is By.OFFICE:
        raise Refused(mark("Write a new version of the answer: people must hear the new day."))
    if to is None or to < now.date():
        raise Refused(mark("This day is past. Give a day that is still to come."), field="to")
    _step(session, promise, Step.MOVED, to, _why(why), by=by, now=now)


def claim(session: Session, *, promise: Commitment, what: str, by: Account, now: datetime) -> None:
    """Who keeps it says that it is done, and what can be seen of it. People say whether it happened."""
    _check_keeper(session, promise, by, now)
    _step(session, promise, Step.CLAIMED, now.date(), _why(what), by=by, now=now)


def _keep_answer(session: Session, version: ResponseVersion, by: Account, now: datetime) -> None:
    made = Commitment(
        by=By.OFFICE,
        response=version.response,
        office=version.response.office,
        themes=[theme.theme for theme in version.response.themes],
        language=version.language,
        first_day=version.by_when,
        by_id=by.id,
        at=now,
    )
    session.add(made)
    session.flush()
    history.note(session, by=by.actor, action="promise.made", about=made, now=now, kept_by=str(By.OFFICE))


def _step(
    session: Session, promise: Commitment, step: Step, day: date, text: str, *, by: Account, now: datetime
) -> None:
    if step is not Step.MOVED and ended_on(promise) is not None:
        raise Refused(mark("This promise has ended."))
    promise.steps.append(
        CommitmentStep(sequence=len(promise.steps) + 1, step=step, day=day, text=text, by_id=by.id, at=now)
    )
    session.flush()
    history.note(session, by=by.actor, action=f"promise.{step}", about=promise, now=now)


def _check_keeper(session: Session, promise: Commitment, by: Account, now: datetime) -> None:
    """Staff of its office, or representatives of its communities; nobody of another."""
    if ended_on(promise) is not None or waits_for_other(promise):
        raise Refused(mark("This does not hold as a promise now."))
    own = promise.consultation.community if promise.consultation else None
    sits = _sits_in(session, by, now, office=promise.office, community=promise.other_community)
    if not sits and not _sits_in(session, by, now, community=own):
        raise NotAllowed


def _sits_in(
    session: Session,
    by: Account,
    now: datetime,
    *,
    office: Office | None = None,
    community: Community | None = None,
) -> bool:
    """Whether `by` speaks for the office, or for the community where there is no office."""
    if office is not None:
        return seat_for(session, account=by, action=Action.PUBLISH, now=now, office=office) is not None
    if community is None:
        return False
    return seat_for(session, account=by, action=Action.RELEASE, now=now, community=community) is not None


def _said(what: str, who: str, by_when: date | None, now: datetime) -> date:
    if not what or len(what) > MOST_WHAT:
        raise Refused(
            mark("Say what is promised, in at most %(most)s letters."), field="what", most=MOST_WHAT
        )
    if not who or len(who) > MOST_WHO:
        raise Refused(mark("Say who keeps it, by role."), field="who")
    if by_when is None:
        raise Refused(mark("Give the day by which it is kept."), field="by_when")
    if by_when < now.date():
        raise Refused(mark("This day is past. Give a day that is still to come."), field="by_when")
    return by_when


def _why(text: str) -> str:
    text = text.strip()
    if not text or len(text) > MOST_TEXT:
        raise Refused(mark("Say in a few words what people can see, or why."), field="text")
    return text
