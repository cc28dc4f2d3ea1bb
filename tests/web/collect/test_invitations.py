"""A representative finds what invites people, in each language, and prints it."""

import re
from dataclasses import replace
from pathlib import Path

from tests.cast import number


def test_invitations_stand_in_each_language_and_say_what_is_missing(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    amal = site.signed_in(site.cast.amal)
    page = amal.get("/collect/river/invitations").text
    assert "to which number texts go" in page
    assert "who reads" in page, "missing in French"
    assert "needs a join word" in amal.get("/collect/river/invitations/text/en").text

    house = site.app.extensions["consult"]
    site.app.extensions["consult"] = replace(house, settings=replace(house.settings, sms_number=number(7)))
    assert "to which number texts go" not in amal.get("/collect/river/invitations").text
    poster = amal.get("/collect/river/invitations/poster/ar").text
    assert 'dir="rtl"' in poster
    assert "RIVERAR" in poster
    assert number(7) in poster
    assert "<svg" in poster
    assert "style=" not in poster
    assert "112" in poster, "where to go in danger"
    assert "What is life here like now?" not in poster, "no topic"
    assert "Life here" not in poster, "nor the name of the consultation"
    for kind, says in {
        "half": "RIVEREN",
        "slips": "Send <bdi>RIVEREN</bdi> to",
        "radio": "seconds",
        "text": "It goes as 1 text.",
    }.items():
        assert says in amal.get(f"/collect/river/invitations/{kind}/en").text, kind
    half = amal.get("/collect/river/invitations/half/en").text
    (sheet,) = re.findall(r"/static/(print/invited\.css)\?v=\w+", half)
    assert half.count("call <bdi>112</bdi>") == 2
    rules = (Path(site.app.static_folder) / sheet).read_text()
    assert "hidden" not in rules, "no line is cut away: the last is where to go in danger"
    assert amal.get("/collect/river/invitations/poster/sw").status_code == 404
    assert amal.get("/collect/river/invitations/flag/en").status_code == 404
