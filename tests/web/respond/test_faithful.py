"""Representatives read an answer before it goes out; what they say, or their silence, stands beside it."""

from datetime import timedelta

import pytest

from consult.jobs.periodic import pass_dates
from tests.web.respond.representing import FAITHFUL, YES
from tests.web.respond.test_respond import ANSWER, at, versions

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def asked(site, told, dana, emil):
    """An answer that is with the representatives; the page on which they read it."""
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    assert emil.post(at(told, 3, "/publish"), follow_redirects=True).status_code == 200
    return f"{FAITHFUL}{versions(site)[-1].id}"


def test_it_waits_with_representatives_and_everybody_sees_until_when(site, told, public, dana, emil, asked):
    waits = "It is with the representatives until Friday 11 June 2027: is it faithful?"
    for page in ("/respond/water/", "/respond/", at(told), at(told, 3, "/look")):
        assert waits in emil.get(page).text, page
    assert "Change the draft" not in dana.get(at(told)).text
    assert dana.post(at(told), data=ANSWER).status_code == 422
    page = public()
    assert "has written an answer to No 3. The representatives read it until Friday 11 June 2027" in page
    assert "We will mend the pump." not in page
    amal = site.signed_in(site.cast.amal)
    assert "Answers for you to read: 1." in amal.get("/home").text
    assert "It goes out on Friday 11 June 2027, also without your word." in amal.get(FAITHFUL).text
    page = amal.get(asked).text
    assert page.index("We say 3.") < page.index("It is the road.") < page.index("We will mend the pump.")


def test_a_refusal_goes_out_with_the_answer_and_stays_beside_it_everywhere(site, told, public, dana, asked):
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    bare = amal.post(asked, data={"says": "no", "note": " ", "language": "en"})
    assert bare.status_code == 422
    assert "Say what is not faithful." in bare.text
    assert amal.post(asked, data={"note": "Roads.", "language": "en"}).status_code == 422
    no = {"says": "no", "note": "لم نقل ذلك، ناس الحي قالوا 0770 0900 123", "language": "ar"}
    assert amal.post(asked, data=no).status_code == 303
    assert amal.get(asked).status_code == 404
    assert "You can still say your word until Friday 11 June 2027." in bahati.get(FAITHFUL).text
    assert "لم نقل ذلك" in bahati.get(asked).text
    assert bahati.post(asked, data=YES).status_code == 303
    beside = '<p class="words" lang="ar" dir="auto">لم نقل ذلك'
    for page in (
        public(),
        dana.get(at(told)).text,
        site.signed_in(site.cast.chol).get("/review/river/1/3/saw").text,
    ):
        assert page.index("We will mend the pump.") < page.index("Not faithful to what was said")
        assert beside in page
        assert "Faithful to what was said, says a representative" in page
        assert "0900" not in page
    assert "Answers for you to read" not in bahati.get("/home").text


def test_silence_is_shown_beside_what_went_out_by_its_date(site, public, asked):
    site.clock.move(days=7)
    with site.database.work() as session:
        pass_dates(session, None, site.clock() + timedelta(minutes=1))
    page = public()
    assert page.index("We will mend the pump.") < page.index("Not checked by representatives of")
    assert site.signed_in(site.cast.amal).get(asked).status_code == 404


def test_nobody_else_reads_or_speaks_there(site, asked):
    for account in (site.cast.dana, site.cast.chol, site.cast.hari):
        stranger = site.signed_in(account)
        assert [stranger.get(asked).status_code, stranger.post(asked, data=YES).status_code] == [403, 403]
    assert versions(site)[-1].published_at is None
