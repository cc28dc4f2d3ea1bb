"""What a mission leaves behind for everybody: open formats, nothing that is not public, no person in it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import House
from consult.cli import open_cards
from consult.cli.open_data import as_json, gathered
from consult.cli.open_rows import COLUMNS, rows
from consult.common.errors import Refused, mark
from consult.files.sheets import as_csv
from consult.loop.close import ledger_files
from consult.loop.close.handover_done import handovers_of
from consult.loop.close.ledger_files import as_data, as_rows
from consult.loop.close.ledger_public import open_ledger
from consult.loop.close.promise_book import as_file, book_now
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.process_record import process_record
from consult.loop.understand.records import Findings
from consult.people.records import Community

README = """What people of {name} said and what was answered
{line}

Written on {day}. Everything here was public already. There is no phone number, no receipt number,
no name of a person who spoke and no answer as it was written or said.

One folder for each consultation:

findings-N.json    Themes as they were released, what the committee says of them, what offices
                   answered, in which versions and languages, and how far the answers came.
findings-N.csv     The same, one text or number a line. It opens in any table program.
process-record.json
                   What was done, step by step, with hashes. It shows whether a letter was changed:
                   consult findings verify process-record.json
promise-book-XX.json
                   Said, answered, promised, kept, with every day that was moved, in one language.
                   consult book verify promise-book-XX.json
ledger.json, ledger.csv
                   How far the answers came, each number with how it is counted.

In this folder:

cards.json, cards.csv
                   What representatives asked offices to stop or to keep, what offices said and
                   how late, and where they were silent.
hand-overs.json    To whom and on which day what is owed was passed on, or from whom it came.

The files are plain UTF-8 text. They may be copied, read aloud and printed by anybody.
"""


def write_archive(session: Session, house: House, community: Community, out: Path) -> list[Path]:
    """Write the archive of `community` into the empty or new folder `out`; the files in it."""
    files = {"README.txt": _readme(community, house.now())}
    for consultation in _opened(session, community):
        files |= {
            f"{consultation.slug}/{name}": content
            for name, content in _of(session, house, consultation).items()
        }
    cards = open_cards.gathered(session, community, now=house.now())
    files["cards.json"] = as_json(cards)
    files["cards.csv"] = as_csv(open_cards.COLUMNS, open_cards.rows(cards))
    files["hand-overs.json"] = as_json(_handovers(session, community))
    return _written(out, files)


def _opened(session: Session, community: Community) -> list[Consultation]:
    """One that never opened is public nowhere: neither its name nor who has a seat in it."""
    opened = set(session.scalars(select(Round.consultation_id).where(Round.opened_at.is_not(None))))
    return [each for each in consultations_of(session, community=community) if each.id in opened]


def _of(session: Session, house: House, consultation: Consultation) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    numbers = session.scalars(
        select(Findings.number).where(Findings.consultation_id == consultation.id).order_by(Findings.number)
    )
    for number in numbers:
        data = gathered(
            session,
            consultation.slug,
            number,
            chain=house.languages.reads,
            now=house.now(),
            k=house.settings.small_cell,
        )
        found[f"findings-{number}.json"] = as_json(data)
        found[f"findings-{number}.csv"] = as_csv(COLUMNS, rows(data))
    k, reads = house.settings.small_cell, house.languages.reads
    ledger = open_ledger(session, consultation=consultation, chain=reads, k=k, now=house.now())
    counted = as_data(ledger, of="consultation", k=k)
    found["ledger.json"] = as_json(counted)
    found["ledger.csv"] = as_csv(ledger_files.COLUMNS, as_rows(counted))
    record = process_record(session, consultation=consultation)
    if record is not None:
        found["process-record.json"] = as_json(record)
    for language in consultation.languages:
        wanted: Sequence[str] = house.languages.chain(language)
        book = book_now(session, consultation=consultation, language=language, wanted=wanted)
        if book is not None:
            found[f"promise-book-{language}.json"] = as_json(as_file(session, book))
    return found


def _handovers(session: Session, community: Community) -> list[dict[str, Any]]:
    """Which house and on which day: no count, which beside the ledger could point at somebody."""
    return [
        {
            "way": str(each.way),
            "house": each.house,
            "day": each.done_on.isoformat() if each.done_on else None,
        }
        for each in handovers_of(session, community)
    ]


def _readme(community: Community, now: datetime) -> bytes:
    title = f"What people of {community.name} said and what was answered"
    return README.format(name=community.name, line="=" * len(title), day=now.date().isoformat()).encode()


def _written(out: Path, files: dict[str, bytes]) -> list[Path]:
    try:
        if out.exists() and any(out.iterdir()):
            raise Refused(mark("This folder is not empty: %(folder)s."), folder=str(out))
        for name, content in files.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
    except OSError:
        raise Refused(mark("The file cannot be written: %(file)s."), file=str(out)) from None
    return [out / name for name in files]
