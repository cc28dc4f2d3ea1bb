"""The seven things that an office can say, and what each of them needs: one table.

Every answer has its words, a reason, somebody by role, and a day. What a kind needs beside
these stands here, and nowhere else: rooms, forms and pages read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from consult.common.errors import Refused, mark
from consult.loop.respond.records import Kind, ResponseVersion
from consult.people.records import Office

MOST_LINE = 200
MOST_QUESTION = 1000


@dataclass(frozen=True)
class Needs:
    """`fields`: what must be given beside words, why, who and day. `why_is_public`: people read the
    reason. `promises`: it is a commitment of the office, due on its day. `comes_back`: its day is one on
    which people hear more, and it is owed again from then on."""

    fields: tuple[str, ...] = ()
    why_is_public: bool = True
    promises: bool = False
    comes_back: bool = False


NEEDS = {
    Kind.WILL_DO: Needs(promises=True),
    Kind.DOING_ALREADY: Needs(promises=True),
    Kind.NEEDS_OTHERS: Needs(fields=("to_whom", "handed_on", "reference"), comes_back=True),
    Kind.CANNOT: Needs(),
    Kind.CANNOT_SAY: Needs(why_is_public=False, comes_back=True),
    Kind.NEED_TO_KNOW_MORE: Needs(fields=("question",), comes_back=True),
    Kind.STOP_OR_CHANGE: Needs(promises=True),
}

MOST = {"to_whom": MOST_LINE, "reference": MOST_LINE, "question": MOST_QUESTION}


@dataclass(frozen=True)
class Beside:
    """What some kinds need beside words, why, who and day. `to_office`: where that one answers here."""

    to_whom: str = ""
    to_office: Office | None = None
    handed_on: date | None = None
    reference: str = ""
    question: str = ""


NOTHING = Beside()


def beside_for(kind: Kind, given: Beside, *, office: Office, now: datetime) -> Beside:
    """What of `given` belongs to `kind`, trimmed. Raises Refused where the kind needs more."""
    wanted = NEEDS[kind].fields
    to_office = given.to_office if "to_whom" in wanted else None
    if to_office is not None and to_office.id == office.id:
        raise Refused(mark("This is your own office."), field="to_office")
    texts = {name: " ".join(getattr(given, name).split()) for name in ("to_whom", "reference")}
    texts["question"] = given.question.strip()
    if to_office is not None:
        texts["to_whom"] = to_office.name
    kept = {name: text if name in wanted else "" for name, text in texts.items()}
    handed_on = given.handed_on if "handed_on" in wanted else None
    _check(wanted, {**kept, "handed_on": handed_on})
    if handed_on is not None and handed_on > now.date():
        raise Refused(mark("This day is still to come. Hand it over first."), field="handed_on")
    return Beside(to_office=to_office, handed_on=handed_on, **kept)


def _check(wanted: Sequence[str], given: dict[str, str | date | None]) -> None:
    """Refuse the first thing that is wanted and missing, or too long."""
    missing = next((name for name in wanted if not given[name]), None)
    if missing == "to_whom":
        raise Refused(mark("Say to whom it was handed over."), field=missing)
    if missing == "handed_on":
        raise Refused(mark("Give the day on which it was handed over."), field=missing)
    if missing == "reference":
        raise Refused(
            mark("Give the proof: the number of the letter, or the line in a register."), field=missing
        )
    if missing == "question":
        raise Refused(mark("Write the question to the representatives."), field=missing)
    for name, most in MOST.items():
        text = given[name]
        if isinstance(text, str) and len(text) > most:
            raise Refused(mark("This is too long. Letters at most: %(most)s."), field=name, most=most)


def put_beside(version: ResponseVersion, beside: Beside) -> None:
    """Keep `beside` on a version that is being written."""
    version.to_whom, version.handed_on, version.reference = beside.to_whom, beside.handed_on, beside.reference
    version.to_office_id = beside.to_office.id if beside.to_office else None
    version.question = beside.question


def fields_in_public(kind: Kind) -> tuple[str, ...]:
    """Which texts of an answer everybody may read: a reason that is kept for safety is not among them."""
    return ("words", "why", "who") if NEEDS[kind].why_is_public else ("words", "who")
