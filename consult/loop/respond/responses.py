"""An office answers: what it will do or not, why, who, and by when. Version by version.

A draft can be changed; what is published never is. A changed decision and a corrected typing
mistake are both new versions: the first is sent to everybody again, the second to nobody.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.loop.respond.clearance import slip_of
from consult.loop.respond.faithful_words import check_not_asked
from consult.loop.respond.kinds import NOTHING, Beside, beside_for, put_beside
from consult.loop.respond.records import Kind, Response, ResponseVersion, response_theme
from consult.loop.respond.shown import FIELDS
from consult.loop.respond.texts import Speak, check_text
from consult.loop.respond.typing_mistake import only_a_mistake
from consult.loop.understand.records import Audience, FindingsTheme
from consult.people.records import Account, Office

MOST_WORDS = 1000
MOST_WHY = 2000
MOST_WHO = 200


def draft(
    session: Session,
    *,
    office: Office,
    themes: Sequence[FindingsTheme],
    kind: Kind,
    words: str,
    why: str,
    who: str,
    by_when: date | None,
    beside: Beside = NOTHING,
    language: str,
    speak: Speak,
    by: Account,
    now: datetime,
) -> ResponseVersion:
    """Begin one answer of `office` to one or several released themes; return its first version.

    `words` is what people read and hear, in `language`, and fits into one text; `who` names a role;
    `by_when` is not past; `beside` is what the kind needs more. The themes may be of several
    communities.
    """
    _check_themes(session, office, themes)
    said = _said(words, why, who, by_when)
    beside = beside_for(kind, beside, office=office, now=now)
    check_day(said["by_when"], now)
    check_text(said["words"], language=language, numbers=[each.number for each in themes], speak=speak)
    response = Response(office=office, made_at=now, themes=list(themes))
    version = ResponseVersion(
        response=response,
        number=1,
        kind=kind,
        language=language,
        drafted_by_id=by.id,
        drafted_at=now,
        **said,
    )
    put_beside(version, beside)
    session.add_all([response, version])
    session.flush()
    history.note(session, by=by.actor, action="answer.drafted", about=version, now=now, number=1)
    return version


def revise(
    session: Session,
    *,
    version: ResponseVersion,
    kind: Kind,
    words: str,
    why: str,
    who: str,
    by_when: date | None,
    beside: Beside = NOTHING,
    speak: Speak,
    by: Account,
    now: datetime,
) -> ResponseVersion:
    """Change a draft. Its second look begins anew, and whoever changed it last is its drafter."""
    if version.published_at is not None:
        raise Refused(mark("This answer is published and stays as it is. Write a new version instead."))
    if slip_of(session, version) is not None:
        raise Refused(mark("It waits for permission. Type in first what came back."))
    check_not_asked(version)
    said = _said(words, why, who, by_when)
    beside = beside_for(kind, beside, office=version.response.office, now=now)
    if version.only_wording:
        _check_only_wording(session, version.response, kind, said, beside)
    else:
        check_day(said["by_when"], now)
    _check_text(said, version.response, version.language, speak)
    version.kind = kind
    put_beside(version, beside)
    for name, value in said.items():
        setattr(version, name, value)
    version.drafted_by_id = by.id
    version.drafted_at = now
    version.handed_over_at = version.sent_back_at = None
    translation.let_be_read(session, version, now=now)  # with a draft that changed, all of it is shown again
    history.note(session, by=by.actor, action="answer.revised", about=version, now=now, number=version.number)
    return version


def new_version(
    session: Session,
    *,
    response: Response,
    kind: Kind,
    words: str,
    why: str,
    who: str,
    by_when: date | None,
    beside: Beside = NOTHING,
    only_wording: bool,
    speak: Speak,
    by: Account,
    now: datetime,
) -> ResponseVersion:
    """Draft the next version of a published answer.

    `only_wording`: a typing mistake is corrected, the decision and its date stay; it takes the
    wordings in other languages along and sends nothing.
    """
    before = versions_of(session, response)
    if before[-1].published_at is None:
        raise Refused(mark("A version is already being written. Change that one."))
    said = _said(words, why, who, by_when)
    beside = beside_for(kind, beside, office=response.office, now=now)
    if only_wording:
        _check_only_wording(session, response, kind, said, beside)
    else:
        check_day(said["by_when"], now)
    _check_text(said, response, before[-1].language, speak)
    version = ResponseVersion(
        response=response,
        number=before[-1].number + 1,
        kind=kind,
        language=before[-1].language,
        only_wording=only_wording,
        drafted_by_id=by.id,
        drafted_at=now,
        **said,
    )
    put_beside(version, beside)
    session.add(version)
    session.flush()
    if only_wording:
        _take_wordings_along(session, before[-1], version, now)
    history.note(session, by=by.actor, action="answer.drafted", about=version, now=now, number=version.number)
    return version


def versions_of(session: Session, response: Response) -> list[ResponseVersion]:
    """Every version, oldest first."""
    mine = select(ResponseVersion).where(ResponseVersion.response_id == response.id)
    return list(session.scalars(mine.order_by(ResponseVersion.number)))


def of_office(session: Session, *, office: Office, theme: FindingsTheme) -> Response | None:
    """The answer, or its draft, of `office` to a theme: also where it was written to an earlier release."""
    return session.scalar(
        select(Response)
        .join(response_theme, response_theme.c.response_id == Response.id)
        .join(FindingsTheme, FindingsTheme.id == response_theme.c.findings_theme_id)
        .where(Response.office_id == office.id, FindingsTheme.theme_id == theme.theme_id)
        .order_by(Response.made_at.desc(), Response.id.desc())
        .limit(1)
    )


def _check_themes(session: Session, office: Office, themes: Sequence[FindingsTheme]) -> None:
    if not themes:
        raise Refused(mark("Choose at least one theme that this answers."), field="themes")
    if len({theme.audience for theme in themes}) > 1:
        raise Refused(
            mark("These themes are not meant for the same people. Answer them one by one."), field="themes"
        )
    for theme in themes:
        asked = (
            theme.offices if theme.audience is Audience.ONE_OFFICE else theme.offices + theme.theme.offices
        )
        if office not in asked or theme.audience is Audience.SPOKEN_ONLY:
            raise Refused(
                mark("Number %(number)s is not addressed to this office."),
                field="themes",
                number=theme.number,
            )
    known = exists().where(
        response_theme.c.findings_theme_id.in_([theme.id for theme in themes]),
        response_theme.c.response_id == Response.id,
        Response.office_id == office.id,
    )
    if session.scalar(select(func.count()).select_from(Response).where(known)):
        raise Refused(
            mark("This office already has an answer here. Write a new version of it instead."), field="themes"
        )


class Said(TypedDict):
    words: str
    why: str
    who: str
    by_when: date


def _said(words: str, why: str, who: str, by_when: date | None) -> Said:
    """The four things that every answer has, trimmed. Raises Refused where one is missing."""
    words, why, who = words.strip(), why.strip(), who.strip()
    if not words:
        raise Refused(mark("Write the answer, in words that can be read on the radio."), field="words")
    if not why:
        raise Refused(mark("Say why. People are owed a reason."), field="why")
    if not who:
        raise Refused(mark("Say who will do it or who decided it, by role."), field="who")
    if by_when is None:
        raise Refused(mark("Give a day: by when it is done, or when people hear more."), field="by_when")
    for field, text, most in (("words", words, MOST_WORDS), ("why", why, MOST_WHY), ("who", who, MOST_WHO)):
        if len(text) > most:
            raise Refused(mark("This is too long. Letters at most: %(most)s."), field=field, most=most)
    return Said(words=words, why=why, who=who, by_when=by_when)


def _check_text(said: Said, response: Response, language: str, speak: Speak) -> None:
    numbers = [theme.number for theme in response.themes]
    check_text(said["words"], language=language, numbers=numbers, speak=speak)


def check_day(by_when: date, now: datetime) -> None:
    if by_when < now.date():
        raise Refused(mark("This day is past. Give a day that is still to come."), field="by_when")


def _check_only_wording(session: Session, response: Response, kind: Kind, said: Said, beside: Beside) -> None:
    last = [v for v in versions_of(session, response) if v.published_at is not None][-1]
    to_office = beside.to_office.id if beside.to_office else None
    decided = (kind, said["by_when"], to_office, beside.handed_on)
    if decided != (last.kind, last.by_when, last.to_office_id, last.handed_on):
        raise Refused(
            mark("The decision or its day has changed. That is a new answer, and people must hear it."),
            field="only_wording",
        )
    texts = {**said, "to_whom": beside.to_whom, "reference": beside.reference, "question": beside.question}
    del texts["by_when"]
    if not all(only_a_mistake(getattr(last, name), str(text)) for name, text in texts.items()):
        raise Refused(
            mark("More than a few letters have changed. That is a new answer, and people must hear it."),
            field="only_wording",
        )


def _take_wordings_along(
    session: Session, before: ResponseVersion, version: ResponseVersion, now: datetime
) -> None:
    for (language, field), kept in translation.newest(session, before).items():
        if field in FIELDS:
            translation.write(
                session, version, field, language=language, text=kept.text, by_id=kept.by_id, now=now
            )
