"""What the looks promise: small, few colours with enough contrast, nothing inline, a ring in words."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import render_template_string

from consult.web.i18n import listed
from consult.web.ring import arcs
from tests.web.conftest import SiteUnderTest

WEB = Path(__file__).parents[2] / "consult" / "web"
STYLE = (WEB / "static" / "participant.css").read_text()
INLINE = re.compile(r"""<script(?![^>]* src=)|\sstyle=["']|\son[a-z]+=["']|javascript:|https?://""")


def tokens(style: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", style))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = tokens(STYLE.split("@media", maxsplit=1)[0])
DARK = tokens(STYLE.split("@media")[1])


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_that_carries_words_can_be_read_on_both_grounds(shown: dict[str, str]) -> None:
    for name in ("ink", "act", "wait", "danger", "done"):
        for ground in ("paper", "office"):
            assert contrast(shown[name], shown[ground]) >= 4.5, (name, ground)
    assert contrast(shown["on-act"], shown["act"]) >= 4.5
    assert contrast(shown["edge"], shown["field"]) >= 3
    assert contrast(shown["edge"], shown["paper"]) >= 3


def test_the_colours_are_those_of_the_design() -> None:
    assert (LIGHT["ink"], LIGHT["paper"], LIGHT["office"]) == ("#1f2a2e", "#fbf7f0", "#eef3f6")
    assert (DARK["ink"], DARK["paper"], DARK["office"]) == ("#f1ece3", "#171c1e", "#1d2529")


def test_the_styles_stay_small() -> None:
    assert len(STYLE.encode()) <= 5_000


def test_the_styles_fetch_nothing_and_know_no_left_and_right() -> None:
    for file in (WEB / "static").glob("*.css"):
        lines = file.read_text().splitlines()  # one line holds what old browsers need instead
        plain = "\n".join(line for line in lines if not line.startswith("@supports not"))
        assert "url(" not in plain
        assert "@import" not in plain
        assert not re.search(r"(margin|padding|border)-(left|right)|text-align:(left|right)|float:", plain)


def test_no_template_holds_script_or_inline_style() -> None:
    for file in (WEB / "templates").rglob("*.html"):
        assert not INLINE.search(file.read_text()), file.name


def test_the_ring_stands_at_one_step() -> None:
    assert [arc.state for arc in _arcs(0)] == ["present", "missing", "missing", "missing", "missing"]
    assert [arc.state for arc in _arcs(3)] == ["done", "done", "done", "present", "missing"]
    assert [arc.state for arc in _arcs(5)] == ["done"] * 5


def _arcs(done: int) -> list:
    from flask import Flask
    from flask_babel import Babel

    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return arcs(done)


def drawn(site: SiteUnderTest, language: str, source: str, **values: object) -> str:
    with site.app.test_request_context("/", headers={"Accept-Language": language}):
        return render_template_string(source, **values)


RING = '{% from "parts/ring.html" import ring %}{{ ring(done=2) }}'


def test_the_ring_is_small_and_says_the_same_in_words(site: SiteUnderTest) -> None:
    page = drawn(site, "en", RING)
    assert "<p>Done: heard, read. Now: reviewed. To come: answered, told.</p>" in page
    assert page.count("<path") == 5
    assert len(page.encode()) <= 1_100
    assert "scale(-1" not in page
    assert "Now" not in drawn(site, "en", RING.replace("2", "5"))
    assert "Done" not in drawn(site, "en", RING.replace("2", "0"))


def test_the_ring_is_mirrored_from_the_right(site: SiteUnderTest) -> None:
    assert "scale(-1 1)" in drawn(site, "ar", RING)


def test_a_bar_begins_at_the_start_edge(site: SiteUnderTest) -> None:
    source = '{% from "parts/bar.html" import bar %}{{ bar(part=10, whole=40) }}{{ bar(part=0, whole=0) }}'
    assert 'x="0" width="25.0"' in drawn(site, "en", source)
    assert 'x="75.0" width="25.0"' in drawn(site, "ar", source)


def test_a_card_carries_its_number_and_the_words_their_language(site: SiteUnderTest) -> None:
    source = """{% from "parts/card.html" import card, words %}
    {% call card(104, label="Card") %}{{ words("<i>ماء</i>", "ar") }}{% endcall %}"""
    page = drawn(site, "en", source)
    assert "<bdi>104</bdi>" in page
    assert '<span class="unseen">Card </span>' in page
    assert '<p class="words" lang="ar" dir="auto">&lt;i&gt;ماء&lt;/i&gt;</p>' in page


def test_a_page_with_a_table_still_has_one_style_that_is_let_through(site: SiteUnderTest) -> None:
    source = """{% extends "page.html" %}
    {% block style %}{{ inline_style("tables.css") }}{% endblock %}"""

    @site.app.get("/table")
    def table() -> str:
        return render_template_string(source)

    answer = site.client().get("/table")
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert len(styles) == 1
    assert "table{" in styles[0]
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "sw", "es"])
def test_an_empty_page_leaves_room_for_words(site: SiteUnderTest, language: str) -> None:
    answer = site.client().get("/nowhere", headers={"Accept-Language": language})
    assert len(gzip.compress(answer.data)) <= 3_500
    assert answer.text.count("<style>") == 1
    assert "<link" not in answer.text.replace('<link rel="icon" href="data:,">', "")


@pytest.mark.parametrize(("lang", "line"), [("en", "3, 7"), ("ar", "3، 7")])
def test_a_list_is_joined_with_the_comma_of_the_page(site: SiteUnderTest, lang: str, line: str) -> None:
    with site.app.test_request_context(headers={"Accept-Language": lang}):
        assert listed([3, 7]) == line
        assert listed(["<a>"], apart=True) == "<bdi>&lt;a&gt;</bdi>"


def test_a_step_that_was_left_out_is_dashed_and_said(site: SiteUnderTest) -> None:
    left_out = '{% from "parts/ring.html" import ring %}{{ ring(done=DONE, unreviewed=true) }}'
    page = drawn(site, "en", left_out.replace("DONE", "3"))
    assert "Done: heard, read. Not done: reviewed. Now: answered. To come: told." in page
    assert page.count('class="l"') == 1
    assert "Not done" not in drawn(site, "en", left_out.replace("DONE", "2"))
