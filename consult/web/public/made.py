"""What stands in the box *how this was made*, in words."""

from flask_babel import lazy_gettext as _l

from consult.loop.understand.how_made import PAID

WAYS = {
    "web": _l("on the web"),
    "sms": _l("by text"),
    "helper": _l("to a helper"),
    PAID: _l("to a helper whom an office pays"),
    "import": _l("with another tool"),
}
"""By which way people spoke."""
