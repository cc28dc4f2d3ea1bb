"""What everyone may read: themes for everyone, dissent in the same size, the answers of offices."""

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common import translation
from consult.loop.close.records import How, Obligation, Reached, Says
from consult.loop.close.verdicts import say
from consult.loop.respond.records import Kind, ResponseVersion
from consult.loop.review.records import Position, Review
from consult.loop.understand.records import Audience, Findings, FindingsTheme, Hold
from consult.people.records import Office, Participant
from tests.loop.close.released import Released
from tests.web.conftest import LANGUAGES


@pytest.fixture
def told(site):
    """Findings with three themes: 3 is answered, 7 is not, 9 is for one office alone."""
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        released.findings.spoke = 41
        three, seven, nine = (
            released.theme(3),
            released.theme(7),
            released.theme(9, audience=Audience.ONE_OFFICE),
        )
        three.people = 20
        first = released.answered(three, words="We wil mend it.", on=site.clock() - timedelta(days=2))
        version = released.version(first.response, 2, words="We will mend it.", only_wording=True)
        version.checked_by_one = True
        released.themes = {3: three, 7: seven, 9: nine}
        released.newest = version
        released.asker = released.person(seven, hear_back=None)
        released.owe()
    return released


def read(site, lang="en", what="results"):
    return site.client().get(f"/c/river/{lang}/{what}")


def change(site):
    return site.database.work()


def test_themes_counts_answers_and_versions_stand_on_one_page(site, told):
    page = read(site).text
    for expected in (
        "41 people spoke",
        "We say 3.",
        "20 people said this",
        "<bdi>Water office</bdi> answers No 3",
        "We will mend it.",
        "It is broken.",
        "The head of the office",
        "Checked by one person.",
        "We wil mend it.",
        "No answer to No 7 yet",
    ):
        assert expected in page
    assert "We do not show how many, so that nobody is found." in page


def test_a_later_release_begins_no_new_clock(site, told):
    since = "No answer to No 7 yet. It is owed since Wednesday 26 May 2027."
    assert since in read(site).text
    with change(site) as session:
        before = session.get_one(Findings, told.findings.id)
        again = {
            each: getattr(before, each) for each in ("consultation", "round", "released_by", "review_by")
        }
        later = Findings(
            **again,
            number=2,
            released_at=site.clock(),
            spoke=41,
            set_aside=0,
            alone="",
            language="en",
            hash="",
        )
        seven = session.get_one(FindingsTheme, told.themes[7].id)
        words = {
            each: getattr(seven, each)
            for each in ("theme", "number", "name", "statement", "language", "audience")
        }
        session.add_all([later, FindingsTheme(findings=later, offices=seven.offices, hash="", **words)])
    assert since in (page := read(site).text)
    assert "Released on Friday 4 June 2027" in page


def test_what_is_not_for_everyone_stands_nowhere(site, told):
    page = read(site).text
    assert "We say 9." not in page
    assert "No 9" not in page


def test_a_draft_stands_nowhere(site, told):
    with change(site) as session:
        told.session = session
        draft = told.version(session.merge(told.newest.response), 3, words="A secret draft.")
        draft.published_at = None
    assert "A secret draft." not in read(site).text


def test_a_held_theme_leaves_only_its_mark(site, told):
    with change(site) as session:
        session.add(Hold(theme_id=told.themes[3].theme_id, by_id=site.cast.amal.id, since=site.clock()))
    page = read(site).text
    assert "No 3: held for safety since" in page
    assert "We say 3." not in page
    assert "We will mend it." not in page


def test_the_last_arc_fills_when_everyone_has_heard_and_a_question_back_answers_nothing(site, told):
    ring, owed = "Done: heard, read, answered.", "No answer to No 3 yet."
    with change(site) as session:
        version = session.get_one(ResponseVersion, told.newest.id)
        version.kind, version.question = Kind.NEED_TO_KNOW_MORE, "Which pump?"
    assert owed in read(site).text
    assert ring not in read(site).text
    with change(site) as session:
        session.get_one(ResponseVersion, told.newest.id).kind = Kind.WILL_DO
        asker = session.get_one(Participant, told.asker.id)
        three = session.get_one(FindingsTheme, told.themes[3].id)
        session.add(
            Obligation(
                key="3", participant=asker, round=told.round, theme=three.theme, since=site.clock().date()
            )
        )
    assert ring in read(site).text
    assert owed not in read(site).text
    with change(site) as session:
        owed_to = session.scalars(select(Obligation).where(Obligation.key == "3")).one()
        before = site.clock().date() - timedelta(days=1)
        session.add(Reached(key="3", obligation=owed_to, version_id=told.newest.id, how=How.ASKED, on=before))
    assert "Done: heard, read, answered, told." in read(site).text


def test_dissent_stands_beside_the_theme(site, told):
    with change(site) as session:
        session.add(
            Review(
                findings_theme_id=told.themes[3].id,
                seat_id=site.cast.seats["chol"].id,
                sequence=1,
                position=Position.DISSENT,
                reason="It is the road, not the pump.",
                language="en",
                at=site.clock(),
            )
        )
    page = read(site).text
    assert "A dissent" in page
    assert "It is the road, not the pump." in page


def test_not_what_we_said_is_seen_at_once(site, told):
    with change(site) as session:
        told.session = session
        seven = session.get_one(FindingsTheme, told.themes[7].id)
        person = session.get_one(Participant, told.asker.id)
        told.answered(seven, office=session.get_one(Office, site.cast.water.id))
        say(session, participant=person, theme=seven.theme, says=Says.NOT_WHAT_WE_SAID, now=site.clock())
    assert "No 7 is open again since" in read(site).text


def test_the_answer_is_read_in_the_language_of_the_page_or_says_which_it_is_in(site, told):
    with change(site) as session:
        version = session.merge(told.newest)
        translation.write(
            session, version, "words", language="fr", text="Nous la reparons.", by_id=None, now=site.clock()
        )
        item = session.scalars(select(FindingsTheme).where(FindingsTheme.number == 3)).one()
        given = {"language": "fr", "text": "Nous disons 3.", "by_id": site.cast.bahati.id}
        translation.write(session, item, "statement", now=site.clock(), **given)
    page = read(site, "fr").text
    assert re.search(r"Nous disons 3\.</p>\s*<p class=\"small\">[^<]* 2 ", page), "it does not say by whom"
    assert "epresentative 2" not in read(site).text
    assert "Nous la reparons." in page
    assert 'lang="en" dir="auto">It is broken.' in page


def test_before_a_release_it_says_what_will_stand_here(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    page = read(site)
    assert page.status_code == 200
    assert "It will stand here by" in page.text
    assert read(site, "sw").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "fr", "sw"])
@pytest.mark.parametrize("what", ["results", "ledger"])
def test_the_pages_are_small_and_need_nothing_more(site, told, language, what):
    page = read(site, language, what)
    assert page.status_code == 200
    assert len(gzip.compress(page.data)) <= 20 * 1024
    assert "<script" not in page.text
    assert 'rel="stylesheet"' not in page.text
    assert f'lang="{LANGUAGES.get(language).tag}"' in page.text
