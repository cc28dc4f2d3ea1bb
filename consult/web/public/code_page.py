"""The page that a receipt code opens: whose it is, what stands there, and what was just done.

A short-lived signed token in hidden fields goes from one form to the next. The page never shows
what was written.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, abort, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.common.errors import Refused
from consult.loop.close.asking import Ready, ready_for
from consult.loop.close.came_along import asked_of
from consult.loop.close.handover_done import found_at, handovers_of
from consult.loop.close.handover_records import Way
from consult.loop.close.happened import open_happened
from consult.loop.close.words_of import where_words_are
from consult.loop.collect.more_words import Asked
from consult.loop.respond.faithful_words import said_of
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.wordings import worded
from consult.loop.understand.check_words import checks_for
from consult.people.passing_on import may_go
from consult.people.reaches import living_reaches
from consult.people.records import Participant
from consult.people.terms import speakers
from consult.web.forms import undone
from consult.web.parts import now, parts
from consult.web.public.belonging import Belongs
from consult.web.public.saying import Asking
from consult.web.public.saying import said_of as said_of_round
from consult.web.respond.labels import ABOUT
from consult.web.typed import typed_here

SECONDS = 30 * 60
"""How long an opened page goes on working: long enough to read, too short for the next person."""

ORDER = (3, 2, 1, 4, 5)
"""The keys of a verdict as they are offered: *no* first."""


@dataclass(frozen=True)
class Typed:
    """What a form was sent with, to be shown again in `form` when it was refused."""

    form: str = ""
    text: str = ""
    number: str = ""
    at: str = ""
    choice: str = ""
    how: str = ""

    def __repr__(self) -> str:
        return "<Typed>"

    def in_form(self, form: str, at: object = "") -> "Typed":
        """Itself, if it was typed into that form; else nothing."""
        return self if (self.form, self.at) == (form, str(at)) else Typed()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("code"), salt="code")


def token_of(person: Participant) -> str:
    return str(_serializer().dumps(person.id.hex))


def person_here() -> Participant:
    """Whose page was sent. One that is too old, or not ours, begins again with the code."""
    try:
        found = _serializer().loads(request.form.get("token", ""), max_age=SECONDS)
    except BadSignature:
        found = None
    person: Participant | None = g.session.get(Participant, UUID(found)) if found else None
    if person is None or person.left_on is not None:
        abort(_again())
    speak_as(person)
    return person


def _again() -> Response:
    """Begin again with the code."""
    return make_response(ask_for_code(old=True), 400)


def ask_for_code(*, typed: str = "", wrong: bool = False, old: bool = False, ticket: str = "") -> str:
    """The box for the code, with what was `typed`. `ticket`: it is looked up after a short wait. `old`: a
    page was, and what was written in it is shown."""
    g.mistake = wrong
    lost = typed_here() if old else []
    return render_template("public/code.html", typed=typed, wrong=wrong, old=old, ticket=ticket, lost=lost)


def speak_as(person: Participant) -> None:
    """From here on the page speaks the language of the person, not of the browser."""
    if parts().languages.known(person.language):
        g.code_here = person.language


def refused_page(person: Participant, refused: Refused, typed: Typed) -> ResponseReturnValue:
    """The page again with everything typed kept, and what to do."""
    return page_of(person, problem=undone(refused), typed=typed)


def page_of(
    person: Participant, *, done: str | None = None, problem: str | None = None, typed: Typed | None = None
) -> ResponseReturnValue:
    speak_as(person)
    g.session.flush()
    g.mistake = problem is not None
    page = render_template(
        "public/code_open.html",
        asks=ABOUT,
        read=fields_in_public,
        token=token_of(person),
        community=person.community,
        person=person,
        done=done,
        problem=problem,
        typed=typed or Typed(),
        **_what_stands(person),
    )
    return page, 422 if problem else 200


def _what_stands(person: Participant) -> dict[str, Any]:
    languages = parts().languages
    reads = languages.reads(person.language)
    asked = asked_of(g.session, participant=person, chain=languages.reads, now=now())
    ready = ready_for(g.session, participant=person, chain=languages.reads)
    handed = handovers_of(g.session, person.community)
    return {
        "places": where_words_are(g.session, participant=person),
        "answers": [each for each in ready if each.news.version],
        "lines": [_line(each, person) for each in ready if not each.news.version],
        "word": lambda version, field: worded(g.session, version, field, reads),
        "checked": lambda version: said_of(g.session, [version], here=person.community).get(version.id, []),
        "order": ORDER,
        "happened": open_happened(g.session, participant=person, today=now().date()),
        "phones": living_reaches(g.session, participant=person),
        "may_go": may_go(g.session, [person.id]),
        "checks": checks_for(g.session, participant=person, now=now()),
        "asked": asked,
        "told": [_told(each, person) for each in asked],
        "today": now().date(),
        "handed": handed,
        "found_at": next((found_at(g.session, each) for each in handed[::-1] if each.way is Way.OUT), ""),
        "spoken": languages.all(),
        "called": Belongs([], speakers(g.session, community=person.community, now=now())).called,
    }


def _told(asked: Asked, person: Participant) -> Asking:
    """How it goes on with a round of theirs: who came by the web may have no phone to be told on."""
    held_in = asked.round.consultation
    lang = person.language if person.language in held_in.languages else held_in.language
    return said_of_round(held_in, asked.round, lang)


def _line(ready: Ready, person: Participant) -> str:
    """What became of words on no theme, in the sentence that a text would say."""
    languages = parts().languages
    (phrase,) = ready.phrases(ready.news.worded(languages.reads(person.language)) or "", None)
    return languages.phrase(phrase.key, person.language, **phrase.values)
