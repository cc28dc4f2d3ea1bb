"""The receipt number once more, for whoever wants to make sure that they noted it. Nobody has to.

It travels sealed in the page itself, for half an hour; no address, cookie or log holds it, and nothing is
looked up: what is typed is only laid beside it.
"""

from datetime import timedelta

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.loop.collect.records import Consultation
from consult.loop.understand.plain_numbers import in_latin_digits
from consult.web import hidden
from consult.web.guards import everyone
from consult.web.public import blueprint
from consult.web.public.code_page import ask_for_code
from consult.web.public.saying import asking

GOOD_FOR = timedelta(minutes=30)
COLUMN = "number"
LAST = 4


def carried(code: str, consultation: Consultation) -> str:
    """`code` for a hidden field of the pages of `consultation`."""
    return hidden.close(code.encode(), row=consultation.id, column=COLUMN)


def _opened(field: str, consultation: Consultation) -> str | None:
    code = hidden.open_again(field, row=consultation.id, column=COLUMN, good_for=GOOD_FOR)
    return None if code is None else code.decode()


@blueprint.get("/c/<slug>/<lang>/number")
@everyone
def number_begins(slug: str, lang: str) -> ResponseReturnValue:
    """Somebody kept this address, or came back to it: no number is here."""
    return redirect(url_for("public.start", slug=slug, lang=lang), 303)


@blueprint.post("/c/<slug>/<lang>/number")
@everyone
def number(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    code = _opened(request.form.get("number", ""), asked.consultation)
    if code is None:
        return ask_for_code(old=True), 400
    if request.form.get("go") == "file":
        return _as_file(code)
    typed = "".join(each for each in in_latin_digits(request.form.get("last", "")) if each.isdecimal())
    # Whoever types more of it, or all, has it too.
    right = len(typed) >= LAST and code.replace(" ", "").endswith(typed)
    g.mistake = wrong = bool(typed) and not right
    shown = wrong or request.form.get("go") == "show" or ("last" in request.form and not typed)
    page = render_template(
        "public/number.html",
        asked=asked,
        right=right,
        wrong=wrong,
        code=code if shown else None,
        carried=request.form["number"],
    )
    return page, 422 if wrong else 200


def _as_file(code: str) -> Response:
    """The digits alone: whoever finds the file learns neither of whom nor of what."""
    file = Response(f"{code}\n", mimetype="text/plain")
    file.headers["Content-Disposition"] = 'attachment; filename="number.txt"'
    return file
