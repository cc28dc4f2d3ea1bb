"""Which language a page speaks, and its sentences along our own chain of fallbacks.

Flask-Babel would load one locale that its library knows. Our languages are records of our own,
so its domain is replaced: see consult/languages.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain
from flask_babel import gettext as _
from markupsafe import Markup, escape

from consult.common.translation import Worded
from consult.languages.records import SOURCE, Language
from consult.people import danger
from consult.people.records import Community
from consult.web.account.session import account_here
from consult.web.fallen import marked
from consult.web.parts import parts


class OurSentences:
    """What Flask-Babel and Jinja ask for sentences, answered by `Languages`."""

    def ugettext(self, sentence: str) -> str:
        return marked(parts().languages.sentence(sentence, code_here()), code_here())

    def ungettext(self, one: str, many: str, number: int) -> str:
        return marked(parts().languages.plural(one, many, number, code_here()), code_here())

    def upgettext(self, context: str, sentence: str) -> str:
        return marked(parts().languages.sentence(sentence, code_here(), context), code_here())

    def unpgettext(self, context: str, one: str, many: str, number: int) -> str:
        return marked(parts().languages.plural(one, many, number, code_here(), context), code_here())


class OurDomain(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    def get_translations(self) -> OurSentences:
        return OurSentences()


class OurBabel(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> OurDomain:
        return OurDomain()


def speak(app: Flask) -> None:
    """Let the pages of `app` speak our languages."""
    OurBabel(app, locale_selector=lambda: Locale.parse(language_here().format_locale))
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.globals["language"] = language_here
    app.jinja_env.globals["tongue"] = tongue
    app.jinja_env.globals["danger_place"] = danger_place


def language_here() -> Language:
    """The language of this page."""
    return parts().languages.get(code_here())


def code_here() -> str:
    """Its code: from the address, else of the account, else what the browser prefers."""
    if not has_request_context():
        return SOURCE
    if "code_here" not in g:
        g.code_here = _chosen()
    return str(g.code_here)


def _chosen() -> str:
    languages = parts().languages
    in_address = (request.view_args or {}).get("lang") or request.args.get("lang")
    if _is_read_there() and isinstance(in_address, str) and languages.known(in_address):
        return in_address
    of_account = _language_of_account()
    if of_account and languages.known(of_account) and not languages.get(of_account).participants_only:
        return of_account
    offered = {each.tag: each.code for each in languages.all()}
    return offered.get(request.accept_languages.best_match(list(offered)) or "", SOURCE)


def _is_read_there() -> bool:
    """Whether the language in the address is the reader's. In a workspace it is that of a text to
    write, and whoever writes it reads the page in their own."""
    return request.blueprint not in ("collect", "understand") or request.endpoint in (
        "collect.paper",
        "collect.preview",
        "collect.sheet",
        "collect.invited",
        "understand.check_sheet",
    )


def _language_of_account() -> str | None:
    """Asked of the database, afresh where the request's own session is closed: on error pages."""
    if "session" in g:
        account = g.get("account") or account_here()
        return account.language if account else None
    with parts().database.reading() as g.session:
        try:
            account = account_here()
            return account.language if account else None
        finally:
            g.pop("session")


def tongue(code: str) -> Language:
    """The language of a text that is not the page's: for its `lang` and `dir`."""
    return parts().languages.get(code)


def danger_place(community: Community) -> Worded:
    """Where people of `community` go in danger, in the language of the page where somebody said it."""
    wanted = parts().languages.reads(code_here())
    return danger.place_in(g.session, community=community, wanted=wanted)


def day(value: date | datetime | None, *, short: bool = False) -> str:
    """A day in words in the language of the page; nothing for no day."""
    if value is None:
        return ""
    plain = value.date() if isinstance(value, datetime) else value
    return parts().languages.day(plain, code_here(), short=short)


def listed(values: Iterable[object], *, apart: bool = False) -> str:
    """Numbers or names in one line, with the comma of the page's language between them.

    `apart`: as markup, each isolated from the direction of the page, for names in any script.
    """
    # TRANSLATORS: What stands between the words or numbers of a list.
    between = str(_(", "))
    if apart:
        return escape(between).join(Markup("<bdi>{}</bdi>").format(each) for each in values)
    return between.join(str(each) for each in values)


def translated(sentence: str, **values: Any) -> str:
    """A sentence that a room marked, in the language of the page: days in words, languages by name."""
    said = {name: _in_words(name, value) for name, value in values.items()}
    return marked(parts().languages.sentence(sentence, code_here()), code_here()) % said


def _in_words(name: str, value: object) -> object:
    if isinstance(value, date):
        return day(value)
    if name == "language" and isinstance(value, str) and parts().languages.known(value):
        return parts().languages.get(value).autonym
    return value
