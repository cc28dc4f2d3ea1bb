"""Offices ask back, hand over and pass on; representatives choose; and where an answer went is public."""

from sqlalchemy import select

from consult.loop.respond.records import PassedOn, PlanningDay
from consult.loop.understand.records import Audience, Theme
from tests.web.respond.test_promises import publish
from tests.web.respond.test_respond import ANSWER, at, versions

ASKED = "/respond/community/tesfa/asked/"


def test_a_question_goes_back_and_is_kept_with_every_reply(site, told, public):
    amal = site.signed_in(site.cast.amal)
    assert "its question stands here" in amal.get(ASKED).text
    publish(site, told, kind="need_to_know_more", question="Which of the two pumps?")
    assert "Questions and wishes of offices that wait for you: 1." in amal.get("/home").text
    assert "Which of the two pumps?" in public()
    here = f"{ASKED}{versions(site)[0].id}"
    assert "Which of the two pumps?" in amal.get(here).text
    said = {"says": "outreach", "text": "We ask the women at the well.", "language": "en"}
    assert amal.post(here, data={**said, "text": " "}).status_code == 422
    dana = site.signed_in(site.cast.dana)
    assert "Answers owed: 1." in dana.get("/respond/").text
    assert amal.post(here, data=said).status_code == 303
    assert "wait for you" not in amal.get("/home").text
    assert "Answers owed: 2." in dana.get("/respond/").text
    assert "representatives replied to your question." in dana.get("/respond/water/").text
    theirs = dana.get(at(told)).text
    assert "A new version of your answer is owed now." in theirs
    assert theirs.index("Which of the two pumps?") < theirs.index("We ask the women at the well.")
    assert amal.post(here, data={**said, "says": "answered", "text": "The old one."}).status_code == 303
    page = public()
    assert page.index("We ask the women at the well.") < page.index("The old one.")
    assert "The representatives go and ask people" in page
    for account in (site.cast.dana, site.cast.chol, site.cast.hari):
        assert site.signed_in(account).post(here, data=said).status_code == 403


def test_handing_over_ends_nothing_until_the_other_takes_it_on(site, told, public):
    amal, farah = site.signed_in(site.cast.amal), site.signed_in(site.cast.farah)
    handed = {"to_office": "roads", "handed_on": "2027-06-02", "reference": "Letter 12"}
    dana = site.signed_in(site.cast.dana)
    form = dana.get(at(told, 3, "?kind=needs_others")).text
    assert "Handed over to an office that answers here" in form
    assert "Your question to the representatives" not in form
    assert dana.post(at(told), data={**ANSWER, "kind": "needs_others"}).status_code == 422
    publish(site, told, kind="needs_others", **handed)
    page = public()
    assert "<bdi>Roads office</bdi>, Wednesday 2 June 2027 (<bdi>Letter 12</bdi>)" in page
    assert "it is still owed until Roads office takes it on or answers" in page
    assert "It was handed over to Roads office on Wednesday 2 June 2027." in dana.get("/respond/water/").text
    assert "Answers owed: 2." in dana.get("/respond/").text
    assert "We say 3." not in farah.get("/respond/roads/").text
    with site.database.reading() as session:
        passed = session.scalars(select(PassedOn)).one().id
    choose = f"/respond/community/tesfa/passed/{passed}"
    assert "Roads office should answer No 3" in amal.get(ASKED).text
    assert dana.post(choose, data={"agrees": "yes"}).status_code == 403
    assert amal.post(choose, data={"agrees": "yes"}).status_code == 303
    assert amal.post(choose, data={"agrees": "no"}).status_code == 404
    assert "We say 3." in farah.get("/respond/roads/").text
    assert "still owed until" in public()
    assert farah.post(f"/respond/roads/themes/{told.themes[3].id}/take-on/{passed}").status_code == 303
    assert "still owed until" not in public()
    assert farah.post(f"/respond/roads/themes/{told.themes[3].id}", data=ANSWER).status_code == 303
    assert "Answers owed: 1." in dana.get("/respond/").text


def test_a_theme_is_passed_on_with_a_note_and_representatives_may_say_no(site, told):
    amal, dana = site.signed_in(site.cast.amal), site.signed_in(site.cast.dana)
    here = at(told, 3, "/pass-on")
    assert dana.get(here).status_code == 200
    for mistake in (
        {"to": "roads", "note": ""},
        {"to": "", "note": "Roads."},
        {"to": "water", "note": "Us."},
    ):
        assert dana.post(here, data=mistake).status_code == 422
    assert dana.post(here, data={"to": "roads", "note": "The pump stands on the road."}).status_code == 303
    assert "The pump stands on the road." in amal.get(ASKED).text
    with site.database.work() as session:
        passed = session.scalars(select(PassedOn)).one().id
    here = f"/respond/community/tesfa/passed/{passed}"
    assert amal.post(here).status_code == 400
    assert amal.post(here, data={"agrees": "no"}).status_code == 303
    with site.database.work() as session:
        theme = session.get_one(Theme, told.themes[3].theme_id)
        assert [office.slug for office in theme.offices] == ["water"]
        told.themes[7].audience = session.merge(told.themes[7]).audience = Audience.ONE_OFFICE
    alone = dana.post(at(told, 7, "/pass-on"), data={"to": "roads", "note": "Theirs."})
    assert "Number 7 is for your office alone." in alone.text


def test_where_an_answer_went_is_public_also_when_in_none(site, told, public):
    dana = site.signed_in(site.cast.dana)
    here = at(told, 3, "/went")
    assert dana.get(here).status_code == 404
    publish(site, told)
    for mistake in ({}, {"in_none": "y"}, {"document": "Plan", "on": "2027-06-01"}):
        assert dana.post(here, data=mistake).status_code == 422
    assert dana.post(here, data={"in_none": "y", "on": "2027-06-04"}).status_code == 303
    assert "Until Friday 4 June 2027 it went into no plan or document." in public()
    went = {"document": "Water plan 2028", "paragraph": "14", "page": "9", "on": "2027-06-04"}
    assert dana.post(here, data=went).status_code == 303
    page = public()
    assert "It went into Water plan 2028 on Friday 4 June 2027. Paragraph 14. Page 9." in page
    assert "no plan or document" not in page


def test_a_planning_day_is_listed_for_representatives_who_plan_a_round(site, told):
    amal, dana = site.signed_in(site.cast.amal), site.signed_in(site.cast.dana)
    ahead = "/respond/community/tesfa/plans/"
    assert "No office has listed a day." in amal.get(ahead).text
    assert (
        dana.post("/respond/water/plans/", data={"plan": "Budget", "until": "2027-06-01"}).status_code == 422
    )
    assert (
        dana.post("/respond/water/plans/", data={"plan": "Budget", "until": "2027-09-01"}).status_code == 303
    )
    assert "Budget" in amal.get(ahead).text
    with site.database.reading() as session:
        day = session.scalars(select(PlanningDay)).one().id
    assert dana.post(f"/respond/water/plans/{day}/strike").status_code == 303
    assert "Budget" not in amal.get(ahead).text


def test_a_reason_kept_for_safety_stands_nowhere_in_public(site, told, public):
    why = "The commander of the post would be known."
    publish(site, told, kind="cannot_say", why=why, who="The deputy head", by_when="2027-09-01")
    page = public()
    assert "We cannot say why, for safety" in page
    assert "Who looks at it again" in page
    assert "The deputy head" in page
    assert why not in page
    assert why not in site.signed_in(site.cast.chol).get("/review/river/1/3/saw").text
