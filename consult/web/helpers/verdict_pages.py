"""Two pages on which a helper takes somebody's word on the answers: the number, and what is read."""

from uuid import UUID

from flask import g, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.loop.close import happened, verdicts, verdicts_read
from consult.loop.collect import rounds
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.records import Consultation
from consult.loop.respond.faithful_words import said_of
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.wordings import worded
from consult.people.records import HelperLink, Participant
from consult.web.helpers.opening import speaks_own
from consult.web.helpers.who import fresh_key
from consult.web.parts import now, parts
from consult.web.public.code_page import ORDER, SECONDS, speak_as
from consult.web.respond.labels import ABOUT


def asks_number(
    link: HelperLink,
    *,
    typed: str = "",
    problem: str = "",
    ticket: str = "",
    old: bool = False,
    kept: bool = False,
) -> str:
    speaks_own(link)
    g.mistake = bool(problem)
    return render_template(
        "helpers/verdict.html",
        link=link,
        key=fresh_key(link),
        typed=typed,
        problem=problem,
        ticket=ticket,
        old=old,
        kept=kept,
        private=ways_to_private(link, link.language),
    )


def reads_aloud(link: HelperLink, person: Participant, problems: dict[str, str] | None = None) -> str:
    """In the language of the person, for it is read aloud to them."""
    speak_as(person)
    g.mistake = bool(problems)
    reads = parts().languages.reads(person.language)
    return render_template(
        "helpers/verdict_said.html",
        link=link,
        key=fresh_key(link),
        token=_tokens(link).dumps(person.id.hex),
        answers=verdicts_read.to_read(g.session, participant=person, chain=parts().languages.reads),
        promises=happened.open_happened(g.session, participant=person, today=now().date()),
        word=lambda version, field: worded(g.session, version, field, reads),
        checked=lambda version: said_of(g.session, [version], here=person.community).get(version.id, []),
        asks=ABOUT,
        read=fields_in_public,
        answered=[verdicts.KEYS[key] for key in ORDER],
        happened=[happened.KEYS[key] for key in (8, 7, 6, 9)],
        typed=request.form,
        problems=problems or {},
        private=ways_to_private(link, person.language),
    )


def ways_to_private(link: HelperLink, language: str) -> list[tuple[Consultation, str]]:
    """Where a private matter goes: each consultation that ever opened here, in a language that it has."""
    here = consultations_of(g.session, community=link.community)
    current = {each: rounds.current_round(g.session, each) for each in here}
    opened = [each for each, last in current.items() if last is not None and last.opened_at is not None]
    return [(each, language if language in each.languages else each.language) for each in opened]


def person_sent(link: HelperLink) -> Participant | None:
    """Whose page was sent; None: it was open for too long, or not for this helper."""
    try:
        found = _tokens(link).loads(request.form.get("token", ""), max_age=SECONDS)
    except BadSignature:
        return None
    person: Participant | None = g.session.get(Participant, UUID(found))
    return person if person is not None and person.left_on is None else None


def _tokens(link: HelperLink) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("helper"), salt=f"verdict:{link.id.hex}")
