"""The administrator's pages about accounts: invite, a new link, close, open again."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField

from consult.common.errors import Refused
from consult.people import accounts as room
from consult.people import mailing, rosters, terms
from consult.people.permissions import Action, seats_held
from consult.people.records import Account
from consult.web.account import blueprint
from consult.web.account.fields import choice, spoken
from consult.web.account.people import by_id, keep_link, link_once
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.leaves import leaf, page_number
from consult.web.parts import now, parts
from consult.web.titles import title


class Invitation(Form):
    email = EmailField(_l("E-mail address"))
    name = StringField(_l("Name"))
    language = choice(_l("Language of their pages"))


@blueprint.get("/people/accounts")
@needs(Action.ADMINISTER)
def accounts() -> ResponseReturnValue:
    number = page_number()
    return render_template(
        "account/accounts.html", leaf=leaf(rosters.accounts(g.session, page=number), number)
    )


def _invitation() -> Invitation:
    form = Invitation(language=g.account.language)
    form.language.choices = spoken()
    return form


@blueprint.get("/people/accounts/new")
@needs(Action.ADMINISTER)
def new_account() -> ResponseReturnValue:
    return render_template("account/account_new.html", form=_invitation(), by_mail=_by_mail())


@blueprint.post("/people/accounts/new")
@needs(Action.ADMINISTER)
def invite() -> ResponseReturnValue:
    form = _invitation()
    if form.validate():
        asked = {name: form[name].data for name in ("email", "name", "language")}
        try:
            invited, token = room.invite(g.session, by=g.account.actor, now=now(), **asked)
            if _by_mail():
                mailing.mail_link(g.session, account=invited, by=g.account.actor, now=now())
                flash(_("A mail with a link is on its way."))
            else:
                keep_link(invited.id, token)
            return redirect(url_for("account.one_account", which=invited.id), 303)
        except Refused as refused:
            refused_on(form, refused)
    return render_template("account/account_new.html", form=form, by_mail=_by_mail()), 422


@blueprint.get("/people/accounts/<uuid:which>")
@needs(Action.ADMINISTER)
def one_account(which: UUID) -> ResponseReturnValue:
    found = by_id(Account, which)
    return render_template(
        "account/account.html",
        found=found,
        seats=seats_held(g.session, account=found, now=now()),
        run_out=terms.run_out(g.session, of=found, now=now()),
        title=title,
        link=link_once(which),
        by_mail=_by_mail(),
    )


def _by_mail() -> bool:
    """Whether links go out by mail; without a server for it they are shown on the page."""
    return bool(parts().settings.smtp_url)


@blueprint.post("/people/accounts/<uuid:which>/link")
@needs(Action.ADMINISTER)
def new_link(which: UUID) -> ResponseReturnValue:
    keep_link(which, room.reset(g.session, account=by_id(Account, which), by=g.account.actor, now=now()))
    return redirect(url_for("account.one_account", which=which), 303)


@blueprint.post("/people/accounts/<uuid:which>/mail")
@needs(Action.ADMINISTER)
def mail_link(which: UUID) -> ResponseReturnValue:
    if not _by_mail():
        abort(404)
    mailing.mail_link(g.session, account=by_id(Account, which), by=g.account.actor, now=now())
    flash(_("A mail with a link is on its way."))
    return redirect(url_for("account.one_account", which=which), 303)


@blueprint.post("/people/accounts/<uuid:which>/open")
@needs(Action.ADMINISTER)
def open_account(which: UUID) -> ResponseReturnValue:
    keep_link(which, room.enable(g.session, account=by_id(Account, which), by=g.account.actor, now=now()))
    flash(_("The account is open again."))
    return redirect(url_for("account.one_account", which=which), 303)


@blueprint.get("/people/accounts/<uuid:which>/close")
@needs(Action.ADMINISTER)
def closing_account(which: UUID) -> ResponseReturnValue:
    return render_template("account/account_close.html", found=by_id(Account, which))


@blueprint.post("/people/accounts/<uuid:which>/close")
@needs(Action.ADMINISTER)
def close_account(which: UUID) -> ResponseReturnValue:
    found = by_id(Account, which)
    room.disable(g.session, account=found, by=g.account.actor, now=now())
    flash(_("The account of %(name)s is closed.", name=found.name))
    return redirect(url_for("account.accounts"), 303)
