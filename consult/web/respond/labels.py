"""The three kinds of an office's answer, in words that also the public reads."""

from flask_babel import lazy_gettext as _l

from consult.loop.respond.records import Kind

KINDS = {
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.WILL_DO: _l("We will do it"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.CANNOT: _l("We cannot do it"),
    # TRANSLATORS: A kind of an office's answer, above its words.
    Kind.NEED_TO_KNOW_MORE: _l("We need to know more"),
}
