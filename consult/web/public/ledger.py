"""The public ledger: how far the answers came, in steps; of a consultation, of an office, of all together.

Every number opens how it is counted, and every ledger is a file too.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from consult.files.sheets import as_csv
from consult.loop.close.debts import Reason
from consult.loop.close.ledger_files import COLUMNS, as_data, as_rows
from consult.loop.close.ledger_kept import ledger_of, ledger_of_all
from consult.loop.close.ledger_lines import Line, Unit, cards_in_turn, oldest_first
from consult.loop.close.ledger_public import OpenLedger, of_office
from consult.loop.close.records import Says
from consult.loop.collect.records import Consultation
from consult.people.records import Office
from consult.web.guards import everyone
from consult.web.leaves import cut, page_number
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.ledger_words import NAMES, PARTS, REASON_KEY, counted_in_words
from consult.web.public.saying import asking
from consult.web.respond.labels import WISHES

REASONS = {
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_ANSWER_YET: _l("No office has answered yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.HANDED_OVER: _l("An office handed it over to others. Nobody has answered yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.ASKED_BACK: _l("An office asks something back first. Nobody has answered yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.REOPENED: _l("Somebody said: not what we said. A second answer is owed."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NOT_READ_YET: _l("The words are not read yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.HELD: _l("Held back for safety."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_WORDING: _l("The answer is not in their language yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.NO_CHANNEL: _l("They left no way to reach them."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.PHONE_STOPPED: _l("Their phone takes no more texts."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.DEAD_NUMBER: _l("The text could not be delivered."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.CHOSE_NOTHING: _l("They chose to hear nothing by phone."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.KNOCK_ONLY: _l("They got a knock and have not heard the answer yet."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.WAITING: _l("On its way."),
    # TRANSLATORS: Why an answer that is owed has not reached a person. The successor has their number.
    Reason.PASSED_ON: _l("Passed on to who answers now, with their number."),
    # TRANSLATORS: Why an answer that is owed has not reached a person. They hear by code or at a meeting.
    Reason.NOT_PASSED: _l("Passed on to who answers now, without a number: by receipt, or read aloud."),
    # TRANSLATORS: Why an answer that is owed has not reached a person.
    Reason.LEFT: _l("They left and took their words with them."),
}

SAID = {
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.NO: _l("No"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.PARTLY: _l("Partly"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.YES: _l("Yes"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.CANNOT_SAY: _l("Cannot say"),
    # TRANSLATORS: What a person says. Is this an answer to what you said?
    Says.NOT_WHAT_WE_SAID: _l("Not what we said"),
}

STEPS = ("owed", "read", "answered", "reached", "judged")
"""The steps between which answers are lost, in answers owed."""


@dataclass(frozen=True)
class Shown:
    """One row of a table: a number in people, in answers owed, or in what `of` it counts."""

    key: str
    name: str
    how: str
    people: Line | None
    other: Line | None


@dataclass(frozen=True)
class Step:
    """How many answers came so far, and how many were lost since the step before."""

    name: str
    owed: int
    lost: int
    most_lost: bool


@blueprint.get("/c/<slug>/<lang>/ledger")
@everyone
def ledger(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    found = _of(asked.consultation)
    told = cut(found.told, page_number())
    return _page("public/ledger.html", found, lang, asked=asked, offices=_offices(found), told=told)


@blueprint.get("/o/<office>/<lang>/ledger")
@everyone
def office_ledger(office: str, lang: str) -> ResponseReturnValue:
    """What one office owes, said, promised and did, over all consultations in public communities."""
    which, found = _of_office(office)
    return _page("public/ledger_of_office.html", found, _known(lang), office=which, names_of=_names_of(found))


@blueprint.get("/all/<lang>/ledger")
@everyone
def whole_ledger(lang: str) -> ResponseReturnValue:
    """All consultations in public communities together."""
    found = _of_all()
    return _page(
        "public/ledger_of_all.html", found, _known(lang), names_of=_names_of(found), offices=_offices(found)
    )


@blueprint.get("/c/<slug>/ledger.<form>")
@everyone
def ledger_file(slug: str, form: str) -> ResponseReturnValue:
    return _file(_of(asking(slug).consultation), form, of="consultation", name=slug)


@blueprint.get("/o/<office>/ledger.<form>")
@everyone
def office_ledger_file(office: str, form: str) -> ResponseReturnValue:
    return _file(_of_office(office)[1], form, of="office", name=office)


@blueprint.get("/all/ledger.<form>")
@everyone
def whole_ledger_file(form: str) -> ResponseReturnValue:
    return _file(_of_all(), form, of="all", name="all")


def _of(consultation: Consultation) -> OpenLedger:
    reads, k = parts().languages.reads, parts().settings.small_cell
    return ledger_of(g.session, consultation=consultation, chain=reads, k=k, now=now())


def _of_all() -> OpenLedger:
    reads, k = parts().languages.reads, parts().settings.small_cell
    return ledger_of_all(g.session, chain=reads, k=k, now=now())


def _of_office(slug: str) -> tuple[Office, OpenLedger]:
    office = g.session.scalar(select(Office).where(Office.slug == slug))
    if office is None:
        abort(404)
    k = parts().settings.small_cell
    return office, of_office(g.session, slug, now=now(), k=k)


def _known(lang: str) -> str:
    if not parts().languages.known(lang):
        abort(404)
    return lang


def _offices(found: OpenLedger) -> dict[str, str]:
    """By short name, the offices that stand in the rows."""
    slugs = {slug for row in found.rows.themes for slug in row.offices | set(row.first)}
    slugs |= {row.office for row in found.rows.answers}
    slugs |= {row.office for row in found.rows.promises if row.office}
    slugs |= {row.office for row in found.rows.cards if row.office}
    rows = g.session.execute(
        select(Office.slug, Office.name).where(Office.slug.in_(slugs)).order_by(Office.name)
    )
    return dict(rows.all())


def _names_of(found: OpenLedger) -> dict[str, Consultation]:
    rows = g.session.scalars(select(Consultation).where(Consultation.slug.in_(found.of)))
    return {each.slug: each for each in rows}


def _page(template: str, found: OpenLedger, lang: str, **more: object) -> str:
    return render_template(
        template,
        found=found,
        lang=lang,
        rows=rows_of(found.lines),
        most_lost=[each for each in steps_of(found) if each.most_lost],
        oldest=oldest_first(found.rows.themes),
        cards=cards_in_turn(found.rows.cards),
        wishes=WISHES,
        fewest=parts().settings.small_cell,
        said=SAID,
        **more,
    )


def _file(found: OpenLedger, form: str, *, of: str, name: str) -> ResponseReturnValue:
    """The ledger as `form`. Whoever keeps it asks each time whether it still stands: a hold hides at once."""
    data = as_data(found, of=of, k=parts().settings.small_cell)
    if form == "json":
        made, kind = json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n", "application/json"
    elif form == "csv":
        made, kind = as_csv(COLUMNS, as_rows(data)), "text/csv"
    else:
        abort(404)
    answer = Response(made, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-ledger.{form}"'
    answer.add_etag()
    g.asks_again = True
    return answer.make_conditional(request)


def rows_of(lines: Iterable[Line]) -> dict[str, Shown]:
    """By key, every number with its name and how it is counted, in words."""
    of_key: dict[str, dict[bool, Line]] = {}
    for line in lines:
        of_key.setdefault(line.key, {})[line.unit is Unit.PEOPLE] = line
    return {
        key: Shown(key, _name(key), counted_in_words(key), found.get(True), found.get(False))
        for key, found in of_key.items()
    }


def _name(key: str) -> str:
    whole, _dot, part = key.partition(".")
    if whole == REASON_KEY:
        return str(REASONS[Reason(part)])
    if whole in ("says", "happened"):
        return str(SAID[Says(part)])
    return str(PARTS[part] if part else NAMES[whole])


def steps_of(found: OpenLedger) -> list[Step]:
    """The steps of the loop in answers owed; the greatest loss between two of them is marked."""
    owed = [_owed(found, key) for key in STEPS]
    lost = [0, *(before - after for before, after in pairwise(owed))]
    return [
        Step(str(NAMES[key]), number, since_before, most_lost=since_before == max(lost) > 0)
        for key, number, since_before in zip(STEPS, owed, lost, strict=True)
    ]


def _owed(found: OpenLedger, key: str) -> int:
    if key == "read":
        return sum(_owed(found, each) for each in ("on_theme", "alone", "set_aside"))
    line = found.line(key, Unit.OWED)
    return line.value or 0 if line else 0
