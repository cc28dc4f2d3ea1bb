"""Who follows up with a receipt and has no phone reads on the page how it goes on with their round."""

from datetime import timedelta

from sqlalchemy import select

from consult.loop.collect import rounds
from consult.loop.collect.records import Round
from consult.people.receipts import issue


def reader(site, language="en"):
    """Somebody who spoke by the web and has no phone: what their page says whenever they open it."""
    with site.database.work() as session:
        site.cast.session = session
        person = site.cast.participant(language=language)
        site.cast.answer(person, site.cast.consultation(), "words")
        code = issue(session, vault=site.vault, participant=person, now=site.clock())
    return lambda: site.client().post("/code", data={"code": code}).text


def test_the_page_says_that_the_round_is_paused_goes_on_longer_or_ended_and_when_news_comes(site):
    opened = reader(site, language="fr")

    def does(act, **given):
        with site.database.work() as session:
            asked = session.scalars(select(Round)).one()
            by = session.merge(site.cast.amal)
            act(session, round=asked, by=by, now=site.clock(), **given)
        return opened()

    page = opened()
    assert "Nous prenons des paroles jusqu" in page
    assert "nouvelles" in page
    with site.database.reading() as session:
        asked = session.scalars(select(Round)).one()
        closes, review, news = asked.closes_on, asked.review_by, asked.news_by
    why = {"en": "The road is closed", "fr": "La route est fermée"}
    page = does(rounds.pause, reasons=why)
    assert "La route est fermée" in page
    assert "Nous prenons" not in page
    page = does(rounds.resume)
    assert "La route est fermée" not in page
    later = {"closes_on": closes + timedelta(1), "review_by": review, "news_by": news}
    page = does(rounds.extend, reasons={"en": "The bridge is out"}, **later)
    assert '<span lang="en" dir="auto">The bridge is out</span>' in page
    page = does(rounds.cancel, reasons={"en": "It is too dangerous"})
    assert "It is too dangerous" in page
    assert "Nous prenons" not in page


def test_news_that_did_not_come_by_its_day_is_said_to_be_late(site):
    opened = reader(site)
    assert "There is news by" in opened()
    site.clock.move(days=60)
    late = "It has not come yet"
    page = opened()
    assert late in page
    assert "There is news by" not in page
