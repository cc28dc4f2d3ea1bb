"""A seat in words: what its holder does, and its number in its place."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.people.records import Role, Seat

ROLES = {
    Role.REPRESENTATIVE: _l("Representative of a community"),
    Role.COMMITTEE_MEMBER: _l("Member of a community's committee"),
    Role.STAFF: _l("Staff of an office"),
    Role.TRANSLATOR: _l("Translator for a community"),
    Role.READER: _l("Reader from elsewhere"),
    Role.PROTECTION_OFFICER: _l("Protection officer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}


def title(seat: Seat) -> str:
    """A seat by its number in its place, as the public says it: *representative 3*."""
    match seat.role:
        case Role.REPRESENTATIVE:
            return str(_("Representative %(number)s", number=seat.number))
        case Role.COMMITTEE_MEMBER:
            return str(_("Committee member %(number)s", number=seat.number))
        case Role.STAFF:
            return str(_("Staff member %(number)s", number=seat.number))
        case Role.TRANSLATOR:
            return str(_("Translator %(number)s", number=seat.number))
        case Role.READER:
            return str(_("Reader %(number)s", number=seat.number))
        case Role.PROTECTION_OFFICER:
            return str(_("Protection officer %(number)s", number=seat.number))
        case Role.ADMINISTRATOR:
            return str(_("Administrator %(number)s", number=seat.number))
