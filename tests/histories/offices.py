"""What the offices do, and those who put their answers into words of other languages."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.respond.kinds import NOTHING, Beside
from consult.loop.respond.records import Kind, Response, ResponseVersion
from consult.loop.respond.responses import draft, new_version, of_office, versions_of
from consult.loop.respond.second_look import hand_over, publish
from consult.loop.respond.wordings import words_by_language, write_wording
from consult.loop.understand.findings import latest
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Office
from tests.histories.world import LETTERS, WORDED, Nobody, World
from tests.loop.speaking import speak as as_spoken

KINDS = {
    Kind.NEEDS_OTHERS: lambda world: Beside(
        to_whom="The ministry", handed_on=world.now.date(), reference="Letter 7"
    ),
    Kind.NEED_TO_KNOW_MORE: lambda _: Beside(question="Which well?"),
}
"""What leaves an answer owed, and what must be said beside it."""


def answer(world: World, session: Session) -> None:
    """An office writes, another of it looks, and it goes on its way: first, anew, or mended."""
    office = world.any(session, Office)
    who = {"water": ("Dana", "Emil"), "roads": ("Farah", "Ivo")}[office.slug]
    findings = latest(session, world.consultation(session))
    if findings is None:
        raise Nobody
    released = session.scalars(
        select(FindingsTheme).where(FindingsTheme.findings == findings).order_by(FindingsTheme.number)
    ).all()
    chosen = world.chance.sample(released, k=world.chance.choice([1, 1, 2]))
    kind = world.chance.choice([Kind.WILL_DO, Kind.CANNOT, Kind.DOING_ALREADY, *KINDS])
    said = {
        "kind": kind,
        "beside": KINDS[kind](world) if kind in KINDS else NOTHING,
        "words": world.word(),
        "why": "It is so.",
        "who": "The head",
        "by_when": (world.now + timedelta(days=60)).date(),
        "speak": as_spoken,
        "by": world.account(session, who[0]),
        "now": world.now,
    }
    known = of_office(session, office=office, theme=chosen[0])
    if known is None:
        language = world.chance.choice(WORDED)
        version = draft(session, office=office, themes=chosen, language=language, **said)
    else:
        version = _next(world, session, known, said)
    world.said[version.words].add(version.id)
    _word_in(world, session, version, world.chance.sample(WORDED, k=world.chance.randint(0, 4)))
    hand_over(session, version=version, by=world.account(session, who[0]), now=world.now)
    publish(session, version=version, by=world.account(session, who[1]), now=world.now)


def _next(world: World, session: Session, response: Response, said: dict[str, object]) -> ResponseVersion:
    mended = world.chance.random() < 0.4
    if mended:
        last = versions_of(session, response)[-1]
        words = last.words[:-1] + world.chance.choice(LETTERS)
        said = {**said, "words": words, "kind": last.kind, "by_when": last.by_when}
        said["beside"] = Beside(last.to_whom, last.to_office, last.handed_on, last.reference, last.question)
    version = new_version(session, response=response, only_wording=mended, **said)  # type: ignore[arg-type]
    for wording in words_by_language(session, version).values():
        world.said[wording].add(version.id)
    return version


def word_late(world: World, session: Session) -> None:
    """A translator comes late."""
    version = world.any(session, ResponseVersion)
    _word_in(world, session, version, [world.chance.choice([*WORDED, *WORDED, "ln"])])


def _word_in(world: World, session: Session, version: ResponseVersion, languages: list[str]) -> None:
    for language in languages:
        if language == version.language:
            continue
        words = world.word()
        write_wording(
            session,
            version=version,
            language=language,
            words=words,
            speak=as_spoken,
            by=world.account(session, "Dana"),
            now=world.now,
        )
        world.said[words].add(version.id)
