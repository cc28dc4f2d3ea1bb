"""Who speaks and who is missing, walked through the pages by those who do it."""

from datetime import timedelta

from consult.loop.collect.records import Consultation, OutreachTask, ReadingSeat, SpeaksForYou
from consult.people.records import Belonging, Estimate, Group, Role, Seat, WhoseList
from tests.web.conftest import hidden


def river(site):
    with site.database.work() as session:
        cast = site.cast
        cast.session = session
        cast.community = session.merge(cast.community)
        cast.amal = session.merge(cast.amal)
        cast.consultation()


def all_of(site, record):
    with site.database.reading() as session:
        found = list(session.query(record))
        session.expunge_all()
        return found


def test_lists_are_written_corrected_and_a_gap_becomes_a_task_that_is_done(site):
    river(site)
    amal = site.signed_in(site.cast.amal)
    page = amal.get("/collect/lists/tesfa").text
    assert "easiest to forget" in page
    line = {"whose": "own", "about": "", "name": "Herders", "people": "٣٠٠", "source": "We counted."}
    assert amal.post("/collect/lists/tesfa", data=line).status_code == 303
    (herders,) = all_of(site, Group)
    site.clock.move(minutes=5)
    sent = {**line, "about": str(herders.id), "name": "", "people": ""}
    assert amal.post("/collect/lists/tesfa", data={**sent, "source": ""}).status_code == 422
    page = amal.post("/collect/lists/tesfa", data=sent, follow_redirects=True).text
    assert "We do not know how many." in page
    assert "About 300 people." in page
    chol = site.signed_in(site.cast.chol)
    assert 'value="own"' not in chol.get("/collect/lists/tesfa").text
    assert chol.post("/collect/lists/tesfa", data=sent).status_code == 403
    outside = {**sent, "whose": "outside", "people": "40", "source": "The nurse."}
    assert chol.post("/collect/lists/tesfa", data=outside).status_code == 303
    lines = all_of(site, Estimate)
    assert {each.people for each in lines if each.whose is WhoseList.OUTSIDE} == {40}

    page = amal.get("/collect/river/missing").text
    assert "Fewer than ten, or nobody" not in page, "forty people: nobody is counted by group"
    about = hidden(page, "about")
    made = amal.post("/collect/river/missing", data={"about": about})
    day = site.clock().date()
    page = amal.post(made.location, data={"due_on": day.isoformat(), "who": "Bahati"}, follow_redirects=True)
    assert "Bahati" in page.text
    assert "somebody was to hear by now: 1" in amal.get("/home").text
    assert amal.post(f"{made.location}/done", data={"note": ""}).status_code == 422
    amal.post(f"{made.location}/done", data={"note": "Six spoke."})
    (task,) = all_of(site, OutreachTask)
    assert task.note == "Six spoke."
    for address in ("nonsense", "group:nonsense", f"place:{herders.id}"):
        assert amal.post("/collect/river/missing", data={"about": address}).status_code == 404
    off = next(each for each in lines if each.people is None)
    page = amal.post(f"/collect/lists/tesfa/{off.id}/off", follow_redirects=True).text
    assert "taken off on" in page


def test_who_speaks_is_on_record_in_public_renewed_and_left_in_one_press(site):
    river(site)
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    with site.database.work() as session:
        session.get_one(Seat, site.cast.seats["bahati"].id).until = site.clock() + timedelta(days=9)
    assert "Seats that end soon" in bahati.get("/home").text
    assert "Seats that end soon" in site.signed_in(site.cast.gita).get("/home").text
    said = {"how_chosen": "By lot", "chosen_by": "The quarter", "objected": "Two families"}
    own = amal.post("/collect/seats/tesfa/1", data={**said, "until": "2029-01-01"})
    assert own.status_code == 303
    seat = {each.number: each for each in all_of(site, Seat) if each.role is Role.REPRESENTATIVE}[1]
    assert (seat.until, seat.renewed_at, seat.objected) == (None, None, "Two families")
    assert amal.post("/collect/seats/tesfa/2", data={**said, "until": "1999-01-01"}).status_code == 422
    amal.post("/collect/seats/tesfa/2", data={**said, "until": "2029-01-01"})
    assert "Seats that end soon" not in bahati.get("/home").text
    gita = site.signed_in(site.cast.gita)
    which = site.cast.seats["bahati"].id
    assert 'value="2029-01-01"' in gita.get(f"/people/seats/{which}/renew").text
    assert gita.post(f"/people/seats/{which}/renew", data={**said, "until": ""}).status_code == 303

    amal.post("/collect/river/chosen", data={"opening": "The quarters met and chose two."})
    assert all_of(site, Consultation)[0].opening == "The quarters met and chose two."
    public = site.client()
    page = public.get("/c/river/en/speakers").text
    assert "The quarters met and chose two." in page
    assert "Two families" in page
    assert "Amal" not in page
    mine = site.cast.seats["amal"].id
    amal.post(f"/settings/seats/{mine}/name", data={"name": "Amal of the well"})
    assert "Amal of the well" in public.get("/c/river/en/speakers").text
    assert amal.post(f"/settings/seats/{mine}/name", data={"name": "x" * 121}).status_code == 422
    assert bahati.post(f"/settings/seats/{mine}/leave").status_code == 404
    assert "last one who speaks" not in amal.get("/settings/seats").text
    bahati.post(f"/settings/seats/{which}/leave")
    assert "last one who speaks" in amal.get("/settings/seats").text
    page = amal.post(f"/settings/seats/{mine}/leave", follow_redirects=True).text
    assert "Nobody speaks for this community now" in page
    assert amal.get("/collect/river/").status_code == 403
    assert "Amal of the well" not in public.get("/c/river/en/speakers").text


def test_after_the_answers_people_say_where_they_belong_and_whether_these_speak_for_them(site):
    river(site)
    amal, person = site.signed_in(site.cast.amal), site.client()
    line = {"whose": "own", "about": "", "name": "Herders", "people": "", "source": "We know them."}
    amal.post("/collect/lists/tesfa", data=line)
    (herders,) = all_of(site, Group)
    page = person.post("/c/river/en/speak").text
    for sent in ({"text": "Dust"}, {"text": "Wind"}, {}):
        page = person.post(
            "/c/river/en/speak", data={"draft": hidden(page, "draft"), "go": "next", **sent}
        ).text
    assert "Herders" in page
    assert "<bdi>Representative 1</bdi>, <bdi>Representative 2</bdi>" in page
    data = {"draft": hidden(page, "draft"), "groups": str(herders.id), "speaks": "partly"}
    skipped = person.post("/c/river/en/speak", data={**data, "go": "back"}).text
    page = person.post("/c/river/en/speak", data={"draft": hidden(skipped, "draft"), "go": "next"}).text
    assert page.count("checked") == 2, "what was ticked stays when somebody looks back"
    page = person.post("/c/river/en/speak", data={**data, "go": "next"}).text
    person.post("/c/river/en/speak", data={"draft": hidden(page, "draft"), "go": "next"})
    assert [each.group_id for each in all_of(site, Belonging)] == [herders.id]
    assert [each.says for each in all_of(site, SpeaksForYou)] == ["partly"]
    assert len(person.get("/c/river/en/speakers").data) < 14_000


def test_who_reads_is_named_on_a_page_and_kept_by_the_doors(site):
    river(site)
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    assert amal.get("/understand/river/first/").status_code == 200
    seat = str(site.cast.seats["bahati"].id)
    assert amal.post("/collect/river/readers", data={"seats": ["nobody"]}).status_code == 422
    assert amal.post("/collect/river/readers", data={"seats": [seat]}).status_code == 303
    assert amal.get("/understand/river/first/").status_code == 403
    assert amal.get("/understand/river/themes/").status_code == 403, "themes are named by those who read"
    assert "/understand/river/" not in amal.get("/understand/").text
    assert "Only those who read here" in amal.get("/collect/river/readers").text
    assert amal.post("/collect/river/readers", data={"seats": []}).status_code == 403
    assert bahati.get("/understand/river/sort/").status_code == 200
    assert [str(each.seat_id) for each in all_of(site, ReadingSeat)] == [seat]
