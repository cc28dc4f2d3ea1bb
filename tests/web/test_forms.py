from datetime import date

import pytest
from flask import Blueprint, render_template_string
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from consult.common.errors import Refused, mark
from consult.web.forms import Form, refused_on
from consult.web.guards import everyone
from consult.web.i18n import translated
from tests.web.conftest import SiteUnderTest, hidden

PAGE = """{% extends "workspace.html" %}
{% from "parts/form.html" import field, errors, csrf, submit %}
{% block title %}A form{% endblock %}
{% block main %}{{ errors(form) }}<form method="post" novalidate>{{ csrf() }}
{{ field(form.name, hint="As on the sign") }}{{ field(form.why, rows=5) }}{{ field(form.kind) }}
{{ field(form.where) }}{{ field(form.sure) }}{{ submit("Save") }}</form>{% endblock %}"""


class Trial(Form):
    name = StringField("Name", [InputRequired(_l("Give it a name."))])
    why = TextAreaField("Why")
    kind = RadioField("Kind", choices={"a": "First", "b": "Second"})
    where = SelectMultipleField(
        "Where",
        choices={"m": "Meeting", "w": "Web"},
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    sure = BooleanField("I am sure")


@pytest.fixture
def trial(site: SiteUnderTest) -> SiteUnderTest:
    bp = Blueprint("trial", __name__, url_prefix="/trial")

    @bp.route("/form", methods=["GET", "POST"])
    @everyone
    def form() -> tuple[str, int]:
        form, status = Trial(), 200
        if form.is_submitted():
            status = 422
            if form.validate():
                field = "name" if form.why.data else None
                refused_on(form, Refused(mark("%(name)s is taken."), field=field, name=form.name.data))
        return render_template_string(PAGE, form=form), status

    site.app.register_blueprint(bp)
    return site


GOOD = {"name": "Well", "why": "so", "kind": "a"}


def test_a_form_has_labels_hints_and_no_browser_rules(trial: SiteUnderTest) -> None:
    page = trial.client().get("/trial/form").text
    assert '<label for="name">Name</label>' in page
    assert 'aria-describedby="name-hint"' in page
    assert " required" not in page
    assert "<legend>Kind</legend>" in page
    assert page.count('type="checkbox"') == 3
    assert page.count('type="radio"') == 2
    assert "aria-invalid" not in page


def test_a_mistake_stands_at_the_head_by_the_field_and_in_the_title(trial: SiteUnderTest) -> None:
    answer = trial.client().post("/trial/form", data={**GOOD, "name": "", "why": "kept <b>"})
    assert answer.status_code == 422
    assert "<title>Please look again: A form</title>" in answer.text
    assert '<a href="#name">Give it a name.</a>' in answer.text
    assert '<p class="wrong" id="name-wrong">Give it a name.</p>' in answer.text
    assert 'aria-describedby="name-hint name-wrong"' in answer.text
    assert "kept &lt;b&gt;</textarea>" in answer.text


def test_a_link_to_a_mistake_in_a_choice_leads_to_its_first_choice(trial: SiteUnderTest) -> None:
    page = trial.client().post("/trial/form", data={**GOOD, "kind": "z"}).text
    assert 'href="#kind-0"' in page
    assert 'id="kind-0"' in page


def test_a_refusal_of_a_room_stands_by_its_field(trial: SiteUnderTest) -> None:
    page = trial.client().post("/trial/form", data={**GOOD, "name": "<Well>"}).text
    assert page.count("&lt;Well&gt; is taken.") == 2
    assert 'href="#name"' in page


def test_a_refusal_of_a_room_without_a_field_stands_at_the_head(trial: SiteUnderTest) -> None:
    page = trial.client().post("/trial/form", data={**GOOD, "why": ""}).text
    assert "<li>Well is taken.</li>" in page


def test_the_token_of_the_page_is_asked_for(trial: SiteUnderTest) -> None:
    trial.app.config["WTF_CSRF_ENABLED"] = True
    client = trial.client()
    assert client.post("/trial/form", data=GOOD).status_code == 400
    token = hidden(client.get("/trial/form").text)
    assert client.post("/trial/form", data={**GOOD, "csrf_token": token}).status_code == 422


def test_what_a_room_refuses_with_says_its_days_in_words_and_its_languages_by_name(
    site: SiteUnderTest,
) -> None:
    with site.app.test_request_context("/?lang=fr"):
        said = translated("%(day)s, %(language)s, %(number)s", day=date(2027, 6, 4), language="ar", number=2)
        assert "vendredi 4 juin 2027, العربية, 2" in said
