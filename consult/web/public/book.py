"""The community's promise book: said, answered, promised, kept. A paper of it is checked by its number."""

import json
from typing import Any

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.translation import Worded
from consult.loop.close.book_check import in_groups, typed
from consult.loop.close.in_public import in_public
from consult.loop.close.promise_book import Book, as_file, book_now, book_numbered, open_now
from consult.loop.collect.records import Consultation
from consult.loop.respond import wordings
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.wordings_shown import in_tongue
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.results import told_in
from consult.web.public.saying import asking
from consult.web.respond.labels import ABOUT, KEEPERS, KINDS, REPLIES
from consult.web.respond.promised import promised, worded_in

COMMAND = "consult book verify %s-%s-book.json"
"""By which anybody checks the file, on any machine."""


@blueprint.get("/c/<slug>/<lang>/book")
@everyone
def book(slug: str, lang: str) -> ResponseReturnValue:
    """The book of now; with `number`, whether a book ever had that check number, and what stood in it."""
    asked = asking(slug, lang)
    number = request.args.get("number", "")
    said = book_in_words(asked.consultation, lang)
    found = _numbered(asked.consultation, lang, number) if number else None
    return render_template(
        "public/book.html",
        asked=asked,
        number=number,
        found=found,
        shown=open_now(g.session, asked.consultation) if found else set(),
        grouped=in_groups(typed(number)),
        command=COMMAND % (slug, lang),
        **said,
    )


@blueprint.get("/c/<slug>/<lang>/book.json")
@everyone
def book_file(slug: str, lang: str) -> ResponseReturnValue:
    """The book as a file: of now, or the one that had `number`."""
    consultation = asking(slug, lang).consultation
    number = request.args.get("number", "")
    found = _numbered(consultation, lang, number) if number else _now(consultation, lang)
    if found is None:
        abort(404)
    made = json.dumps(as_file(g.session, found), ensure_ascii=False, indent=1) + "\n"
    answer = Response(made, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{lang}-book.json"'
    return answer


def book_in_words(consultation: Consultation, lang: str) -> dict[str, Any]:
    """What the pages of the book are made of, also on paper; `book` None: nothing is released."""
    wanted = parts().languages.chain(lang)
    book = _now(consultation, lang)
    public = in_public(g.session, book.findings, now=now()) if book else None
    promises = promised(g.session, [each.theme.theme_id for each in public.stories]) if public else {}

    def word(version: ResponseVersion, field: str) -> Worded:
        return wordings.worded(g.session, version, field, wanted)

    return {
        "book": book,
        "check_number": in_groups(book.number) if book else "",
        "findings": book.findings if book else None,
        "stories": told_in(public, wanted) if public else [],
        "held": public.held if public else [],
        "promises": promises,
        "in_tongue": in_tongue(g.session, worded_in(promises), wanted),
        "word": word,
        "kinds": KINDS,
        "asks": ABOUT,
        "keepers": KEEPERS,
        "replies": REPLIES,
        "read": fields_in_public,
    }


def _now(consultation: Consultation, lang: str) -> Book | None:
    wanted = parts().languages.chain(lang)
    return book_now(g.session, consultation=consultation, language=lang, wanted=wanted)


def _numbered(consultation: Consultation, lang: str, number: str) -> Book | None:
    wanted = parts().languages.chain(lang)
    return book_numbered(
        g.session, consultation=consultation, language=lang, wanted=wanted, number=typed(number)
    )
