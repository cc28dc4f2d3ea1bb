"""Fields that the pages about people share."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from consult.languages.records import Language
from consult.web.parts import parts


def choice(label: str, **more: Any) -> SelectField:
    """One of a list, with a mistake in our own words."""
    return SelectField(label, invalid_choice_message=_l("Please choose one of the list."), **more)


def spoken(*, by_participants: bool = False) -> list[SelectChoice]:
    """The languages as choices: those of the workspaces, or all that participants can have."""
    return [
        SelectChoice(value=each.code, label=_named(each))
        for each in parts().languages.all()
        if by_participants or not each.participants_only
    ]


def _named(language: Language) -> str:
    """Its own name; a draft is called one."""
    return str(_("%(language)s (draft)", language=language.autonym)) if language.draft else language.autonym
