"""The desk of a community: what offices owe it and since when, and what silence will do on which day.

For its representatives and its committee, each with what they may see. Reads alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy.orm import Session

from consult.loop.close.desk import Place, places_of
from consult.loop.close.verdicts import owed_by
from consult.loop.collect import rounds
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.records import Consultation
from consult.loop.respond.faithful_words import asked_until, with_representatives
from consult.loop.respond.owed import Waits
from consult.loop.respond.promise_states import due, is_open, promises_about
from consult.loop.respond.records import Commitment
from consult.loop.respond.stop_states import Seen, Stands
from consult.loop.review.reviews import standing
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.checks import running
from consult.loop.understand.findings import items_of, latest
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Community, Office

Viewer = Literal["representatives", "committee"]

TOLD = frozenset({Waits.PERMISSION, Waits.REPRESENTATIVES, Waits.REOPENED, Waits.REPLIED, Waits.HANDED_OVER,
                  Waits.LOOK_AGAIN})  # fmt: skip
"""Where an answer waits that those outside its office may know of. How far its writer is stays inside."""


@dataclass(frozen=True)
class Owes:
    """What one office owes: `answers`, the oldest for `days` days since `since`; `places`: where some of
    them wait, as far as it may be known. The first day of promises that have passed, and since when cards
    have no answer after their 72 hours; None: none."""

    office: Office
    answers: int
    since: date | None
    days: int
    places: tuple[Place, ...]
    overdue: int
    overdue_since: date | None
    silent: int
    silent_since: date | None

    @property
    def first(self) -> date:
        return min(day for day in (self.since, self.overdue_since, self.silent_since) if day)


class Silence(StrEnum):
    """What a day brings by itself when nobody acts until then."""

    CLOSES = "closes"
    NEWS = "news"
    CHECK = "check"
    REVIEW = "review"
    FAITHFUL = "faithful"
    CARD = "card"
    PROMISE = "promise"


@dataclass(frozen=True)
class Ahead:
    """On `day`, of `name`: a consultation, or an office. `count`: how many at once."""

    what: Silence
    day: date
    name: str
    slug: str
    count: int = 1


@dataclass(frozen=True)
class CommunityDesk:
    """`owes`: by office, who has owed longest first. `ahead`: the nearest day first."""

    community: Community
    owes: list[Owes]
    ahead: list[Ahead]
    released: bool


def community_desk(
    session: Session, *, community: Community, viewer: Viewer, cards: Sequence[Seen], now: datetime
) -> CommunityDesk:
    """`cards`: those that the viewer may know of."""
    consultations = consultations_of(session, community=community)
    themes = [theme for each in consultations for theme in _themes(session, each, viewer)]
    promises = _promises(session, themes)
    ahead = [each for one in consultations for each in _of_round(session, one, now)]
    ahead += _of_answers(session, community, themes)
    ahead += _of_offices(promises, cards, now)
    return CommunityDesk(
        community,
        sorted(
            _owes(session, community, themes=themes, promises=promises, cards=cards, now=now),
            key=lambda each: each.first,
        ),
        sorted(ahead, key=lambda each: (each.day, each.what, each.slug)),
        bool(themes),
    )


def _themes(session: Session, consultation: Consultation, viewer: Viewer) -> list[FindingsTheme]:
    findings = latest(session, consultation)
    if findings is None:
        return []
    return (
        items_of(session, findings)
        if viewer == "representatives"
        else themes_for(session, findings, viewer="committee")
    )


def _promises(session: Session, themes: Iterable[FindingsTheme]) -> list[tuple[Office, Commitment]]:
    """What offices promised about these themes and have not done yet, once each."""
    about = promises_about(session, [theme.theme_id for theme in themes])
    found = {each.id: each for promises in about.values() for each in promises if is_open(each)}
    kept_by = ((each.response.office if each.response else each.office, each) for each in found.values())
    return [(office, each) for office, each in kept_by if office is not None]


def _owes(
    session: Session,
    community: Community,
    *,
    themes: Sequence[FindingsTheme],
    promises: Sequence[tuple[Office, Commitment]],
    cards: Sequence[Seen],
    now: datetime,
) -> Iterator[Owes]:
    seen = {theme.id for theme in themes}
    silent = [each for each in cards if each.stands is Stands.SILENT]
    past = [(office, due(each)) for office, each in promises if due(each) < now.date()]
    asked = [*(office for theme in themes for office in theme.offices)]
    asked += [each.card.office for each in silent] + [office for office, _ in past]
    for office in {each.id: each for each in asked}.values():
        found = owed_by(session, office=office, now=now, community=community)
        owed = [each for each in found if each.theme.id in seen]
        late = [day for at, day in past if at.id == office.id]
        mute = [each.since for each in silent if each.card.office_id == office.id and each.since]
        since = min((each.since for each in owed), default=None)
        if owed or late or mute:
            yield Owes(
                office,
                answers=len(owed),
                since=since,
                days=(now.date() - since).days if since else 0,
                places=tuple(place for place in places_of(owed) if place.waits in TOLD),
                overdue=len(late),
                overdue_since=min(late, default=None),
                silent=len(mute),
                silent_since=min(mute, default=None),
            )


def _of_round(session: Session, consultation: Consultation, now: datetime) -> Iterator[Ahead]:
    """The days of the present round that come by themselves."""
    here = (consultation.name, consultation.slug)
    current = rounds.current_round(session, consultation)
    if current is None or current.opened_at is None:
        return
    today = rounds.today_in(consultation.community, now)
    findings = latest(session, consultation)
    if rounds.is_open(current, now) and current.closes_on:
        yield Ahead(Silence.CLOSES, current.closes_on, *here)
    unreleased = findings is None or findings.round_id != current.id
    if unreleased and not rounds.is_open(current, now) and current.news_by and current.news_by >= today:
        yield Ahead(Silence.NEWS, current.news_by, *here)
    check = running(session, consultation, now=now)
    if check is not None:
        yield Ahead(Silence.CHECK, check.until, *here)
    if findings is not None and (review := standing(session, findings, now)).waiting:
        yield Ahead(Silence.REVIEW, review.day, *here)


def _of_answers(session: Session, community: Community, themes: Iterable[FindingsTheme]) -> Iterator[Ahead]:
    """What offices wrote, and goes out with a word of the representatives or without it."""
    read = with_representatives(session, [theme.theme_id for theme in themes])
    versions = {each.id: asked_until(each) for found in read.values() for each in found}
    here = (community.name, community.slug)
    yield from _by_day(Silence.FAITHFUL, [(until.date(), here) for until in versions.values() if until])


def _of_offices(
    promises: Iterable[tuple[Office, Commitment]], cards: Iterable[Seen], now: datetime
) -> Iterator[Ahead]:
    clock = [each for each in cards if each.stands is Stands.OWED and each.until]
    yield from _by_day(
        Silence.CARD,
        [(each.until.date(), (each.card.office.name, each.card.office.slug)) for each in clock if each.until],
    )
    to_come = [
        (due(each), (office.name, office.slug)) for office, each in promises if due(each) >= now.date()
    ]
    yield from _by_day(Silence.PROMISE, to_come)


def _by_day(what: Silence, found: Iterable[tuple[date, tuple[str, str]]]) -> Iterator[Ahead]:
    """Those of one day and one name as one."""
    counts: dict[tuple[date, tuple[str, str]], int] = {}
    for each in found:
        counts[each] = counts.get(each, 0) + 1
    for (day, (name, slug)), many in counts.items():
        yield Ahead(what, day, name, slug, many)
