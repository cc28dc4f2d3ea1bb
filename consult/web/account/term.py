"""The term of a seat in a form: how its holder was chosen, by whom, who objected, until when."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from consult.people.records import Seat
from consult.web.forms import Day, Form


class Term(Form):
    how_chosen = TextAreaField(_l("How were they chosen?"), render_kw={"rows": 2})
    chosen_by = TextAreaField(_l("By whom?"), render_kw={"rows": 2})
    objected = TextAreaField(_l("Who objected?"), render_kw={"rows": 2})
    until = Day(_l("Last day of the seat"), [Optional()])


def given(form: Term) -> dict[str, Any]:
    """What the form says, as the room takes it: the seat ends in the night after its last day."""
    day = form.until.data
    return {
        "how_chosen": form.how_chosen.data or "",
        "chosen_by": form.chosen_by.data or "",
        "objected": form.objected.data or "",
        "until": datetime.combine(day + timedelta(days=1), time(), UTC) if day else None,
    }


def shown(seat: Seat) -> Term:
    """The form with what stands on record; its last day is the one before the night in which it ends."""
    day = (seat.until - timedelta(microseconds=1)).date() if seat.until else None
    said = {"how_chosen": seat.how_chosen, "chosen_by": seat.chosen_by, "objected": seat.objected}
    return Term(data={**said, "until": day})
