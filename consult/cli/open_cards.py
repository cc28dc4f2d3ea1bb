"""A community's stop cards and keep cards as open data: what everyone may read on the page of the cards,
and where each stands. No person stands in it: neither who named a card nor who answered or judged it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from consult.cli.open_rows import Row, each_language
from consult.loop.respond.records import StopWord
from consult.loop.respond.stop_states import Said, Seen, Stands, cards_for, seen
from consult.people.records import Community

COLUMNS = ("card", "office", "what", "language", "day", "text")


def gathered(session: Session, community: Community, *, now: datetime) -> list[dict[str, Any]]:
    """Every card that everyone may know of, by number. Of one that is held only its mark stands."""
    found = seen(session, cards_for(session, viewer="everyone", community=community), now=now)
    return [_card(each) for each in sorted(found, key=lambda each: each.card.number)]


def _card(each: Seen) -> dict[str, Any]:
    card = each.card
    if each.stands is Stands.HELD:
        return {"card": card.number, "stands": str(each.stands), "held_since": _day(card.held_at)}
    return {
        "card": card.number,
        "office": card.office.name,
        "asks": str(card.wish),
        "words": {card.language: card.words},
        "why": {card.language: card.why} if card.why else {},
        "sent": _day(card.sent_at),
        "checked_by_one": each.alone,
        "stands": str(each.stands),
        "asked_since": _day(each.since),
        "taken_back": _day(card.withdrawn_at),
        "answers": [_answer(said) for said in each.said],
    }


def _answer(said: Said) -> dict[str, Any]:
    answer = said.answer
    return {
        "says": str(answer.says),
        "words": {answer.language: answer.words} if answer.words else {},
        "why": {answer.language: answer.why},
        "published": _day(answer.published_at),
        "within_72_hours": not said.late,
        "checked_by_one": answer.published_by_id == answer.drafted_by_id,
        "representatives": [_word(word) for word in said.words],
    }


def _word(word: StopWord) -> dict[str, Any]:
    why = {word.language: word.note} if word.note else {}
    return {"is_an_answer": word.is_one, "day": _day(word.at), "why": why}


def _day(day: datetime | date | None) -> str | None:
    return day.strftime("%Y-%m-%d") if day else None


def rows(cards: list[dict[str, Any]]) -> Iterator[Row]:
    """The same as lines of a table, a text or a day each."""
    for card in cards:
        here: Row = {"card": card["card"], "office": card.get("office") or ""}
        if "held_since" in card:
            yield {**here, "what": "held", "day": card["held_since"]}
            continue
        yield {**here, "what": card["stands"], "day": card["asked_since"] or card["sent"]}
        yield from each_language(card["words"], **here, what=card["asks"], day=card["sent"])
        yield from each_language(card["why"], **here, what="why", day=card["sent"])
        if card["taken_back"]:
            yield {**here, "what": "taken_back", "day": card["taken_back"]}
        for answer in card["answers"]:
            yield from _answer_rows(here, answer)


def _answer_rows(here: Row, answer: dict[str, Any]) -> Iterator[Row]:
    day = answer["published"]
    when = "answered_within_72_hours" if answer["within_72_hours"] else "answered_late"
    yield {**here, "what": when, "day": day, "text": answer["says"]}
    yield from each_language(answer["words"], **here, what="answer", day=day)
    yield from each_language(answer["why"], **here, what="answer.why", day=day)
    for word in answer["representatives"]:
        what = "representative.yes" if word["is_an_answer"] else "representative.no"
        said: Row = {**here, "what": what, "day": word["day"]}
        yield from each_language(word["why"], **said) if word["why"] else [said]
