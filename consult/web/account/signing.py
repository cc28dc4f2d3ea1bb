"""Signing in and out, and the one-time link with which a person sets their password."""

import re

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired

from consult.common.errors import Refused
from consult.people import accounts
from consult.web.account import blueprint
from consult.web.account.session import let_in, let_out
from consult.web.forms import Form, refused_on
from consult.web.guards import everyone
from consult.web.parts import now

OURS = re.compile(r"/(?![/\\])[A-Za-z0-9._~/-]*")
"""A path of this house: nothing that a browser could read as another address."""


class SignIn(Form):
    email = EmailField(_l("Your e-mail address"), [DataRequired(_l("Please write your e-mail address."))])
    password = PasswordField(_l("Your password"), [DataRequired(_l("Please write your password."))])
    back = HiddenField()


class Welcome(Form):
    password = PasswordField(_l("A new password"), [DataRequired(_l("Please write a password."))])


@blueprint.get("/sign-in")
@everyone
def sign_in() -> ResponseReturnValue:
    return render_template("account/sign_in.html", form=SignIn(back=request.args.get("back", "")))


@blueprint.post("/sign-in")
@everyone
def enter() -> ResponseReturnValue:
    form = SignIn()
    if form.validate():
        email, password = form.email.data, form.password.data
        token = accounts.sign_in(g.session, email=email, password=password, now=now())
        if token is not None:
            let_in(token)
            return redirect(_back(form.back.data), 303)
        # The failure is counted, so this page is a return and not a raise.
        g.mistake = True
        form.form_errors.append(
            _("This does not open. Look at both lines again; after five tries wait five minutes.")
        )
    return render_template("account/sign_in.html", form=form), 422


def _back(wanted: str | None) -> str:
    return wanted if wanted and OURS.fullmatch(wanted) else url_for("account.home")


@blueprint.post("/sign-out")
@everyone
def sign_out() -> ResponseReturnValue:
    let_out()
    flash(_("You are signed out."))
    return redirect(url_for("account.sign_in"), 303)


@blueprint.get("/welcome/<token>")
@everyone
def welcome(token: str) -> ResponseReturnValue:
    """A token may stand in this address: it opens once, and no page tells where one came from."""
    invited = accounts.welcome(g.session, token=token, now=now())
    if invited is None:
        return render_template("account/welcome_over.html"), 410
    return render_template("account/welcome.html", form=Welcome(), invited=invited)


@blueprint.post("/welcome/<token>")
@everyone
def accept(token: str) -> ResponseReturnValue:
    form = Welcome()
    if form.validate():
        try:
            accounts.accept(g.session, token=token, password=form.password.data, now=now())
            flash(_("Your password is set. Sign in with it."))
            return redirect(url_for("account.sign_in"), 303)
        except Refused as refused:
            refused_on(form, refused)
    invited = accounts.welcome(g.session, token=token, now=now())
    if invited is None:
        return render_template("account/welcome_over.html"), 410
    return render_template("account/welcome.html", form=form, invited=invited), 422
