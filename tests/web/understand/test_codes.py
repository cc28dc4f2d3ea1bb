"""The codebook as representatives meet it: what is wrong is seen at once, what was merged stays readable."""

import io
import re

import pytest
from sqlalchemy import select

from consult.loop.understand.records import Code
from tests.loop.collect import sounds
from tests.web.understand.test_sorting import read, recorded, say_code
from tests.web.understand.test_walk import ROOT, page, send


@pytest.fixture
def amal(site):
    return site.signed_in(site.cast.amal)


def head(shown: str) -> str:
    """What somebody sees first of a page: its title and what is wrong, before everything else of it."""
    return re.split(r"<form|<ul class", shown.split("</h1>")[1])[0]


def test_what_is_wrong_with_a_code_stands_at_the_head_of_its_page(site, amal):
    read(site, "the well")
    for number, name in ((1, "Far wells"), (2, "Dark roads")):
        send(amal, f"{ROOT}/themes/new", name=name, statement=f"People speak of {name}.")
        send(amal, f"{ROOT}/themes/{number}/codes", codes=[number])
    for address, form, said in (
        ("codes/", {"name": " "}, "Give the code a name."),
        ("codes/1", {"name": " "}, "Give the code a name."),
        ("codes/1/merge", {"into": 2, "sure": 1}, "stand on different themes"),
        ("codes/1/voice", {"sound": (io.BytesIO(b"no sound"), "name.wav")}, "is not a sound"),
        ("codes/", {"sound": (io.BytesIO(b"no sound"), "name.wav")}, "is not a sound"),
        ("themes/1/voice", {"sound": (io.BytesIO(b"no sound"), "name.wav")}, "is not a sound"),
    ):
        assert said in head(send(amal, f"{ROOT}/{address}", 422, **form)), address


def test_a_code_that_takes_others_in_says_which_and_a_voice_is_heard_before(site, amal):
    read(site, "the well")
    say_code(amal, sounds.wav())
    assert "merged into it" not in page(amal, f"{ROOT}/codes/2")
    sure = send(amal, f"{ROOT}/codes/1/merge", 200, into=2)
    assert f"{ROOT}/codes/1/voice" in sure
    assert "The voice that says the name of code 1 is wiped." in sure
    assert "is wiped" not in send(amal, f"{ROOT}/codes/2/merge", 200, into=1)
    send(amal, f"{ROOT}/codes/1/merge", into=2, sure=1)
    shown = page(amal, f"{ROOT}/codes/2")
    assert re.search(r"<h2>Codes that were merged into it</h2>\s*<ul>\s*<li>[^<]+<bdi>1</bdi>.*Water", shown)


def test_a_code_without_a_word_is_heard_wherever_it_stands_on_a_theme(site, amal):
    read(site, "the well")
    with site.database.work() as session:
        code = session.scalars(select(Code).where(Code.number == 1)).one()
        code.name, code.recording_id = "", recorded(site, session).id
    send(amal, f"{ROOT}/themes/new", name="Far wells", statement="The wells are far.")
    send(amal, f"{ROOT}/themes/1/codes", codes=[1, 2])
    shown = page(amal, f"{ROOT}/themes/1/")
    assert f"{ROOT}/codes/1/voice" in shown
    assert f"{ROOT}/codes/2/voice" not in shown


def test_nobody_is_told_of_a_new_name_where_only_what_belongs_to_it_changed(site, amal):
    read(site, "the well")
    kept = send(amal, f"{ROOT}/codes/1", name="Water", definition="dry wells")
    assert "It is kept." in kept
    assert "has its new name" not in kept
    assert "has its new name" in send(amal, f"{ROOT}/codes/1", name="Wells", definition="dry wells")
