"""The picture in numbers: each audience sees its own themes, hatched where a number is withheld."""

import re
from types import SimpleNamespace

import pytest

from consult.loop.understand.breakdowns import DID_NOT_SAY, _said
from consult.loop.understand.picture import ByTable, Differs, Row, differing
from consult.loop.understand.record_check import hash_of
from consult.loop.understand.records import Audience, Breakdown, By
from tests.loop.close.released import Released
from tests.web.conftest import SiteUnderTest

PUBLIC, INSIDE = "/c/river/en/picture", "/understand/river/findings/1/picture"
RESULTS = "/c/river/en/results"
COMMITTEE, OFFICE = "/review/river/1/picture", "/respond/water/picture/river/1"


@pytest.fixture
def drawn(site: SiteUnderTest) -> SiteUnderTest:
    """Findings 1 of 100 people: theme 1 for everyone, 2 for the water office alone, counted by place."""
    with site.database.work() as session:
        cast = site.cast
        cast.session = session
        released = Released(session, cast, site.vault, site.clock())
        found = released.findings
        found.spoke = 100
        kept = {"hint": "leads", "words": ["good"], "why": "It is our word."}
        asked = {"number": 1, "version": 2, "language": "en", "text": "What is good?", "kept": [kept]}
        found.made = {
            "prompts": [asked],
            "doors": {"web": 80, "helper_paid": 20},
            "coders": 3,
            "agreement": {"same": 18, "both": 20, "alpha": 0.9},
            "pointed": False,
            "check": None,
        }
        released.theme(1).people = 41
        released.theme(2, audience=Audience.ONE_OFFICE)
        rows = [str(cast.upper.id), str(cast.lower.id), DID_NOT_SAY]
        for themes, columns, cells in (
            (False, [], [57, None, None]),
            (True, [1, 2], [24, None, None, None, None, None]),
        ):
            made = Breakdown(
                findings_id=found.id,
                by=By.STAYS_IN,
                themes=themes,
                rows=rows,
                columns=columns,
                cells=cells,
                fewest=10,
            )
            made.hash = hash_of(_said(found, made))
            session.add(made)
    return site


def test_everyone_sees_the_themes_for_everyone_and_their_numbers(drawn: SiteUnderTest) -> None:
    page = drawn.client().get(PUBLIC)
    assert page.status_code == 200
    text = page.text
    assert "41 of 100 people" in text
    assert "24 of 57 people" in text
    assert "Upper Well" in text
    assert text.count('colspan="2" class="h">not shown') == 2, "once for a row of which nothing is shown"
    assert "Theme 2" not in text
    assert re.search(r"may not have been heard.*<li><bdi>Lower Well</bdi></li>", text, re.S)
    assert "Perhaps nobody of them spoke, perhaps some:" in text, "a number that is hidden need not be small"
    assert "<li><bdi>Upper Well" not in text
    assert len(page.data) < 20_000
    assert "<script" not in text


def test_each_audience_sees_its_own_themes(drawn: SiteUnderTest) -> None:
    seen = {
        name: drawn.signed_in(getattr(drawn.cast, name)).get(address).text
        for name, address in (("amal", INSIDE), ("chol", COMMITTEE), ("dana", OFFICE))
    }
    assert {name: "Theme 2" in text for name, text in seen.items()} == {
        "amal": True,
        "chol": False,
        "dana": True,
    }
    assert all("41 of 100 people" in text for text in seen.values())
    for text in (seen["amal"], drawn.client().get(PUBLIC).text, drawn.client().get(RESULTS).text):
        for made in ("to a helper whom an office pays", "It is our word.", "3 people sorted", "20. On 18 of"):
            assert made in text
    assert "(Version 2 of this prompt.)" in seen["amal"]
    assert drawn.signed_in(drawn.cast.farah).get(OFFICE.replace("water", "roads")).status_code == 404
    assert drawn.signed_in(drawn.cast.dana).get(INSIDE).status_code == 403


def test_a_group_that_decides_against_its_name_is_left_out_from_then_on(drawn: SiteUnderTest) -> None:
    client = drawn.signed_in(drawn.cast.amal)
    said = {
        "about": str(drawn.cast.upper.id),
        "shown": "spoken_only",
        "said_how": "They said so at the well.",
    }
    for name in said:
        assert client.post("/understand/river/shown", data={**said, name: ""}).status_code == 422
    assert client.get("/understand/river/shown").text.count('<option value="">Choose one.</option>') == 1
    assert client.post("/understand/river/shown", data=said).status_code == 303
    assert "They said so at the well." in client.get("/understand/river/shown").text
    assert "Upper Well" not in drawn.client().get(PUBLIC).text


def test_a_table_that_was_changed_is_not_shown(drawn: SiteUnderTest) -> None:
    with drawn.database.work() as session:
        session.query(Breakdown).filter_by(themes=True).one().cells = [3] * 6
    assert "Upper Well" not in drawn.client().get(PUBLIC).text


def test_the_vote_with_beans_stands_as_a_table_of_its_own(drawn: SiteUnderTest) -> None:
    client = drawn.signed_in(drawn.cast.amal)
    vote = {"place": "At the mill", "held_on": "2027-06-01", "beans-1": "31", "beans-2": "54", "people": "5"}
    vote["note"] = "Women and men laid apart."
    for wrong in ("many", "9" * 5000):
        assert client.post("/understand/river/beans", data={**vote, "beans-1": wrong}).status_code == 422
    assert client.post("/understand/river/beans", data=vote).status_code == 303
    page = drawn.client().get(PUBLIC).text
    assert "At the mill" in page
    assert "<bdi>31</bdi>" in page
    assert "<bdi>54</bdi>" not in page
    assert 'width="57.4"' not in page, "no bar tells how many beans lie on what is not seen"
    assert "5 people" not in page
    assert "laid apart" not in page
    kept = client.get("/understand/river/beans").text
    assert "5 people" in kept
    assert "laid apart" in kept, "what was typed in is read again by those who typed it"
    address = client.get("/understand/river/beans").text.split('action="')[-1].split('"')[0]
    assert client.post(address).status_code == 303
    assert "At the mill" not in drawn.client().get(PUBLIC).text


def test_what_is_not_released_has_no_picture(site: SiteUnderTest) -> None:
    with site.database.work() as session:
        site.cast.session = session
        session.add(site.cast.consultation("silent"))
    assert site.client().get("/c/silent/en/picture").status_code == 404


def test_who_lies_furthest_apart_is_said_of_shown_numbers_alone() -> None:
    near, far = (
        Row("named", "Near", 50, {1: 40, 2: 20, 3: None}),
        Row("named", "Far", 60, {1: 12, 2: 20, 3: 50}),
    )
    hidden, silent = (
        Row("named", "Hill", None, {1: 1, 2: 1, 3: 1}),
        Row("did_not_say", None, 20, {1: 0, 2: 20, 3: 0}),
    )
    found = differing(ByTable(By.STAYS_IN, [1, 2, 3], [near, far, hidden, silent], 10))
    assert found == [Differs(1, most=near, least=far)]


def test_many_themes_stand_in_tables_that_are_no_wider_than_a_page(site: SiteUnderTest) -> None:
    themes = list(range(1, 8))
    far = SimpleNamespace(name="Far", who="", spoke=20, on={at: 12 if at == 4 else None for at in themes})
    table = SimpleNamespace(themes=themes, rows=[far])
    with site.app.test_request_context():
        shown = site.app.jinja_env.get_template("parts/picture.html").module.by_table(table, "By place")
    captions = re.findall(r"By place · Theme <bdi>([^<]+)</bdi></caption>", shown)
    assert captions == ["1–3", "4–6", "7"]
    assert shown.count("12 of 20 people") == 1
    assert re.findall(r'<td colspan="(\d)" class="h">', shown) == ["3", "1"]
