"""From the first prompt to the receipt: each page is sent whole and gives the next one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.collect import prompts
from consult.loop.collect.answers import MOST
from consult.loop.collect.own_names import tells_own_name
from consult.loop.collect.records import PromptWording, Readers
from consult.loop.collect.speaking import Choices, check_words, speak
from consult.loop.understand.masking import Kind, suspects
from consult.people.communities import places_of
from consult.people.lists import names_places
from consult.people.records import HearBack, Place
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.i18n import translated
from consult.web.parts import now, parts
from consult.web.public import blueprint, draft, number
from consult.web.public.belonging import Belongs, belongs, told
from consult.web.public.draft import ABOUT, CHECK, CHOICES, Draft
from consult.web.public.saying import Asking, asking

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Desk:
    """One page being filled in: what is asked, by which wordings, what was typed so far."""

    asked: Asking
    wordings: list[PromptWording]
    draft: Draft
    places: list[Place]
    """None, where no list counts people by place: then nothing is asked that nobody counts."""
    belongs: Belongs

    @property
    def about(self) -> bool:
        """Whether there is anything to ask about the person."""
        return bool(self.places or self.belongs)


@blueprint.get("/c/<slug>/<lang>/speak")
@everyone
def speaking_begins(slug: str, lang: str) -> ResponseReturnValue:
    """Somebody kept this address, or came back to it: nothing of theirs is here."""
    return redirect(url_for("public.start", slug=slug, lang=lang), 303)


@blueprint.post("/c/<slug>/<lang>/speak")
@everyone
def speaking(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    if asked.consultation.community.disabled_at is not None:
        return redirect(url_for("public.start", slug=slug, lang=lang), 303)
    desk = desk_of(asked)
    if desk is None:
        return render_template("public/start.html", asked=asked, old=True, preview=False), 400
    if "draft" not in request.form:
        return show(desk, desk.draft)
    if desk.draft.at is not None:
        return _prompt(desk)
    return PAGES[desk.draft.page](desk)


def desk_of(asked: Asking) -> Desk | None:
    """The page that was sent, or a new one; None when its hidden field is not ours or too old."""
    slug, lang = asked.consultation.slug, asked.lang
    community = asked.consultation.community
    counted = names_places(g.session, community=community)
    places = places_of(g.session, community=community) if counted else []
    if "draft" not in request.form:
        wordings = prompts.prompts_of(g.session, asked.consultation, lang)
        begun = draft.begin([str(wording.id) for wording in wordings])
        return Desk(asked, wordings, begun, places, belongs(asked)) if wordings else None
    found = draft.unseal(request.form["draft"], slug=slug, lang=lang)
    if found is None:
        return None
    shown = prompts.asked_before(
        g.session, consultation=asked.consultation, ids=[UUID(each) for each in found.asked]
    )
    return Desk(asked, shown, found, places, belongs(asked)) if shown is not None else None


def _prompt(desk: Desk) -> ResponseReturnValue:
    """A prompt was sent: keep the words, whichever button it was, and go on."""
    at = desk.draft.at
    assert at is not None
    text = request.form.get("text", "")
    written = desk.draft.writing(text)
    if len(text.strip()) > MOST:
        sentence = _("This is longer than we can keep. Letters at most: %(most)s.", most=MOST)
        return show(desk, written, {"text": sentence})
    if request.form.get("go") == "back":
        return show(desk, written.going(at - 1)) if at else _start(desk)
    last = at + 1 == len(desk.wordings)
    return show(desk, written.going(CHECK if last or written.checking else at + 1))


def _start(desk: Desk) -> ResponseReturnValue:
    return render_template("public/start.html", asked=desk.asked, old=False, preview=False)


def _check(desk: Desk) -> ResponseReturnValue:
    go = request.form.get("go", "")
    if go.startswith("change-") and go[7:].isdecimal() and int(go[7:]) < len(desk.wordings):
        return show(desk, desk.draft.going(int(go[7:])))
    if go == "back":
        return show(desk, desk.draft.going(len(desk.wordings) - 1))
    try:
        check_words(desk.draft.texts, voices=len(desk.draft.voices))
    except Refused as refused:
        return show(desk, desk.draft, {"text": translated(refused.sentence, **refused.values)})
    return show(desk, desk.draft.going(ABOUT if desk.about else CHOICES))


def _about(desk: Desk) -> ResponseReturnValue:
    skipped = request.form.get("go") == "skip"
    here = replace(
        told(desk.draft, skipped=skipped),
        comes_from="" if skipped else request.form.get("comes_from", ""),
        stays_in="" if skipped else request.form.get("stays_in", ""),
    )
    return show(desk, here.going(CHECK if request.form.get("go") == "back" else CHOICES))


def _choices(desk: Desk) -> ResponseReturnValue:
    """The last page: its choices and everything before are kept now, in one act."""
    form = request.form
    typed = replace(
        desk.draft,
        readers=form.get("readers", ""),
        hear_back=form.get("hear_back", ""),
        number=form.get("number", ""),
        quote=form.getlist("quote"),
        hand_on=form.get("hand_on", ""),
    )
    if form.get("go") == "back":
        return show(desk, typed.going(ABOUT if desk.about else CHECK))
    try:
        spoken = speak(
            g.session,
            vault=parts().vault,
            round=desk.asked.round,
            language=desk.asked.lang,
            answers=[(each, typed.texts.get(str(each.id), "")) for each in desk.wordings],
            voices={UUID(key): UUID(each) for key, each in typed.voices.items()},
            choices=_chosen(typed, desk),
            key=typed.key,
            provider=parts().settings.providers[0],
            now=now(),
        )
    except Refused as refused:
        field = refused.field if refused.field == "number" else "text"
        return show(desk, typed, {field: undone(refused)})
    code = spoken.receipt_code
    carried = number.carried(code, desk.asked.consultation) if code else ""
    return render_template("public/done.html", asked=desk.asked, spoken=spoken, carried=carried)


def _chosen(typed: Draft, desk: Desk) -> Choices:
    """What was ticked; a value that no page of ours offers counts as not chosen."""
    places = {str(place.id): place for place in desk.places}
    return Choices(
        readers=_one_of(Readers, typed.readers, Readers.HERE),
        hear_back=_one_of(HearBack, typed.hear_back, HearBack.KNOCK),
        number=typed.number,
        quote_where=typed.quote,
        comes_from=places.get(typed.comes_from),
        stays_in=places.get(typed.stays_in),
        groups=desk.belongs.ticked(typed),
        speaks=desk.belongs.speaks(typed),
        hand_on=typed.hand_on == "yes",
    )


def _one_of(kind: type[Choice], value: str, otherwise: Choice) -> Choice:
    return kind(value) if value in list(kind) else otherwise


PAGES: dict[str, Callable[[Desk], ResponseReturnValue]] = {CHECK: _check, ABOUT: _about, CHOICES: _choices}

TEMPLATES = {CHECK: "public/check.html", ABOUT: "public/about.html", CHOICES: "public/choices.html"}


def show(desk: Desk, typed: Draft, problems: dict[str, str] | None = None) -> ResponseReturnValue:
    """The page at which `typed` stands; with `problems` by field, the same page again."""
    g.mistake = bool(problems)
    page = render_template(
        TEMPLATES.get(typed.page, "public/prompt.html"),
        asked=desk.asked,
        wordings=desk.wordings,
        places=desk.places,
        belongs=desk.belongs,
        draft=typed,
        sealed=draft.seal(typed, slug=desk.asked.consultation.slug, lang=desk.asked.lang),
        problems=problems or {},
        hints={at: _hints(typed.text(at)) for at in range(len(typed.asked))},
    )
    return page, 422 if problems else 200


def _hints(text: str) -> list[str]:
    """What in `text` could lead to a person: said softly, never in the way."""
    kinds = {span.kind for span in suspects(text)}
    hints = []
    if Kind.NUMBER in kinds:
        hints.append(_("This looks like a phone number. Remove it?"))
    if Kind.LINK in kinds:
        hints.append(_("This looks like an e-mail or web address. Remove it?"))
    if Kind.PLACE in kinds:
        hints.append(_("This looks like a point on a map. Remove it?"))
    if tells_own_name(text):
        hints.append(_("This looks like a name. Remove it?"))
    return hints
