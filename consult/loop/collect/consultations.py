"""A community decides to ask itself: the consultation, what must be said before, the list to go through."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.loop.collect.choosing import Owners, give_to
from consult.loop.collect.records import Answer, Consultation, MeetingReport, Round, StepDone, Submission
from consult.loop.collect.templates import steps_of
from consult.people import danger
from consult.people.records import Account, Community
from consult.people.slugs import is_slug

MUSTS = ("who_asks_and_reads", "how_it_comes_back", "risks")
"""What stands before any opening: C1 of the mission."""

STEPS = (
    "who_is_heard",
    "how_we_were_chosen",
    "where_and_when",
    "offices_told",
    "said_back",
    "tried",
    "second_look",
    "who_follows",
)
"""The rest of the list: good work, ticked by hand with a note, shown *not done yet* until then."""

IN_OTHER_LANGUAGES = ("name", "who_asks", "who_reads", "what_is_open", "costs", "opening", "meeting")
"""Texts of a consultation that have wordings in its other languages."""


@dataclass(frozen=True)
class Line:
    """One line of the preparation: a must, or a step that may be ticked. `at`: since when it is done.

    `says`: the sentence of a step that came with the process template; empty for all other lines.
    """

    key: str
    must: bool
    done: bool
    note: str = ""
    at: datetime | None = None
    says: str = ""


def make(
    session: Session,
    *,
    community: Community,
    slug: str,
    name: str,
    language: str,
    languages: list[str],
    owners: Owners = None,
    by: Account,
    now: datetime,
) -> Consultation:
    """A draft. `languages` are those it is held in; its own, `language`, is put first."""
    slug, name = slug.strip().casefold(), name.strip()
    if not name:
        raise Refused(mark("Give the consultation a name."), field="name")
    if len(name) > 120:
        raise Refused(mark("The name is too long. Use at most 120 letters."), field="name")
    if not is_slug(slug):
        raise Refused(
            mark("The address may hold only the letters a to z, digits and single hyphens."), field="slug"
        )
    if find(session, slug=slug) is not None:
        raise Refused(mark("Another consultation has this address. Choose another one."), field="slug")
    consultation = Consultation(
        community=community,
        slug=slug,
        name=name,
        language=language,
        languages=[language, *(each for each in dict.fromkeys(languages) if each != language)],
        who_asks="",
        who_reads="",
        what_is_open="",
        meeting="",
        risks_note="",
        made_at=now,
    )
    session.add(consultation)
    session.flush()
    history.note(session, by=by.actor, action="consultation.made", about=consultation, now=now)
    if owners is not None:
        give_to(session, consultation=consultation, owners=owners, by=by, now=now)
    return consultation


def find(session: Session, *, slug: str) -> Consultation | None:
    return session.scalar(select(Consultation).where(Consultation.slug == slug))


def consultations_of(session: Session, *, community: Community) -> list[Consultation]:
    """The community's consultations, the newest first."""
    return list(
        session.scalars(
            select(Consultation)
            .where(Consultation.community_id == community.id)
            .order_by(Consultation.made_at.desc(), Consultation.name)
        )
    )


def write_musts(
    session: Session,
    *,
    consultation: Consultation,
    who_asks: str,
    who_reads: str,
    what_is_open: str,
    meeting: str,
    costs: str | None = None,
    by: Account,
    now: datetime,
) -> None:
    """Who asks and who reads, what is still open, where the answer is told; in its own language.

    `costs`: what taking part costs and what helpers get; None leaves it as it is.

    People speak because of what they were told about who asks and who reads: once somebody has
    spoken in the open round, these two stay as they are.
    """
    asks, reads = who_asks.strip(), who_reads.strip()
    if (asks, reads) != (consultation.who_asks, consultation.who_reads) and _promised(session, consultation):
        raise Refused(
            mark(
                "People have already spoken because of these words. You can change them for the next round."
            ),
            field="who_reads" if asks == consultation.who_asks else "who_asks",
        )
    if len(meeting.strip()) > 120:
        raise Refused(mark("Name the place or meeting in at most 120 letters."), field="meeting")
    consultation.who_asks, consultation.who_reads = asks, reads
    consultation.what_is_open, consultation.meeting = what_is_open.strip(), meeting.strip()
    if costs is not None:
        consultation.costs = costs.strip()
    history.note(session, by=by.actor, action="consultation.musts_written", about=consultation, now=now)


def translated_into(consultation: Consultation) -> list[str]:
    """Languages in which something of it is not there by itself; of the first, where to go in danger."""
    first, *others = consultation.languages
    here = consultation.community
    return [first, *others] if here.danger_place and first != here.language else others


def write_musts_in(
    session: Session,
    *,
    consultation: Consultation,
    language: str,
    texts: dict[str, str],
    by: Account,
    now: datetime,
) -> None:
    """The same texts in another language. `texts` maps a name of IN_OTHER_LANGUAGES to its wording,
    and danger.FIELD to where people go in danger; one that is emptied is taken back.

    Of its first language only that place can be lacking."""
    if language not in translated_into(consultation):
        raise Refused(mark("This consultation is not held in that language."), field="language")
    others = IN_OTHER_LANGUAGES if language != consultation.language else ()
    for field in (each for each in others if each in texts):
        text = texts[field].strip()
        before = translation.latest(session, consultation, field, language)
        if before is not None and not text:
            translation.take_back(session, consultation, field, language=language)
        elif text and (before is None or before.text != text):
            translation.write(
                session, consultation, field, language=language, text=text, by_id=by.id, now=now
            )
    if danger.FIELD in texts:
        place = texts[danger.FIELD]
        danger.say_place(
            session, community=consultation.community, language=language, text=place, by=by, now=now
        )
    history.note(
        session,
        by=by.actor,
        action="consultation.translated",
        about=consultation,
        now=now,
        language=language,
    )


def talk_about_risks(
    session: Session, *, consultation: Consultation, note: str, by: Account, now: datetime
) -> None:
    """The representatives talked about who could be hurt, and what they decided. A must."""
    if not note.strip():
        raise Refused(
            mark("Write who talked and what you decided, in a sentence or two."), field="risks_note"
        )
    consultation.risks_note, consultation.risks_talked_at = note.strip(), now
    history.note(session, by=by.actor, action="consultation.risks_talked", about=consultation, now=now)


def tick(
    session: Session, *, consultation: Consultation, step: str, note: str, by: Account, now: datetime
) -> StepDone:
    """Tick a step of the list by hand. Ticking again replaces the note."""
    if step not in STEPS and step not in steps_of(consultation.template):
        raise Refused(mark("There is no such line on the list."), field="step")
    if not note.strip():
        raise Refused(mark("Write in a few words how it was done."), field="note")
    done = _ticked(session, consultation).get(step)
    if done is None:
        done = StepDone(consultation_id=consultation.id, step=step, by_id=by.id)
        session.add(done)
    done.note, done.by_id, done.at = note.strip(), by.id, now
    history.note(session, by=by.actor, action="step.ticked", about=consultation, now=now, step=step)
    session.flush()
    return done


def untick(session: Session, *, consultation: Consultation, step: str, by: Account, now: datetime) -> None:
    """What was done is not so any more: the step stands on the list again as not done yet."""
    done = _ticked(session, consultation).get(step)
    if done is None:
        return
    session.delete(done)
    history.note(session, by=by.actor, action="step.unticked", about=consultation, now=now, step=step)
    session.flush()


def list_done(session: Session, *, consultation: Consultation) -> list[Line]:
    """The whole list, musts first, with what is done and what is not done yet; last come the steps of
    the template that it follows."""
    ticked = _ticked(session, consultation)
    musts = {
        "who_asks_and_reads": bool(consultation.who_asks and consultation.who_reads),
        "how_it_comes_back": bool(consultation.meeting),
        "risks": consultation.risks_talked_at is not None,
    }
    lines = [
        Line(
            key,
            True,
            musts[key],
            consultation.risks_note if key == "risks" else "",
            consultation.risks_talked_at if key == "risks" else None,
        )
        for key in MUSTS
    ]
    steps = {**dict.fromkeys(STEPS, ""), **steps_of(consultation.template)}
    for step, says in steps.items():
        done = ticked.get(step)
        note, at = (done.note, done.at) if done else ("", None)
        lines.append(Line(step, False, done is not None, note, at, says))
    return lines


def _ticked(session: Session, consultation: Consultation) -> dict[str, StepDone]:
    found = session.scalars(select(StepDone).where(StepDone.consultation_id == consultation.id))
    return {done.step: done for done in found}


def _promised(session: Session, consultation: Consultation) -> bool:
    """Whether somebody has spoken in a round that is not closed, by themselves or at a meeting."""
    asked = Round.consultation_id == consultation.id, Round.closed_at.is_(None)
    spoken = select(Answer.id).join(Submission).join(Round, Submission.round_id == Round.id).where(*asked)
    met = select(MeetingReport.id).join(MeetingReport.round).where(*asked)
    return any(session.scalar(each.limit(1)) is not None for each in (spoken, met))
