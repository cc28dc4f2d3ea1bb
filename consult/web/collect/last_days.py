"""The three days that a round has: until when people speak, the committee weighs, and people hear back."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from consult.web.forms import Day, Form


class LastDays(Form):
    closes_on = Day(
        _l("Last day on which people can speak"),
        [InputRequired(_l("Choose the last day on which people can speak."))],
    )
    review_by = Day(
        _l("Day until which the committee may weigh it"),
        [InputRequired(_l("Choose the day until which the committee may weigh it."))],
    )
    news_by = Day(
        _l("Day by which people hear back"),
        [InputRequired(_l("Choose the day by which people hear back."))],
    )
