"""A ledger as a file: JSON, and the same as lines of a table. No person stands in it, and no text that is
held. Keys are stable; a number that is withheld is empty, with the reason beside it. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from consult.loop.close.ledger_counted import counted_as
from consult.loop.close.ledger_lines import (
    AnswerRow,
    CardRow,
    Line,
    PromiseRow,
    ThemeRow,
    cards_in_turn,
    oldest_first,
)
from consult.loop.close.ledger_public import OpenLedger

FORMAT = "consult-ledger-1"
SMALL = "could point at a few people"
HELD = "held for safety"
COLUMNS = (
    "about", "consultation", "key", "unit", "value", "withheld", "left_out", "day", "until", "office",
    "theme", "text", "counted_as", "community",
)  # fmt: skip

Row = dict[str, str | int]


def as_data(found: OpenLedger, *, of: str, k: int) -> dict[str, Any]:
    """`of`: consultation, office or all."""
    return {
        "format": FORMAT,
        "of": of,
        "consultations": list(found.of),
        "counted_on": (found.counted or found.today).isoformat(),
        "smallest_number": k,
        "numbers": [_number(each, k) for each in found.lines],
        "themes": [_theme(each) for each in oldest_first(found.rows.themes)],
        "answers": [_answer(each) for each in found.rows.answers],
        "promises": [_promise(each) for each in found.rows.promises],
        "cards": [_card(each) for each in cards_in_turn(found.rows.cards)],
        "told": [
            {
                "day": each.on.isoformat(),
                "form": str(each.form),
                "place": each.place,
                "people": each.people,
                "themes": list(each.numbers),
                "beans": [
                    {"theme": line.number, "says": str(line.says), "beans": line.beans}
                    for line in each.beans
                    if line.office is None
                ],
                "happened": [
                    {
                        "theme": line.number,
                        "office": line.office,
                        "promised_for": line.day.isoformat() if line.day else None,
                        "says": str(line.says),
                        "beans": line.beans,
                    }
                    for line in each.beans
                    if line.office is not None
                ],
            }
            for each in found.told
        ],
    }


def _number(line: Line, k: int) -> dict[str, Any]:
    return {
        "key": line.key,
        "unit": str(line.unit),
        "value": line.value,
        "withheld": SMALL if line.withheld else None,
        "left_out": line.left_out,
        "counted_on": _day(line.counted),
        "counted_as": counted_as(line.key) % {"most": k - 1},
    }


def _theme(row: ThemeRow) -> dict[str, Any]:
    return {
        "consultation": row.consultation,
        "theme": row.number,
        "released": row.since.isoformat(),
        "answered": _day(row.answered),
        "owed_since": _day(row.open_since),
        "offices": sorted(row.offices),
        "held_since": _day(row.held),
        "in_newest_release": not row.closed,
    }


def _answer(row: AnswerRow) -> dict[str, Any]:
    return {
        "consultation": row.consultation,
        "office": row.office,
        "themes": list(row.numbers),
        "published": row.published.isoformat(),
        "kind": None if row.hidden else row.kind,
        "documents": []
        if row.hidden
        else [
            {
                "document": each.document,
                "paragraph": each.paragraph,
                "page": each.page,
                "day": each.on.isoformat(),
            }
            for each in row.places
        ],
        "in_none": None if row.hidden else row.in_none,
        "withheld": HELD if row.hidden else None,
    }


def _promise(row: PromiseRow) -> dict[str, Any]:
    small = bool(row.people) and None in row.people.values()
    return {
        "consultation": row.consultation,
        "office": row.office,
        "by": row.by,
        "themes": list(row.numbers),
        "due": row.due.isoformat(),
        "moved": row.moved,
        "claimed": _day(row.claimed),
        "overdue": _day(row.overdue),
        "taken_back": _day(row.ended),
        "people_say": dict(row.people),
        "counted_on": _day(row.counted),
        "withheld": HELD if row.hidden else SMALL if small else None,
    }


def _card(row: CardRow) -> dict[str, Any]:
    return {
        "community": row.community,
        "card": row.number,
        "office": row.office,
        "asks": row.wish,
        "stands": row.stands,
        "asked_since": _day(row.since),
        "answered": _day(row.answered),
        "within_72_hours": not row.late if row.answered else None,
        "called_no_answer": row.refused,
        "held_since": _day(row.held),
        "withheld": HELD if row.held else None,
    }


def as_rows(data: dict[str, Any]) -> Iterator[Row]:
    """The same as `as_data`, a line for each number and each day."""
    for each in data["numbers"]:
        yield _row(
            "number",
            key=each["key"],
            day=each["counted_on"],
            **{name: each[name] for name in ("unit", "value", "withheld", "left_out", "counted_as")},
        )
    for each in data["themes"]:
        here = {"consultation": each["consultation"], "theme": each["theme"]}
        for key in ("released", "answered", "owed_since", "held_since"):
            if each[key]:
                yield _row("theme", key=key, day=each[key], office=", ".join(each["offices"]), **here)
    for each in data["answers"]:
        here = {"consultation": each["consultation"], "office": each["office"], "theme": _numbers(each)}
        yield _row("answer", key=each["kind"], day=each["published"], withheld=each["withheld"], **here)
        for place in each["documents"]:
            text = ", ".join(part for part in (place["document"], place["paragraph"], place["page"]) if part)
            yield _row("answer", key="in_document", day=place["day"], text=text, **here)
    yield from _promise_rows(data["promises"])
    yield from _card_rows(data["cards"])
    for each in data["told"]:
        here = {"day": each["day"], "theme": _numbers(each), "text": each["place"]}
        yield _row("told", key=each["form"], unit="people_there", value=each["people"], **here)
        for line in each["beans"]:
            yield _row("told", key=f"says.{line['says']}", unit="beans", value=line["beans"],
                       day=each["day"], theme=line["theme"])  # fmt: skip
        for line in each["happened"]:
            yield _row("told", key=f"happened.{line['says']}", unit="beans", value=line["beans"],
                       day=each["day"], until=line["promised_for"], theme=line["theme"],
                       office=line["office"])  # fmt: skip


def _promise_rows(promises: list[dict[str, Any]]) -> Iterator[Row]:
    for each in promises:
        here = {"consultation": each["consultation"], "office": each["office"], "theme": _numbers(each)}
        yield _row("promise", key="promised", until=each["due"], withheld=each["withheld"], **here)
        for key in ("claimed", "overdue", "taken_back"):
            if each[key]:
                yield _row("promise", key=key, day=each[key], **here)
        for says, value in each["people_say"].items():
            yield _row("promise", key=f"people_say.{says}", value=value, day=each["counted_on"], **here)


def _card_rows(cards: list[dict[str, Any]]) -> Iterator[Row]:
    for each in cards:
        here = {"community": each["community"], "office": each["office"], "text": f"card {each['card']}"}
        yield _row("card", key=each["stands"], day=each["asked_since"] or each["held_since"],
                   withheld=each["withheld"], **here)  # fmt: skip
        if each["answered"]:
            key = "answered_within_72_hours" if each["within_72_hours"] else "answered_late"
            yield _row("card", key=key, day=each["answered"], **here)


def _row(about: str, **cells: Any) -> Row:
    return {"about": about, **{name: cell for name, cell in cells.items() if cell is not None}}


def _numbers(each: dict[str, Any]) -> str:
    return ", ".join(map(str, each["themes"]))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
