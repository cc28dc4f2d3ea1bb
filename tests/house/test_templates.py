"""Pages say everything in marked sentences, and carry nothing inline."""

import re
from html.parser import HTMLParser

from tests.house.source import TREE, templates

SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
OUR_NAME = "Consult"
ONE_STYLE = re.compile(r"<style>(\{%[^%]*%\})?\{\{ inline_style\([^)]*\) \}\}(\{%[^%]*%\})?</style>")
"""The one style of participant pages, allowed by its hash."""
NAMED = "\ufffc"
"""Stands where the template writes something."""


def without_jinja(template: str) -> str:
    bare = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    bare = re.sub(r"\{%-?\s*raw.*?endraw\s*-?%\}", "", bare, flags=re.DOTALL)
    bare = re.sub(r"\{%.*?%\}", "", bare, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", NAMED, bare, flags=re.DOTALL)


class Reader(HTMLParser):
    """Gathers words that a person would see and nobody could translate, and what stands inline."""

    def __init__(self) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN and any(letter.isalpha() for letter in value or ""):
                self.unmarked.append(f"{tag} {name}={value}")
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if any(letter.isalpha() for letter in data) and data.strip() != OUR_NAME:
            self.unmarked.append(data.strip())


def read(template: str) -> Reader:
    reader = Reader()
    reader.feed(without_jinja(ONE_STYLE.sub("", template)))
    reader.close()
    return reader


def readers() -> dict[str, Reader]:
    return {name: read(template) for name, template in templates().items()}


def test_every_word_on_a_page_is_marked_for_the_catalogues() -> None:
    unmarked = {name: reader.unmarked for name, reader in readers().items() if reader.unmarked}
    assert not unmarked


def test_nothing_stands_inline_but_the_one_style_of_participant_pages() -> None:
    inline = {name: reader.inline for name, reader in readers().items() if reader.inline}
    assert not inline


def test_no_page_asks_for_anything_from_elsewhere() -> None:
    outside = re.compile(r"""(src|href|action)=["'](https?:)?//""")
    elsewhere = {name for name, template in templates().items() if outside.search(template)}
    assert not elsewhere


def test_the_style_sheets_fetch_nothing_and_are_light() -> None:
    sheets = [sheet.read_text() for sheet in (TREE / "consult" / "web" / "static").glob("*.css")]
    assert not [each for each in sheets if "@import" in each or re.search(r"url\((?!['\"]?(data:|#))", each)]
    assert sum(len(each.encode()) for each in sheets) <= 9 * 1024


def test_the_reader_reads() -> None:
    assert read("<p>Hello</p>").unmarked == ["Hello"]
    assert read('<img alt="A well">').unmarked
    assert read('<p onclick="x()" style="a"></p><script></script>').inline == [
        "p onclick",
        "p style",
        "script",
    ]
    fine = '{% if a %}<p lang="en">{{ _("Hello") }} 12 · {# why #}</p>{% endif %}'
    assert not read(fine + '<input placeholder="{{ _("x") }}">').unmarked
    assert not read(fine).inline
