"""What the loop needs next from the person who opens the door, and where a consultation stands.

Reads across the rooms and changes nothing. Sentences are the doors' work: a need is a kind
of work, how much of it there is, since when, and where it is done.
"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.loop.close.unheard import only_knocked, unheard
from consult.loop.close.verdicts import owed_by, reopened_themes
from consult.loop.close.wrong import wrongly_put
from consult.loop.collect import protected, rounds
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.outreach import due_tasks
from consult.loop.collect.reading import may_read
from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.respond import stop_needs
from consult.loop.respond.decisions import that_answer
from consult.loop.respond.faithful_words import WITHIN, unsaid
from consult.loop.respond.owed import Addressed, Waits, addressed_to
from consult.loop.respond.passing import undecided
from consult.loop.respond.promise_states import due, promises_of, reminder, waits_for_other
from consult.loop.respond.questions import questions_to
from consult.loop.respond.records import Commitment
from consult.loop.respond.wordings import missing_languages
from consult.loop.review.intentions import unspoken
from consult.loop.review.reviews import said_by, standing
from consult.loop.review.standing import Stage
from consult.loop.understand import cards, check_reading
from consult.loop.understand import findings as releases
from consult.loop.understand.checks import doors_of, ended_on, newest_of, released_since, running
from consult.loop.understand.dealing import how_many_wait
from consult.loop.understand.missing_words import missing_words
from consult.loop.understand.signs import to_do_again
from consult.loop.work import Need as Need  # noqa: PLC0414 - asked for here too
from consult.loop.work import Work as Work  # noqa: PLC0414
from consult.people.permissions import seats_held
from consult.people.records import Account, Committee, Community, Office, Role, Seat
from consult.people.seats import living
from consult.people.terms import ending_soon


def needs_of(session: Session, *, account: Account, now: datetime) -> list[Need]:
    """What the loop needs from `account` in all their seats, most urgent first, each once."""
    found: dict[Need, None] = {}
    for seat in seats_held(session, account=account, now=now):
        found.update(dict.fromkeys(_of_seat(session, seat, now)))
    order = list(Work)
    return sorted(found, key=lambda need: (order.index(need.work), need.since or now.date()))


def _of_seat(session: Session, seat: Seat, now: datetime) -> Iterator[Need]:
    match seat.role:
        case Role.REPRESENTATIVE:
            assert seat.community is not None
            yield from _of_representative(session, seat, seat.community, now)
        case Role.COMMITTEE_MEMBER:
            assert seat.committee is not None
            yield from _of_member(session, seat, seat.committee, now)
        case Role.STAFF:
            assert seat.office is not None
            yield from _of_staff(session, seat, seat.office, now)
        case Role.READER:
            assert seat.community is not None
            for consultation in consultations_of(session, community=seat.community):
                yield from _of_reader(session, seat, consultation)
        case Role.PROTECTION_OFFICER:
            assert seat.community is not None
            if waiting := protected.unopened(session, community=seat.community):
                yield Need(Work.PROTECTED, seat.community.slug, seat.community.name, count=waiting)
        case Role.ADMINISTRATOR:
            yield from _of_administrator(session, now)
        case Role.TRANSLATOR:
            assert seat.community is not None
            for consultation in consultations_of(session, community=seat.community):
                yield from _words(session, consultation)


def _of_representative(session: Session, seat: Seat, community: Community, now: datetime) -> Iterator[Need]:
    consultations = consultations_of(session, community=community)
    if not consultations:
        yield Need(Work.BEGIN, community.slug, community.name)
    yield from _promises(promises_of(session, community=community), community, now)
    yield from stop_needs.of_community(session, seat=seat, community=community, now=now)
    if read := unsaid(session, community, now=now):
        until = min(each.asked_at + WITHIN for each in read if each.asked_at)
        yield Need(Work.FAITHFUL, community.slug, community.name, count=len(read), until=until.date())
    if asked := len(questions_to(session, community, unanswered=True)) + len(undecided(session, community)):
        yield Need(Work.OFFICES_ASK, community.slug, community.name, count=asked)
    yield from _ending(Work.RENEW_SEATS, community, ending_soon(session, now=now))
    for consultation in consultations:
        current = rounds.current_round(session, consultation)
        if current is None or current.opened_at is None:
            yield Need(Work.OPEN, consultation.slug, consultation.name)
        else:
            yield from _of_reader(session, seat, consultation)
            yield from _of_notebook(session, seat, consultation, now)
            yield from _of_check(session, seat, consultation, current, now)
            yield from _of_loop(session, seat, consultation, current, now)
        yield from _words(session, consultation)


def _of_reader(session: Session, seat: Seat, consultation: Consultation) -> Iterator[Need]:
    """What waits for the holder of `seat`, if they read and sort people's words here."""
    if not may_read(session, seat=seat, consultation=consultation):
        return
    here = (consultation.slug, consultation.name)
    far = cards.progress(session, consultation, seat)
    if flagged := cards.flagged(session, consultation, seat):
        yield Need(Work.MASK_MORE, *here, count=len(flagged))
    if far.to_read:
        yield Need(Work.READ_FIRST, *here, count=far.to_read)
    if far.to_sort:
        yield Need(Work.SORT, *here, count=far.to_sort)
    if again := how_many_wait(session, consultation=consultation, by=seat.account, again=True):
        yield Need(Work.READ_AGAIN, *here, count=again)
    if wrong := wrongly_put(session, consultation, seat):
        yield Need(Work.WRONGLY_PUT, *here, count=len(wrong), since=min(each.since for each in wrong))


def _of_notebook(session: Session, seat: Seat, consultation: Consultation, now: datetime) -> Iterator[Need]:
    if may_read(session, seat=seat, consultation=consultation):
        many, since = to_do_again(session, consultation=consultation, by=seat.account, now=now)
        if many:
            yield Need(Work.LOOK_AGAIN, consultation.slug, consultation.name, count=many, since=since)


def _of_check(
    session: Session, seat: Seat, consultation: Consultation, current: Round, now: datetime
) -> Iterator[Need]:
    """People are asked whether they were heard right; then it is read, and what changed is written."""
    here = (consultation.slug, consultation.name)
    check = newest_of(session, current)
    if check is None or not may_read(session, seat=seat, consultation=consultation):
        return
    if waiting := check_reading.waiting(session, check):
        yield Need(Work.CHECK_READ, *here, count=waiting)
    if running(session, consultation, now=now):
        yield Need(Work.CHECK_RUNS, *here, until=check.until)
    elif not check.changed and doors_of(session, check) and not released_since(session, check):
        yield Need(Work.CHECK_ENDED, *here, since=ended_on(check))


def _of_loop(
    session: Session, seat: Seat, consultation: Consultation, current: Round, now: datetime
) -> Iterator[Need]:
    """What moves the consultation on."""
    here = (consultation.slug, consultation.name)
    today = rounds.today_in(consultation.community, now)
    if tasks := due_tasks(session, consultation=consultation, today=today):
        yield Need(Work.OUTREACH, *here, count=len(tasks), since=tasks[0].due_on)
    latest = releases.latest(session, consultation)
    over = not rounds.is_open(current, now) and not rounds.is_paused(current, now)
    due = over and (latest is None or latest.round_id != current.id)
    if due and may_read(session, seat=seat, consultation=consultation):
        yield Need(Work.RELEASE, *here, since=current.closes_on, until=current.news_by)
    if latest is not None and (knocked := only_knocked(session, _rounds_of(session, consultation))):
        yield Need(Work.TELL, *here, count=knocked)


def _rounds_of(session: Session, consultation: Consultation) -> list[Round]:
    return list(session.scalars(select(Round).where(Round.consultation_id == consultation.id)))


def _words(session: Session, consultation: Consultation) -> Iterator[Need]:
    if missing := missing_words(session, consultation):
        yield Need(Work.WORD, consultation.slug, consultation.name, count=len(missing))


def _of_member(session: Session, seat: Seat, committee: Committee, now: datetime) -> Iterator[Need]:
    here = committee.community
    if intended := unspoken(session, seat=seat, community=here, now=now):
        first = min(each.decides_on for each in intended)
        yield Need(Work.INTENDED, here.slug, here.name, count=len(intended), until=first)
    for consultation in consultations_of(session, community=committee.community):
        latest = releases.latest(session, consultation)
        if latest is None or not standing(session, latest, now).waiting:
            continue
        said = said_by(session, findings=latest, seat=seat)
        shown = releases.themes_for(session, latest, viewer="committee")
        if open_ := sum(theme.id not in said for theme in shown):
            yield Need(
                Work.REVIEW,
                consultation.slug,
                consultation.name,
                open_,
                since=latest.released_at.date(),
                until=latest.review_by,
                number=latest.number,
            )


def _of_staff(session: Session, seat: Seat, office: Office, now: datetime) -> Iterator[Need]:
    """What an office owes is counted as its own page counts it; one answer may meet several themes."""
    here = (office.slug, office.name)
    yield from stop_needs.of_office(session, seat=seat, office=office, now=now)
    if owed := owed_by(session, office=office, now=now):
        yield Need(Work.ANSWER_OWED, *here, count=len(owed), since=min(each.since for each in owed))
    found = addressed_to(session, office=office, now=now)
    looks = _versions(found, Waits.SECOND_LOOK, seat, own=False)
    if looks:
        yield Need(Work.SECOND_LOOK, *here, count=len(looks), since=min(looks.values()))
    back = _versions(found, Waits.SENT_BACK, seat, own=True)
    if back:
        yield Need(Work.SENT_BACK, *here, count=len(back), since=min(back.values()))
    yield from _promises(promises_of(session, office=office), office, now)
    published = {each.published.id: each.published for each in found if each.published}
    if silent := sum(bool(missing_languages(session, version)) for version in published.values()):
        yield Need(Work.WORD_ANSWER, *here, count=silent)


def _promises(found: list[Commitment], keeper: Office | Community, now: datetime) -> Iterator[Need]:
    """Promises whose day is near or past, and those of two to which this side has not said yes or no."""
    days = [due(each) for each in found if reminder(each, now.date())]
    asked = [
        each for each in found if waits_for_other(each) and keeper in (each.office, each.other_community)
    ]
    if days or asked:
        many = len(days) + len(asked)
        work = Work.PROMISE if isinstance(keeper, Office) else Work.OUR_PROMISE
        yield Need(work, keeper.slug, keeper.name, many, until=min(days, default=None))


def _versions(found: list[Addressed], waits: Waits, seat: Seat, *, own: bool) -> dict[object, date]:
    """The drafts that wait there, written by the holder of `seat` or by somebody else; each since when."""
    return {
        each.newest.id: each.waits_since
        for each in found
        if each.newest and each.waits is waits and (each.newest.drafted_by_id == seat.account_id) is own
    }


def _of_administrator(session: Session, now: datetime) -> Iterator[Need]:
    seated = exists().where(Seat.community_id == Community.id, Seat.role == Role.REPRESENTATIVE, living(now))
    empty = session.scalars(select(Community).where(~seated, Community.disabled_at.is_(None)))
    for community in empty:
        yield Need(Work.SEATS, community.slug, community.name)
    for community in protected.without_officer(session, now=now):
        yield Need(Work.NO_OFFICER, community.slug, community.name)
    ending = ending_soon(session, now=now)
    for community in {each.community_id: each.community for each in ending if each.community}.values():
        yield from _ending(Work.SEATS_END, community, ending)


def _ending(work: Work, community: Community, ending: list[Seat]) -> Iterator[Need]:
    """The seats of `community` among those that end soon."""
    days = [seat.until.date() for seat in ending if seat.until and seat.community_id == community.id]
    if days:
        yield Need(work, community.slug, community.name, len(days), until=min(days))


def steps_done(session: Session, *, consultation: Consultation, now: datetime) -> int:
    """How many of the five steps of the ring are done in the latest round: heard, read, reviewed,
    answered, told. 5: nobody is owed anything any more."""
    current = rounds.current_round(session, consultation)
    if current is None or current.opened_at is None or rounds.is_open(current, now):
        return 0
    if rounds.is_paused(current, now):
        return 0
    latest = releases.latest(session, consultation)
    if latest is None or latest.round_id != current.id:
        return 1
    if standing(session, latest, now).waiting:
        return 2
    themes = {item.theme_id for item in releases.items_of(session, latest)}
    if themes - set(that_answer(session, themes)) or reopened_themes(session, themes):
        return 3
    return 4 if unheard(session, [current]) else 5


def went_unreviewed(session: Session, *, consultation: Consultation, now: datetime) -> bool:
    """Whether the findings of the present round went on although the committee said nothing on some."""
    latest = releases.latest(session, consultation)
    current = rounds.current_round(session, consultation)
    if latest is None or current is None or latest.round_id != current.id:
        return False
    return standing(session, latest, now).stage is Stage.NOT_REVIEWED


def people_heard(session: Session, *, consultation: Consultation) -> int:
    """How many people have spoken in the consultation, over all rounds: exact."""
    return (
        session.scalar(
            select(func.count(func.distinct(Submission.participant_id)))
            .join(Round, Submission.round_id == Round.id)
            .join(Answer, Answer.submission_id == Submission.id)
            .where(
                Round.consultation_id == consultation.id,
                Answer.withdrawn_on.is_(None),
                Answer.protected_on.is_(None),
            )
        )
        or 0
    )
