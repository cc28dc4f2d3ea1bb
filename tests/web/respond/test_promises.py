"""Promises: made by answering, moved in the open, overdue by the clock, done in two columns."""

from datetime import date

import pytest

from consult.loop.close.happened import count
from consult.loop.close.records import Question, Says, Verdict
from consult.loop.respond.promise_states import Reminder, reminder
from consult.loop.respond.records import Commitment, ResponseVersion
from consult.loop.understand.records import Theme
from consult.people.records import Participant
from tests.web.respond.representing import let_go
from tests.web.respond.test_respond import ANSWER, at

OURS = "/respond/community/tesfa/promises/"
THEIRS = "/respond/water/promises/"


def publish(site, told, **said):
    dana, emil = site.signed_in(site.cast.dana), site.signed_in(site.cast.emil)
    assert dana.post(at(told), data={**ANSWER, **said}).status_code == 303
    dana.post(at(told, 3, "/hand-over"))
    assert emil.post(at(told, 3, "/publish")).status_code == 303
    let_go(site)


def only(site):
    with site.database.reading() as session:
        found = session.query(Commitment).one()
        _ = found.steps, found.themes
        session.expunge_all()
    return found


def test_an_answer_is_a_promise_whose_days_stay_and_whose_lateness_the_clock_says(site, told, public):
    publish(site, told, kind="cannot")
    assert "Promised by" not in public()
    publish(site, told, by_when="2027-07-01")
    page = public()
    assert "Promised by <bdi>Water office</bdi>" in page
    assert "By Thursday 1 July 2027." in page
    assert [reminder(only(site), date(2027, *day)) for day in ((6, 16), (6, 17), (7, 1), (7, 2))] == [
        None,
        Reminder.SOON,
        Reminder.TODAY,
        Reminder.OVERDUE,
    ]
    site.clock.move(days=30)
    assert "Overdue since Thursday 1 July 2027." in public()
    home = site.signed_in(site.cast.dana).get("/home").text
    assert "Promises that come due, are overdue or wait for your yes: 1." in home
    publish(site, told, by_when="2027-08-01")
    page = public()
    assert "First promised by Thursday 1 July 2027. Then by: Sunday 1 August 2027" in page
    assert "Overdue" not in page
    emil = site.signed_in(site.cast.emil)
    here = f"{THEIRS}{only(site).id}/"
    for page in (emil.get(here), emil.get(THEIRS)):
        assert ANSWER["words"] in page.text, "which promise it is"
    assert emil.post(here + "claim", data={"text": " "}).status_code == 422
    assert emil.post(here + "claim", data={"text": "The pump runs."}).status_code == 303
    page = public()
    assert page.index("The pump runs.") < page.index("Nothing yet: unknown.")
    publish(site, told, kind="cannot")
    assert "It was taken back on" in public()


@pytest.mark.parametrize("told", [11], indirect=True)
def test_what_people_say_stands_beside_the_claim_and_points_at_nobody(site, told, public):
    publish(site, told)
    with site.database.work() as session:
        theme = session.get_one(Theme, told.themes[3].theme_id)
        version = session.query(Commitment).one().response_id
        answer = session.query(ResponseVersion).filter_by(response_id=version).one()
        people = list(session.query(Participant))[:11]
        for each in people:
            session.add(
                Verdict(
                    participant=each, theme=theme, version=answer, question=Question.HAPPENED, sequence=1,
                    says=Says.NO, on=site.clock().date(),
                )
            )  # fmt: skip
    assert "It did not happen" not in public()
    with site.database.work() as session:
        count(session, session.query(Commitment).one(), on=site.clock().date())
    assert "It did not happen: 11 Counted on Friday 4 June 2027. Who said nothing is unknown." in public()
    site.clock.move(days=1)
    with site.database.work() as session:
        said = session.query(Verdict).first()
        session.add(
            Verdict(
                participant_id=said.participant_id, theme_id=said.theme_id, version_id=said.version_id,
                question=Question.HAPPENED, sequence=2, says=Says.YES, on=said.on,
            )
        )  # fmt: skip
    assert "It did not happen: 11 Counted on" in public()
    with site.database.work() as session:
        count(session, session.query(Commitment).one(), on=site.clock().date())
    page = public()
    assert "It happened: some people · It did not happen: some people" in page


def test_a_community_promises_for_itself_and_two_promise_when_both_agree(site, told, public):
    amal, emil = site.signed_in(site.cast.amal), site.signed_in(site.cast.emil)
    said = {
        "themes": [str(told.themes[3].id)], "kept_by": "community", "what": "We keep the path clear.",
        "who": "The youth group", "by_when": "2027-07-01", "language": "en",
    }  # fmt: skip
    assert emil.post(OURS, data=said).status_code == 403
    for mistake in ({"themes": []}, {"what": ""}, {"by_when": "2027-06-01"}, {"kept_by": "both"}):
        assert amal.post(OURS, data={**said, **mistake}).status_code == 422
    assert amal.post(OURS, data=said).status_code == 303
    assert "What we do ourselves" in public()
    assert "We keep the path clear." in amal.get(OURS).text
    here = f"{OURS}{only(site).id}/"
    assert amal.post(here + "move", data={"moved-to": "2027-06-01", "moved-text": "x"}).status_code == 422
    assert amal.post(here + "move", data={"moved-to": "2027-09-01", "moved-text": "Rain"}).status_code == 303
    assert "Then by: Wednesday 1 September 2027" in public()
    both = {**said, "kept_by": "both", "office": "water", "what": "Guard the well."}
    assert amal.post(OURS, data=both).status_code == 303
    assert "It waits for the other side to agree." in public()
    with site.database.reading() as session:
        two = session.query(Commitment).filter_by(what="Guard the well.").one().id
    assert amal.post(f"{OURS}{two}/agree", data={"agrees": "yes"}).status_code == 403
    assert emil.post(f"{THEIRS}{two}/agree", data={"agrees": "yes"}).status_code == 303
    page = public()
    assert "Promised by us and <bdi>Water office</bdi> together" in page
    assert "It waits for the other side" not in page
    assert site.signed_in(site.cast.farah).post(f"/respond/roads/promises/{two}/agree").status_code == 404
