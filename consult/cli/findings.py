"""`consult findings export`: what everyone may know of released findings, as open data."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.common.translation import in_every_language
from consult.files.sheets import as_csv, as_xlsx
from consult.loop.close.in_public import Story, in_public
from consult.loop.close.ledger import Count, Ledger, ledger
from consult.loop.close.letters import Chain
from consult.loop.collect import consultations
from consult.loop.respond.answers_to import Published
from consult.loop.respond.kinds import NEEDS, fields_in_public
from consult.loop.respond.records import ResponseVersion
from consult.loop.review.records import Assessment, Review
from consult.loop.understand.findings import findings_numbered
from consult.loop.understand.record_check import check_record

WITHHELD = "withheld"
"""Stands where a count would be, when the small-number rule does not let it show."""

COLUMNS = ("about", "theme", "version", "what", "language", "by", "day", "count", "text")

Row = dict[str, str | int]


@click.group(cls=Sentences)
def findings() -> None:
    """Take released findings out as open data: nothing that is not public on the pages."""


@findings.command()
@click.argument("slug")
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "json"]), required=True, help="Kind of file."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(slug: str, number: int, form: str, output: Path | None) -> None:
    """Export findings NUMBER of the consultation SLUG with reviews, answers and the ledger's totals."""
    house = here()
    with house.database.reading() as session:
        data = gathered(session, slug, number, chain=house.languages.reads, now=house.now())
    content = MAKERS[form](data)
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError:
        raise Refused(mark("The file cannot be written: %(file)s."), file=str(output)) from None


@findings.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Check the process record in FILE, which anybody can take from a consultation's public page."""
    try:
        found = check_record(json.loads(file.read_bytes()))
    except OSError:
        raise Refused(mark("The file cannot be read: %(file)s."), file=str(file)) from None
    except ValueError:
        found = None
    if found is None:
        raise Refused(mark("This is no process record: %(file)s."), file=str(file))
    if found.wrong:
        raise Refused(
            mark("Something in this file is not as it was released: %(what)s."), what="; ".join(found.wrong)
        )
    for number, hashed in found.numbers.items():
        click.echo(f"Findings {number}: check number {hashed[:16]}")
    click.echo(
        f"Nothing was changed. Items that can be read: {found.open}; kept or taken back: {found.closed}."
    )
    click.echo("Compare the check numbers with those on the public page, a poster or the promise book.")


def gathered(session: Session, slug: str, number: int, *, chain: Chain, now: datetime) -> dict[str, Any]:
    """All that is exported, as it stands in the JSON file."""
    consultation = consultations.find(session, slug=slug)
    if consultation is None:
        raise Refused(mark("There is no consultation at this address: %(slug)s."), slug=slug)
    released = findings_numbered(session, consultation=consultation, number=number)
    if released is None:
        raise Refused(mark("Findings %(number)s were not released here."), number=number)
    public = in_public(session, released, now=now)
    counted = ledger(session, consultation=consultation, chain=chain, now=now)
    return {
        "consultation": slug,
        "name": in_every_language(session, consultation, "name", source=consultation.language),
        "findings": number,
        "round": released.round.number,
        "released": released.released_at.date().isoformat(),
        "review": {"stage": str(public.review.stage), "day": public.review.day.isoformat()},
        "spoke": released.spoke,
        "set_aside": released.set_aside,
        "alone": in_every_language(session, released, "alone", source=released.language),
        "themes": [_theme(session, each) for each in public.stories],
        "held": [{"number": each.number, "since": each.since.isoformat()} for each in public.held],
        "ledger": _totals(counted),
    }


def _theme(session: Session, story: Story) -> dict[str, Any]:
    theme = story.theme
    return {
        "number": theme.number,
        "name": in_every_language(session, theme, "name", source=theme.language),
        "statement": in_every_language(session, theme, "statement", source=theme.language),
        "people": WITHHELD if theme.people is None else theme.people,
        "not_reviewed": story.not_reviewed,
        "reviews": [_review(each) for each in story.positions],
        "assessed": [_assessed(each) for each in story.assessed],
        "reopened": story.reopened.isoformat() if story.reopened else None,
        "waiting": [
            {
                "office": slip.version.response.office.name,
                "level": slip.level.name,
                "since": slip.since.isoformat(),
            }
            for slip in story.waiting
        ],
        "answers": [_answer(session, each, story) for each in story.answers],
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "position": str(review.position),
        "reason": {review.language: review.reason} if review.reason else {},
        "signed": review.signed,
        "day": review.at.date().isoformat(),
        "findings": review.findings_theme.findings.number,
        "afterwards": review.afterwards,
        "on_paper": review.typed_by_id is not None,
    }


def _assessed(each: Assessment) -> dict[str, Any]:
    return {
        "office": each.office.name,
        "words": {each.language: each.words},
        "signed": each.signed,
        "day": each.at.date().isoformat(),
    }


def _answer(session: Session, published: Published, story: Story) -> dict[str, Any]:
    """One office's answer with every version that it published, the newest first."""
    versions = (published.newest, *published.before)
    return {
        "office": published.newest.response.office.name,
        "versions": [_version(session, each) for each in versions],
        "clock_runs_on": published.newest.id in story.beside.runs_on,
        "replies": [
            {"reply": str(each.reply), "day": each.at.date().isoformat(), "text": {each.language: each.text}}
            for version in versions
            for each in story.beside.replies.get(version.id, [])
        ],
        "went_into": [
            {
                "document": each.document,
                "paragraph": each.paragraph,
                "page": each.page,
                "day": each.on.isoformat(),
            }
            for each in story.beside.went.get(published.newest.response_id, [])
        ],
    }


def _version(session: Session, version: ResponseVersion) -> dict[str, Any]:
    assert version.published_at is not None
    said = {
        field: in_every_language(session, version, field, source=version.language)
        for field in fields_in_public(version.kind)
    }
    return {
        "number": version.number,
        "kind": str(version.kind),
        **said,
        "by_when": version.by_when.isoformat(),
        **_beside(version),
        "published": version.published_at.date().isoformat(),
        "only_wording": version.only_wording,
        "checked_by_one": version.checked_by_one,
    }


def _beside(version: ResponseVersion) -> dict[str, Any]:
    """What this kind of answer has beside its words; nothing where it has none."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name in NEEDS[version.kind].fields
        if (value := getattr(version, name))
    }


def _totals(counted: Ledger) -> dict[str, Any]:
    """The ledger of the whole consultation, as its public page counts it. Nothing by theme."""
    totals: dict[str, Any] = {}
    for name, value in vars(counted).items():
        if isinstance(value, Count):
            totals[name] = vars(value)
        elif name not in ("told", "says", "debts"):
            totals[name] = value
    totals["says"] = {str(says): count for says, count in counted.says.items()}
    totals["debts"] = {str(reason): count for reason, count in sorted(counted.debts.items())}
    return totals


def as_json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(data: dict[str, Any]) -> bytes:
    """One line a text or number."""
    return as_csv(COLUMNS, _rows(data))


def _as_xlsx(data: dict[str, Any]) -> bytes:
    """The same lines on one sheet."""
    return as_xlsx("findings", COLUMNS, _rows(data))


def _rows(data: dict[str, Any]) -> Iterator[Row]:
    yield {"about": "findings", "what": "spoke", "day": data["released"], "count": data["spoke"]}
    yield {"about": "findings", "what": "set_aside", "count": data["set_aside"]}
    yield {"about": "findings", "what": data["review"]["stage"], "day": data["review"]["day"]}
    yield from _texts(data["alone"], about="findings", what="alone")
    for theme in data["themes"]:
        yield from _theme_rows(theme)
    for held in data["held"]:
        yield {"about": "theme", "theme": held["number"], "what": "held", "day": held["since"]}
    yield from _ledger_rows(data["ledger"])


def _theme_rows(theme: dict[str, Any]) -> Iterator[Row]:
    number = theme["number"]
    yield {"about": "theme", "theme": number, "what": "people", "count": theme["people"]}
    for what in ("name", "statement"):
        yield from _texts(theme[what], about="theme", theme=number, what=what)
    if theme["not_reviewed"]:
        yield {"about": "theme", "theme": number, "what": "not_reviewed"}
    if theme["reopened"]:
        yield {"about": "theme", "theme": number, "what": "reopened", "day": theme["reopened"]}
    for slip in theme["waiting"]:
        here = {"about": "theme", "theme": number, "what": "waits_for_permission"}
        yield {**here, "by": slip["office"], "day": slip["since"], "text": slip["level"]}
    for review in theme["reviews"]:
        row: Row = {"about": "review", "theme": number, "what": review["position"], "day": review["day"]}
        row["by"] = review["signed"] or ""
        yield from _texts(review["reason"], **row) if review["reason"] else [row]
    for each in theme["assessed"]:
        saw: Row = {"about": "assessment", "theme": number, "what": each["office"], "day": each["day"]}
        yield from _texts(each["words"], **saw, by=each["signed"] or "")
    for answer in theme["answers"]:
        for version in answer["versions"]:
            yield from _version_rows(number, answer["office"], version)
        yield from _after_rows({"about": "answer", "theme": number, "by": answer["office"]}, answer)


def _after_rows(here: Row, answer: dict[str, Any]) -> Iterator[Row]:
    """What came of an answer after it was published."""
    if answer["clock_runs_on"]:
        yield {**here, "what": "clock_runs_on"}
    for each in answer["replies"]:
        yield from _texts(each["text"], **here, what=f"reply.{each['reply']}", day=each["day"])
    for each in answer["went_into"]:
        where = ", ".join(part for part in (each["document"], each["paragraph"], each["page"]) if part)
        yield {**here, "what": "went_into" if where else "went_into_none", "day": each["day"], "text": where}


def _version_rows(theme: int, office: str, version: dict[str, Any]) -> Iterator[Row]:
    here: Row = {"about": "answer", "theme": theme, "version": version["number"], "by": office}
    yield {**here, "what": version["kind"], "day": version["published"]}
    for what in ("words", "why", "who"):
        yield from _texts(version.get(what, {}), **here, what=what)
    yield {**here, "what": "by_when", "day": version["by_when"]}
    if "handed_on" in version:
        yield {**here, "what": "handed_on", "day": version["handed_on"]}
    for what in ("to_whom", "reference", "question"):
        if what in version:
            yield {**here, "what": what, "text": version[what]}
    for what in ("only_wording", "checked_by_one"):
        if version[what]:
            yield {**here, "what": what}


def _texts(texts: dict[str, str], **row: str | int) -> Iterator[Row]:
    for language, text in texts.items():
        yield {**row, "language": language, "text": text}


def _ledger_rows(totals: dict[str, Any]) -> Iterator[Row]:
    for name, value in totals.items():
        if isinstance(value, dict):
            for part, count in value.items():
                yield {"about": "ledger", "what": f"{name}.{part}", "count": count}
        elif value is not None:
            yield {"about": "ledger", "what": name, "count": value}


MAKERS = {"csv": _as_csv, "xlsx": _as_xlsx, "json": as_json}
