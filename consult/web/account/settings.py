"""What everybody with an account can change for themselves: language and password."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired

from consult.common.errors import Refused
from consult.people import accounts, mailing
from consult.web.account import blueprint
from consult.web.account.fields import choice, spoken
from consult.web.account.session import let_in
from consult.web.forms import Form, refused_on
from consult.web.guards import signed_in
from consult.web.parts import now, parts


class Language(Form):
    language = choice(_l("Language of these pages"))


class Mail(Form):
    work = BooleanField(_l("Tell me by mail that work waits, at most once a day"))


class Password(Form):
    old = PasswordField(_l("Your password now"), [DataRequired(_l("Please write your password."))])
    new = PasswordField(_l("A new password"), [DataRequired(_l("Please write a password."))])


def _language() -> Language:
    form = Language(language=g.account.language)
    form.language.choices = spoken()
    return form


def _page(language: Language, password: Password) -> str:
    return render_template(
        "account/settings.html",
        language_form=language,
        password_form=password,
        mail_form=Mail(formdata=None, work=g.account.mail_work) if parts().settings.smtp_url else None,
    )


@blueprint.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    return _page(_language(), Password())


@blueprint.post("/settings/language")
@signed_in
def choose_language() -> ResponseReturnValue:
    form = _language()
    if not form.validate():
        return _page(form, Password(formdata=None)), 422
    accounts.choose_language(g.session, account=g.account, language=form.language.data, now=now())
    g.pop("code_here", None)  # the success is said in the new language
    flash(_("Your language is kept."))
    return redirect(url_for("account.settings"), 303)


@blueprint.post("/settings/mail")
@signed_in
def choose_mail() -> ResponseReturnValue:
    mailing.choose_mail(g.session, account=g.account, wanted=Mail().work.data, now=now())
    flash(_("It is kept."))
    return redirect(url_for("account.settings"), 303)


@blueprint.post("/settings/password")
@signed_in
def change_password() -> ResponseReturnValue:
    form = Password()
    if form.validate():
        old, new = form.old.data, form.new.data
        try:
            let_in(accounts.change_password(g.session, account=g.account, old=old, new=new, now=now()))
            flash(_("Your password is changed. Every other browser is signed out."))
            return redirect(url_for("account.settings"), 303)
        except Refused as refused:
            refused_on(form, refused)
    return _page(_unsent_language(), form), 422


def _unsent_language() -> Language:
    form = Language(formdata=None, language=g.account.language)
    form.language.choices = spoken()
    return form
