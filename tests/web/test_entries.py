"""Every way in: nobody watches it in danger, and a private matter has a way of its own.

The lists are made from the code: a page, a form or a print through which words come in and that
nobody walks to here fails; so does one that says not both.
"""

import io
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from openpyxl import load_workbook

from consult.loop.collect import consultations
from consult.loop.collect.templates import TEMPLATES as STEPS
from consult.people import helper_links, receipts
from consult.web import build
from consult.web.collect.invitations import KINDS
from tests.cast import number
from tests.loop.close.released import Released
from tests.web.conftest import SiteUnderTest, hidden

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

PAGES = Path(build.__file__).parent / "templates"
WRITES = re.compile(r"<textarea|voice_field\(|prompts_in\(")
"""What a page has on which somebody writes or speaks."""
PRINTED = re.compile(r'class="(paper|sheet|half|card slip)\b')
DANGER = "If you are in danger now, do not wait for us"
PRIVATE = re.compile(
    r'href="/(c/river|h/river)/en/private"|/c/river/en/private$|[Oo]nly a protection officer reads'
)
IS_PRIVATE = {"public/private.html", "helpers/private.html"}
"""The way itself."""


def written_on() -> set[str]:
    """The pages for people and for helpers on which words are written or said."""
    return {
        f"{room}/{page.name}"
        for room in ("public", "helpers")
        for page in (PAGES / room).glob("*.html")
        if WRITES.search(re.sub(r"{%-? macro.*?endmacro", "", page.read_text(), flags=re.DOTALL))
    }


def printed() -> set[str]:
    """What is printed or read aloud so that people speak."""
    collect = PAGES / "collect"
    return {
        page.relative_to(PAGES).as_posix()
        for page in collect.rglob("*.html")
        if PRINTED.search(page.read_text())
    }


@dataclass
class Walk:
    """Somebody looks at pages; `seen`: what each page says, by its template."""

    site: SiteUnderTest
    seen: dict[str, list[str]] = field(default_factory=dict)

    def look(self, client: FlaskClient, address: str, data: dict[str, object] | None = None) -> str:
        names: list[str] = []

        def note(_app: object, template: object, **_context: object) -> None:
            names.append(template.name)  # type: ignore[attr-defined]

        with template_rendered.connected_to(note, self.site.app):
            answer = client.post(address, data=data) if data is not None else client.get(address)
        assert answer.status_code == 200, address
        text = unescape(answer.text)
        self.seen.setdefault(names[-1], []).append(text)
        return answer.text

    def missing(self, names: set[str]) -> list[str]:
        """What is wrong with the pages `names`."""
        found = [f"{each}: nobody walks to it here" for each in sorted(names - set(self.seen))]
        for name in sorted(names & set(self.seen)):
            for text in self.seen[name]:
                if DANGER not in text:
                    found.append(f"{name}: where to go in danger")
                if name not in IS_PRIVATE and not PRIVATE.search(text):
                    found.append(f"{name}: the way of a private matter")
        return found


@pytest.fixture
def walk(site: SiteUnderTest) -> Walk:
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    return Walk(site)


def speaks(walk: Walk) -> None:
    """Through the whole flow of a person, and by their receipt."""
    client, address = walk.site.client(), "/c/river/en/speak"
    walk.look(client, "/c/river/en/")
    walk.look(client, "/c/river/en/private")
    walk.look(client, "/c/river/en/check")
    page = walk.look(client, address, {})
    draft = {"draft": unescape(hidden(page, "draft"))}
    walk.look(client, "/c/river/en/voice", draft | {"text": "Dust", "go": "voice"})
    for sent in ({"text": "Dust"}, {"text": ""}, {}, {}):
        page = walk.look(client, address, draft | {"go": "next", **sent})
        draft = {"draft": unescape(hidden(page, "draft"))}


def helps(walk: Walk) -> None:
    """Every page of a helper, with the link of one."""
    site = walk.site
    with site.database.work() as session:
        _, told = helper_links.give(
            session,
            vault=site.vault,
            community=session.merge(site.cast.community),
            name="Noor",
            language="en",
            paid_by_office=False,
            until=site.clock() + timedelta(days=30),
            by=session.merge(site.cast.amal),
            now=site.clock(),
        )
    client = site.client()
    client.post("/h/", data={"number": told})
    for rule in site.app.url_map.iter_rules():
        if (
            rule.endpoint.startswith("helpers.")
            and rule.arguments == {"slug", "lang"}
            and "GET" in rule.methods
        ):
            walk.look(client, rule.rule.replace("<slug>", "river").replace("<lang>", "en"))
    for page in ("work", "never-asked"):
        walk.look(client, f"/h/{page}")
    key = unescape(hidden(walk.look(client, "/h/verdict"), "key"))
    walk.look(client, "/h/verdict", {"key": key, "code": answered(walk)})


def answered(walk: Walk) -> str:
    """The receipt of somebody whose number is answered."""
    site = walk.site
    with site.database.work() as session:
        cast = site.cast
        cast.session, cast.community = session, session.merge(cast.community)
        asked = consultations.find(session, slug="river")
        assert asked is not None
        released = Released(session, cast, site.vault, site.clock(), consultation=asked)
        person = released.person(three := released.theme(3), hear_back=None)
        released.owe()
        released.answered(three)
        return receipts.issue(session, vault=site.vault, participant=person, now=site.clock())


def opens_a_receipt(walk: Walk) -> None:
    site, cast = walk.site, walk.site.cast
    with site.database.work() as session:
        cast.session, cast.community = session, session.merge(cast.community)
        person = cast.participant()
        cast.answer(person, consultations.find(session, slug="river"), "Dust")
        code = receipts.issue(session, vault=site.vault, participant=person, now=site.clock())
    walk.look(site.client(), "/code", {"code": code})


def test_every_page_on_which_people_write_or_speak_says_both(walk: Walk) -> None:
    speaks(walk)
    helps(walk)
    opens_a_receipt(walk)
    entries = written_on() | {"public/start.html", "helpers/work.html"}
    assert {"public/prompt.html", "public/voice.html", "helpers/person.html"} < entries, "the finder finds"
    assert walk.missing(entries) == []


def test_every_print_by_which_people_are_asked_says_both(walk: Walk) -> None:
    amal = walk.site.signed_in(walk.site.cast.amal)
    for kind in KINDS:
        walk.look(amal, f"/collect/river/invitations/{kind}/en")
    walk.look(amal, "/collect/river/forms/paper/en")
    for step in STEPS:
        walk.look(amal, f"/collect/river/templates/{step}/en")
    assert len(printed()) >= 6, "the finder finds"
    assert walk.missing(printed()) == []


def test_a_print_speaks_of_the_number_on_it_or_of_the_sheet_and_never_of_a_page(walk: Walk) -> None:
    amal = walk.site.signed_in(walk.site.cast.amal)
    sheets = ["forms/paper/en", *(f"templates/{step}/en" for step in STEPS)]
    posters = [f"invitations/{kind}/en" for kind in ("poster", "half", "slips")]
    for path in (*sheets, *posters):
        said = walk.look(amal, f"/collect/river/{path}")
        assert "Nobody watches this sheet." in said, path
        assert "Nobody watches this page" not in said, path
    house = walk.site.app.extensions["consult"]
    settings = replace(house.settings, sms_number=number(1))
    walk.site.app.extensions["consult"] = replace(house, settings=settings)
    for path in posters:
        assert "Nobody watches this number." in walk.look(amal, f"/collect/river/{path}"), path


def test_a_form_of_other_tools_says_both_in_every_language(walk: Walk) -> None:
    amal = walk.site.signed_in(walk.site.cast.amal)
    book = load_workbook(io.BytesIO(amal.get("/collect/river/forms/xlsform").data))
    rows = list(book["survey"].iter_rows(values_only=True))
    for place, head in enumerate(rows[0]):
        if str(head).startswith("label::"):
            lang = str(head)[-3:-1]
            notes = "\n".join(str(row[place]) for row in rows if row[0] == "note")
            assert f"/c/river/{lang}/private" in notes
            assert walk.site.cast.community.danger_number in notes


def test_who_can_join_by_text_is_told_the_way_by_text(walk: Walk) -> None:
    told = "By text, once you have begun, send MENU, then 7."
    amal = walk.site.signed_in(walk.site.cast.amal)
    prints = ("invitations/slips/en", "invitations/radio/en", "forms/paper/en")
    assert not any(told in walk.look(amal, f"/collect/river/{each}") for each in prints)
    house = walk.site.app.extensions["consult"]
    settings = replace(house.settings, sms_number=number(1))
    walk.site.app.extensions["consult"] = replace(house, settings=settings)
    assert all(told in walk.look(amal, f"/collect/river/{each}") for each in prints)
