"""A representative pauses, resumes, extends and ends an open round, and people see it on its page."""

from datetime import timedelta

from consult.loop.collect import consultations, rounds


def test_a_round_is_paused_goes_on_longer_and_ends_early(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    amal, anybody = site.signed_in(site.cast.amal), site.client()
    opening = amal.get("/collect/river/open").text
    assert "Open until" in opening
    assert "<input" not in opening.split("<main")[1], "no form to open what is open"
    assert "Pause it?" in amal.get("/collect/river/pause").text
    refused = amal.post("/collect/river/pause", data={"reason_fr": "La route"})
    assert refused.status_code == 422
    assert "La route" in refused.text

    why = {"reason_en": "The road is closed", "reason_fr": "La route est fermée"}
    assert amal.post("/collect/river/pause", data=why).status_code == 303
    assert "La route est fermée" in anybody.get("/c/river/fr/").text
    assert "The road is closed" in anybody.get("/c/river/ar/").text
    assert "Paused" in amal.get("/collect/river/").text
    assert "Paused" in amal.get("/collect/").text
    assert "The road is closed" in amal.get("/collect/river/resume").text
    assert "Release" not in amal.get("/").text
    assert amal.post("/collect/river/resume").status_code == 303
    assert "closed" not in anybody.get("/c/river/en/").text

    with site.database.reading() as session:
        asked = rounds.current_round(session, consultations.find(session, slug="river"))
        days = {name: getattr(asked, name) for name in ("closes_on", "review_by", "news_by")}
    assert f'value="{days["closes_on"]}"' in amal.get("/collect/river/extend").text
    missing = amal.post("/collect/river/extend", data=why).text
    for name, asked_for in (
        ("closes_on", "Choose the last day on which people can speak."),
        ("review_by", "Choose the day until which the committee may weigh it."),
        ("news_by", "Choose the day by which people hear back."),
    ):
        assert f'<a href="#{name}">{asked_for}</a>' in missing, "three links that say the same lead nobody"
    sent = {name: day.isoformat() for name, day in days.items()}
    assert "after the last day" in amal.post("/collect/river/extend", data={**sent, **why}).text
    sent["closes_on"] = (days["closes_on"] + timedelta(2)).isoformat()
    assert amal.post("/collect/river/extend", data={**sent, **why}).status_code == 303
    assert "18 June" in anybody.get("/c/river/en/").text
    assert "later than was said first" in anybody.get("/c/river/en/").text
    assert "La route est fermée" in anybody.get("/c/river/fr/").text

    assert "cannot be undone" in amal.get("/collect/river/cancel").text
    assert amal.post("/collect/river/cancel", data=why).status_code == 303
    assert "La route est fermée" in anybody.get("/c/river/fr/").text
    assert "Ended early" in amal.get("/collect/river/").text
    assert amal.get("/collect/river/cancel").status_code == 404
    assert "Open the next round" in amal.get("/collect/river/").text
    for act in ("pause", "resume", "extend", "cancel"):
        assert site.signed_in(site.cast.dana).post(f"/collect/river/{act}").status_code == 403
