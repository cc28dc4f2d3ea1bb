"""The open data of findings as lines of a table, a text or a number each."""

from collections.abc import Iterator
from typing import Any

COLUMNS = ("about", "theme", "version", "what", "language", "by", "day", "count", "text")

Row = dict[str, str | int]


def rows(data: dict[str, Any]) -> Iterator[Row]:
    yield {"about": "findings", "what": "spoke", "day": data["released"], "count": data["spoke"]}
    yield {"about": "findings", "what": "meetings.number", "count": data["meetings"]["number"]}
    yield {"about": "findings", "what": "meetings.about", "count": data["meetings"]["about"]}
    yield {"about": "findings", "what": "set_aside", "count": data["set_aside"]}
    yield {"about": "findings", "what": data["review"]["stage"], "day": data["review"]["day"]}
    yield from each_language(data["alone"], about="findings", what="alone")
    for theme in data["themes"]:
        yield from _theme_rows(theme)
    for held in data["held"]:
        yield {"about": "theme", "theme": held["number"], "what": "held", "day": held["since"]}
    yield from _ledger_rows(data["ledger"])


def _theme_rows(theme: dict[str, Any]) -> Iterator[Row]:
    number = theme["number"]
    yield {"about": "theme", "theme": number, "what": "people", "count": theme["people"]}
    if theme["meetings"]:
        yield {"about": "theme", "theme": number, "what": "meetings", "count": theme["meetings"]}
    for what in ("name", "statement"):
        yield from each_language(theme[what], about="theme", theme=number, what=what)
    if theme["not_reviewed"]:
        yield {"about": "theme", "theme": number, "what": "not_reviewed"}
    if theme["reopened"]:
        yield {"about": "theme", "theme": number, "what": "reopened", "day": theme["reopened"]}
    for slip in theme["waiting"]:
        here = {"about": "theme", "theme": number, "what": "waits_for_permission"}
        yield {**here, "by": slip["office"], "day": slip["since"], "text": slip["level"]}
    for read in theme["with_representatives"]:
        here = {"about": "theme", "theme": number, "what": "with_representatives"}
        yield {**here, "by": read["office"], "day": read["until"]}
    for review in theme["reviews"]:
        row: Row = {"about": "review", "theme": number, "what": review["position"], "day": review["day"]}
        row["by"] = review["signed"] or ""
        yield from each_language(review["reason"], **row) if review["reason"] else [row]
    for each in theme["assessed"]:
        saw: Row = {"about": "assessment", "theme": number, "what": each["office"], "day": each["day"]}
        yield from each_language(each["words"], **saw, by=each["signed"] or "")
    for answer in theme["answers"]:
        for version in answer["versions"]:
            yield from _version_rows(number, answer["office"], version)
        yield from _after_rows({"about": "answer", "theme": number, "by": answer["office"]}, answer)


def _after_rows(here: Row, answer: dict[str, Any]) -> Iterator[Row]:
    """What came of an answer after it was published."""
    if answer["clock_runs_on"]:
        yield {**here, "what": "clock_runs_on"}
    for each in answer["replies"]:
        yield from each_language(each["text"], **here, what=f"reply.{each['reply']}", day=each["day"])
    for each in answer["went_into"]:
        where = ", ".join(part for part in (each["document"], each["paragraph"], each["page"]) if part)
        yield {**here, "what": "went_into" if where else "went_into_none", "day": each["day"], "text": where}


def _version_rows(theme: int, office: str, version: dict[str, Any]) -> Iterator[Row]:
    here: Row = {"about": "answer", "theme": theme, "version": version["number"], "by": office}
    yield {**here, "what": version["kind"], "day": version["published"]}
    for what in ("words", "why", "who"):
        yield from each_language(version.get(what, {}), **here, what=what)
    yield {**here, "what": "by_when", "day": version["by_when"]}
    if "handed_on" in version:
        yield {**here, "what": "handed_on", "day": version["handed_on"]}
    for what in ("to_whom", "reference", "question"):
        if what in version:
            yield {**here, "what": what, "text": version[what]}
    for what in ("only_wording", "checked_by_one"):
        if version[what]:
            yield {**here, "what": what}
    if version["faithful"] is not None:
        yield from _faithful_rows({**here, "by": "representatives"}, version["faithful"]["words"])


def _faithful_rows(here: Row, words: list[dict[str, Any]]) -> Iterator[Row]:
    """What the representatives say of a version: `faithful.yes`, `faithful.no` with why, or not checked."""
    if not words:
        yield {**here, "what": "faithful.not_checked"}
    for word in words:
        row: Row = {**here, "what": f"faithful.{word['says']}", "day": word["day"]}
        yield from each_language(word["why"], **row) if word["why"] else [row]


def each_language(texts: dict[str, str], **row: str | int) -> Iterator[Row]:
    for language, text in texts.items():
        yield {**row, "language": language, "text": text}


def _ledger_rows(totals: dict[str, Any]) -> Iterator[Row]:
    for name, value in totals.items():
        if isinstance(value, dict):
            for part, count in value.items():
                yield {"about": "ledger", "what": f"{name}.{part}", "count": count}
        elif name == "says_counted_on" and value is not None:
            yield {"about": "ledger", "what": name, "day": value}
        elif value is not None:
            yield {"about": "ledger", "what": name, "count": value}
