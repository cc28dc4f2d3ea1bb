"""One theme and this office's answer to it: what people said above, what the office says below."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms import TextAreaField as Text
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.common.translation import that_wait
from consult.loop.close.verdicts import reopened_of
from consult.loop.respond import clearance
from consult.loop.respond.faithful_words import said_of
from consult.loop.respond.kinds import NEEDS, Beside, fields_in_public
from consult.loop.respond.owed import Addressed, addressed_to
from consult.loop.respond.passing import passed_to
from consult.loop.respond.plain_words import Found, hints
from consult.loop.respond.questions import replies_to
from consult.loop.respond.records import Clearance, ClearanceLevel, Kind, QuestionReply, ResponseVersion
from consult.loop.respond.responses import draft, new_version, revise, versions_of
from consult.loop.respond.second_look import looks_from
from consult.loop.respond.texts import texts
from consult.loop.respond.together import Together, answered_together
from consult.loop.respond.wordings import missing_languages, words_by_language
from consult.loop.review.reviews import positions
from consult.loop.understand import quotes
from consult.loop.understand.records import FindingsTheme
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.web.forms import Day, Form, Ticks, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import ABOUT, KINDS, REPLIES
from consult.web.respond.offices import where_it_waits
from consult.web.respond.speaking import numbers_of, speak

WAYS = [Choice(kind.value, words) for kind, words in KINDS.items()]
BESIDE = ("to_office", "to_whom", "handed_on", "reference", "question")
"""What only some kinds ask for."""


MORE = _l("The day on which people hear more")
DONE = (_l("Who does it, by role"), _l("By when it is done"))
ASKED = {
    Kind.WILL_DO: DONE,
    Kind.DOING_ALREADY: DONE,
    Kind.NEEDS_OTHERS: (_l("Who of you stays in touch with them, by role"), MORE),
    Kind.CANNOT: (_l("Who decided it, by role"), MORE),
    Kind.CANNOT_SAY: (_l("Who looks at it again, by role"), _l("The day on which it is looked at again")),
    Kind.NEED_TO_KNOW_MORE: (_l("Who asks, by role"), MORE),
    Kind.STOP_OR_CHANGE: DONE,
}
"""What the form of each kind calls the role and the day."""


class Answer(Form):
    kind = RadioField(
        _l("What do you say?"),
        [InputRequired(_l("Choose one."))],
        choices=WAYS,
    )
    words = Text(_l("The answer, as people read and hear it"))
    why = Text(_l("Why"))
    question = Text(_l("Your question to the representatives"))
    to_office = SelectField(_l("Handed over to an office that answers here"), default="")
    to_whom = StringField(_l("Or to somebody else: their name"))
    handed_on = Day(_l("On which day?"))
    reference = StringField(_l("Proof: the number of the letter, or the line in a register"))
    who = StringField(_l("Who does it or decided it, by role"))
    by_when = Day(_l("By when, or the day on which people hear more"))
    language = SelectField(_l("Language in which you write"))
    themes = Ticks(_l("This answers these numbers too"))
    only_wording = BooleanField(_l("Only a typing mistake is mended. The decision and its day stay."))

    def fit_to(self, kind: Kind) -> None:
        """Ask for nothing but what `kind` needs, in its own words."""
        needed = NEEDS[kind].fields
        for name in BESIDE:
            if name not in needed and not (name == "to_office" and "to_whom" in needed):
                del self[name]
        self.who.label.text, self.by_when.label.text = ASKED[kind]

    @property
    def beside(self) -> Beside:
        given = {name: self[name].data for name in BESIDE if name in self and name != "to_office"}
        chosen = self.to_office.data if "to_office" in self else None
        office = next((each for each in answering(g.session) if each.slug == chosen), None)
        return Beside(to_office=office, **given)


@blueprint.get("/<office>/themes/<uuid:theme>")
@needs(Action.ANSWER)
def theme(office: str, theme: UUID) -> ResponseReturnValue:
    this = this_theme(theme)
    form = _form(this, filled=True)
    if (asked := request.args.get("kind")) is not None:
        form.kind.data = asked
    if (kind := _kind_of(form)) is not None:
        form.fit_to(kind)
    return _page(this, form)


@blueprint.post("/<office>/themes/<uuid:theme>")
@needs(Action.ANSWER)
def save(office: str, theme: UUID) -> ResponseReturnValue:
    this = this_theme(theme)
    form = _form(this)
    if (kind := _kind_of(form)) is not None:
        form.fit_to(kind)
    if not form.validate():
        return _page(this, form, 422)
    try:
        _save(this, form)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, form, 422)
    flash(_("It is kept as a draft. Nobody outside your office sees it yet."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _save(this: Addressed, form: Answer) -> ResponseVersion:
    """A first draft, a change of the draft, or the draft of the next version."""
    said = {name: form[name].data for name in ("words", "why", "who", "by_when")}
    said = {**said, "kind": Kind(form.kind.data), "beside": form.beside}
    said = {**said, "speak": speak, "by": g.account, "now": now()}
    if this.response is None or this.newest is None:
        also = {UUID(each) for each in form.themes.data or []}
        themes = [each for each in _others(this) if each.theme.id in also]
        answered = [this.theme, *(each.theme for each in themes)]
        return draft(g.session, office=g.office, themes=answered, language=form.language.data, **said)
    if this.newest.published_at is None:
        return revise(g.session, version=this.newest, **said)
    return new_version(g.session, response=this.response, only_wording=form.only_wording.data, **said)


def this_theme(theme: UUID) -> Addressed:
    """The theme, if it is addressed to this office and not held back. 404 otherwise."""
    found = addressed_to(g.session, office=g.office, now=now())
    this = next((each for each in found if each.theme.id == theme), None)
    if this is None:
        abort(404)
    return this


def _others(this: Addressed) -> list[Addressed]:
    """Other themes, of any community, that this office may answer in one with it."""
    found = addressed_to(g.session, office=g.office, now=now())
    alike = [each for each in found if each.theme.audience is this.theme.audience]
    return [each for each in alike if each.response is None and each.theme.id != this.theme.id]


def _named(theme: FindingsTheme) -> str:
    """A theme among those of other communities."""
    return f"{theme.findings.consultation.community.name} · {theme.number} · {theme.name}"


def _form(this: Addressed, *, filled: bool = False) -> Answer:
    newest = this.newest
    form = Answer(obj=newest) if filled and newest else Answer()
    if filled and newest:
        form.kind.data = newest.kind.value
        form.to_office.data = newest.to_office.slug if newest.to_office else ""
        form.only_wording.data = newest.only_wording
    languages = [each for each in parts().languages.all() if not each.participants_only]
    form.language.choices = [Choice(each.code, each.autonym) for each in languages]
    form.themes.choices = [Choice(str(each.theme.id), _named(each.theme)) for each in _others(this)]
    others = [Choice(each.slug, each.name) for each in answering(g.session) if each.id != g.office.id]
    form.to_office.choices = [Choice("", _("None of these")), *others]
    if newest is not None:
        del form.language, form.themes
    elif filled:
        form.language.data = g.account.language
    if newest is None or newest.published_at is None:
        del form.only_wording
    return form


def _kind_of(form: Answer) -> Kind | None:
    """The kind that was chosen, if it is one of ours."""
    return Kind(form.kind.data) if form.kind.data in set(Kind) else None


def plainer(version: ResponseVersion) -> list[Found]:
    """What could be said more plainly in everything that people read of it."""
    texts = [getattr(version, name) for name in fields_in_public(version.kind)]
    return hints("\n".join(texts), language=version.language)


def _page(this: Addressed, form: Answer, status: int = 200) -> ResponseReturnValue:
    worded = words_by_language(g.session, this.newest) if this.newest else {}
    versions = versions_of(g.session, this.response) if this.response else []
    out = slip_out(this)
    together = answered_together(g.session, this.response) if this.response else None
    page = render_template(
        "respond/theme.html",
        this=this,
        form=form,
        kind=_kind_of(form),
        slip=out if out and not out.later else None,
        out_later=out if out and out.later else None,
        unread=sorted({each.language for each in that_wait(g.session, this.newest)}) if this.newest else [],
        level=_level(this.newest) if this.newest else None,
        levels=clearance.levels_of(g.session, g.office),
        asks=ABOUT,
        office=g.office,
        versions=versions,
        positions=positions(g.session, this.theme),
        quotes=quotes.released(g.session, [this.theme], where=quotes.WRITTEN).get(this.theme.id, []),
        reopened=reopened_of(g.session, [this]).get(this.theme.theme_id),
        together=together,
        replies=_replies(together, versions),
        called=REPLIES,
        worded=worded,
        texts=texts(worded, numbers=numbers_of(this.newest), speak=speak) if this.newest else {},
        missing=missing_languages(g.session, this.newest) if this.newest else [],
        looks_from=looks_from(this.newest, by=g.account) if this.newest else None,
        plainer=plainer(this.newest) if this.newest else [],
        passed=passed_to(g.session, office=g.office, theme=this.theme),
        kinds=KINDS,
        checked=said_of(g.session, versions),
        where_it_waits=where_it_waits,
    )
    return page, status


def _replies(together: Together | None, versions: list[ResponseVersion]) -> dict[UUID, list[QuestionReply]]:
    """What was replied to the office's questions; a community of which it sees nothing is left out."""
    here = [theme.findings.consultation.community for theme in together.shown] if together else []
    return replies_to(g.session, [each.id for each in versions if each.question], here=here)


def slip_out(this: Addressed) -> Clearance | None:
    """The slip that is out for the newest version, or for later wordings of what is published."""
    found = (clearance.slip_of(g.session, each) for each in (this.newest, this.published) if each)
    return next((each for each in found if each), None)


def _level(version: ResponseVersion) -> ClearanceLevel | None:
    """Whose yes is missing before it is published."""
    return None if version.asked_at or version.published_at else clearance.missing_level(g.session, version)


def here(theme: UUID) -> tuple[Addressed, ResponseVersion]:
    """For the pages beside this one: the theme and the newest version of its answer. 404 without one."""
    this = this_theme(theme)
    if this.newest is None:
        abort(404)
    return this, this.newest
