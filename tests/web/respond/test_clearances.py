"""Permission inside an office: on paper out and back, public while it waits, and never gone round."""

from tests.web.respond.test_respond import ANSWER, at, versions


def test_an_answer_waits_in_public_until_every_level_said_yes(site, told, dana, emil, public):
    for name in ("", "Head of section", "Head of mission"):
        sent = emil.post("/respond/water/levels/", data={"name": name})
        assert sent.status_code == (303 if name else 422)
    dana.post(at(told), data=ANSWER)
    assert dana.get(at(told, 3, "/slip")).status_code == 404
    dana.post(at(told, 3, "/hand-over"))
    assert "Permission is missing at this level: Head of section." in emil.post(at(told, 3, "/publish")).text
    assert dana.post(at(told, 3, "/permission")).status_code == 303
    slip = dana.get(at(told, 3, "/slip")).text
    for part in ("We say 3.", "We will mend the pump.", "It is broken.", "Head of section", "Change this"):
        assert part in slip
    waits = "waits for permission at <bdi>Head of section</bdi> since Friday 4 June 2027"
    assert waits in public()
    assert "No answer to No 3 yet. It is owed since Wednesday 26 May 2027." in public()
    assert "It waits for permission at Head of section since" in dana.get("/respond/").text
    site.clock.move(days=40)
    dana, emil = site.signed_in(site.cast.dana), site.signed_in(site.cast.emil)
    assert waits in public()
    assert emil.post(at(told, 3, "/publish")).status_code == 422
    assert emil.post("/respond/water/levels/1/end").status_code == 422
    changed = dana.post(at(told), data={**ANSWER, "words": "Otherwise."})
    assert "It waits for permission." in changed.text
    for mistake in ({"said": ""}, {"said_on": ""}, {"said_on": "2027-06-03"}, {"said": "no"}):
        data = {"said": "yes", "said_on": "2027-07-01", **mistake}
        assert dana.post(at(told, 3, "/slip"), data=data).status_code == 422
    assert dana.post(at(told, 3, "/slip"), data={"said": "yes", "said_on": "2027-07-01"}).status_code == 303
    assert "waits for permission at <bdi>Head of mission</bdi> since Thursday 1 July 2027" in public()
    note = {"said": "change", "said_on": "2027-07-10", "note": "Say until when."}
    dana.post(at(told, 3, "/slip"), data=note)
    assert "waits for permission" not in public()
    assert "Say until when." in dana.get(at(told)).text
    dana.post(at(told), data={**ANSWER, "words": "By September."})
    dana.post(at(told, 3, "/hand-over"))
    for level in ("Head of section", "Head of mission"):
        assert level in emil.post(at(told, 3, "/publish")).text
        dana.post(at(told, 3, "/permission"))
        first = "4 June" if level == "Head of section" else "1 July"
        assert f"waits for permission at <bdi>{level}</bdi> since" in (page := public())
        assert f"{first} 2027" in page.split(f"{level}</bdi> since")[1][:30]
        assert ("first asked on Friday 4 June 2027" in page) is (level == "Head of mission")
        dana.post(at(told, 3, "/slip"), data={"said": "yes", "said_on": "2027-07-14"})
    assert emil.post(at(told, 3, "/publish")).status_code == 303
    assert versions(site)[0].words == "By September."
    assert "waits for permission" not in public()
    assert emil.post("/respond/water/levels/1/end").status_code == 303
    assert "Head of section" not in emil.get("/respond/water/levels/").text
    assert emil.post("/respond/water/levels/1/end").status_code == 404


def test_a_wording_that_comes_later_is_on_a_slip_of_its_own_and_read_by_nobody_before(
    site, told, dana, emil, public
):
    emil.post("/respond/water/levels/", data={"name": "Head of section"})
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/wordings/fr"), data={"words": "La pompe."})
    dana.post(at(told, 3, "/hand-over"))
    dana.post(at(told, 3, "/permission"))
    slip = dana.get(at(told, 3, "/slip")).text
    assert "La pompe." in slip
    assert "came later" not in slip
    yes = {"said": "yes", "said_on": "2027-06-04"}
    dana.post(at(told, 3, "/slip"), data=yes)
    dana.post(at(told, 3, "/wordings/ar"), data={"words": "المضخة"})
    assert "read by nobody before it has permission" in dana.get(at(told)).text
    assert dana.post(at(told, 3, "/permission")).status_code == 303
    slip = dana.get(at(told, 3, "/slip")).text
    assert slip.index("La pompe.") < slip.index("These wordings came later") < slip.index("المضخة")
    assert "in another language waits for permission at <bdi>Head of section</bdi>" in public()
    assert "It waits for permission at" not in dana.get("/respond/").text
    dana.post(at(told, 3, "/slip"), data=yes)
    assert "waits for permission" not in public()
    assert "read by nobody" not in dana.get(at(told)).text
