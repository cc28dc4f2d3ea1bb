"""Words that the picture needs: along what it counts people, and the names of themes as they were written."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l

from consult.common.translation import Worded
from consult.loop.understand.records import By, FindingsTheme

BY = {
    By.GROUP: _l("By group, as people say it of themselves"),
    By.COMES_FROM: _l("By where people come from"),
    By.STAYS_IN: _l("By where people stay now"),
}


def own_names(themes: Sequence[FindingsTheme]) -> dict[UUID, Worded]:
    """The name of each theme, by the id of the released one, in the language in which it was written."""
    return {each.id: Worded(each.name, each.language) for each in themes}
