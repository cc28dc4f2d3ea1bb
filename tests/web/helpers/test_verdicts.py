"""A helper takes the word of one person on the answers: what it opens, what it keeps, what it never shows."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from consult.loop.close.records import How, Question, Reached, Says, TakenBy, Verdict
from consult.loop.close.verdicts import say
from consult.loop.collect.records import AnswerPart, Submission
from consult.loop.respond.promises import follow
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Theme
from consult.people import helper_links
from consult.people.guesses import MOST, spend
from consult.people.records import Community, Participant
from tests.web.conftest import SiteUnderTest, hidden
from tests.web.public.test_code import Story

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

NUMBER = "/h/verdict"


class Beside(Story):
    """The same person, beside a helper; no phone of their own."""

    def __init__(self, site: SiteUnderTest, *, paid: bool = True) -> None:
        super().__init__(site)
        self.helper = site.client()
        self.helper.post("/h/", data={"number": self.link(paid)})

    def link(self, paid: bool, community: Community | None = None) -> str:
        site = self.site
        with site.database.work() as session:
            _, number = helper_links.give(
                session,
                vault=site.vault,
                community=session.merge(community or site.cast.community),
                name="Noor",
                language="ar",
                paid_by_office=paid,
                until=site.clock() + timedelta(days=90),
                by=session.merge(site.cast.amal),
                now=site.clock(),
            )
        return number

    def reads(self, code: str | None = None, **fields: str):
        key = unescape(hidden(self.helper.get(NUMBER).text, "key"))
        self.page = self.helper.post(NUMBER, data={"key": key, "code": code or self.code, **fields})
        return self.page

    def says(self, **fields: str):
        ours = {name: unescape(hidden(self.page.text, name)) for name in ("key", "token")}
        named = {name.replace("_", ":", 1): says for name, says in fields.items()}
        self.page = self.helper.post(f"{NUMBER}/said", data=ours | named)
        return self.page

    @property
    def three_here(self) -> str:
        return f"_{self.three}:{self.version.id}"


@pytest.fixture
def beside(site: SiteUnderTest) -> Beside:
    return Beside(site)


def test_it_reads_the_answer_takes_the_word_and_shows_nothing_said_before(beside: Beside) -> None:
    site = beside.site
    with site.database.work() as session:
        person, theme = session.get_one(Participant, beside.person.id), session.get_one(Theme, beside.three)
        say(session, participant=person, theme=theme, says=Says.NO, now=site.clock())
    page = beside.reads()
    assert page.status_code == 200
    for read in (
        "We will mend the pump.",
        "It is broken.",
        "No 3. Is this an answer",
        "I am paid by an office",
    ):
        assert read in page.text
    assert '<html lang="en"' in page.text, "it is read aloud in the language of the person"
    assert "Some words of mine." not in page.text
    assert page.text.count(" checked") == page.text.count('value="" checked'), "nothing said before is shown"
    assert beside.code not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert beside.all(Reached) == [], "to open is not yet to hear"
    done = beside.says(**{f"answered{beside.three_here}": "partly", "why": "It was late."})
    assert done.status_code == 200
    assert '<html lang="ar"' in done.text
    before, taken = sorted(beside.all(Verdict), key=lambda each: each.sequence)
    assert (before.says, before.taken_by, before.sequence) == (Says.NO, None, 1)
    assert (taken.says, taken.taken_by, taken.version_id) == (Says.PARTLY, TakenBy.PAID, beside.version.id)
    assert [(each.how, each.version_id) for each in beside.all(Reached)] == [(How.ASKED, beside.version.id)]
    texts = [each.text for each in beside.all(AnswerPart)]
    assert texts.count("It was late.") == 1, "their words go where their words are read"
    assert len(beside.all(Submission)) == 1
    beside.page = beside.reads()
    beside.says(**{f"answered{beside.three_here}": "not_what_we_said", "why": "It was late."})
    assert [each.text for each in beside.all(AnswerPart)].count("It was late.") == 1
    assert "No 3: open again" in beside.open().text


def test_after_the_day_it_asks_whether_it_happened_and_never_mixes_the_two(beside: Beside) -> None:
    site = beside.site
    with site.database.work() as session:
        version, by = session.merge(beside.version), session.merge(site.cast.dana)
        follow(session, version=version, by=by, now=site.clock())
    site.clock.move(days=31)
    assert "Did it happen?" not in beside.reads().text, "it was not told to them yet"
    beside.says(**{f"answered{beside.three_here}": "yes"})
    assert "Did it happen?" in beside.reads().text
    wrong = beside.says(**{f"happened{beside.three_here}": "not_what_we_said"})
    assert wrong.status_code == 400, "a word of the other question"
    beside.reads()
    beside.says(**{f"happened{beside.three_here}": "no"})
    said = {each.question: each.says for each in beside.all(Verdict)}
    assert said == {Question.ANSWERED: Says.YES, Question.HAPPENED: Says.NO}


def test_what_is_not_so_any_more_or_was_not_chosen_keeps_nothing_and_what_was_typed_stays(
    beside: Beside,
) -> None:
    beside.reads()
    none = beside.says(why="Because")
    assert none.status_code == 422
    assert "for at least one number" in none.text
    assert "Because</textarea>" in none.text
    with beside.site.database.work() as session:
        old = session.get_one(ResponseVersion, beside.version.id)
        fields = ("response_id", "kind", "why", "who", "by_when", "language", "drafted_by_id", "drafted_at")
        newer = {name: getattr(old, name) for name in fields}
        later = beside.site.clock() + timedelta(minutes=1)
        session.add(ResponseVersion(number=2, words="Not this year.", published_at=later, **newer))
    changed = beside.says(**{f"answered{beside.three_here}": "yes"})
    assert changed.status_code == 422
    assert "Read it aloud once more." in changed.text
    assert "Not this year." in changed.text
    assert (beside.all(Verdict), beside.all(Reached)) == ([], [])


def test_the_same_form_sent_again_is_kept_once_whatever_was_said_and_answered_since(beside: Beside) -> None:
    beside.reads()
    ours = {name: unescape(hidden(beside.page.text, name)) for name in ("key", "token")}
    form = ours | {f"answered:{beside.three}:{beside.version.id}": "no", "why": "It was late."}
    assert beside.helper.post(f"{NUMBER}/said", data=form).status_code == 200
    beside.reads()
    beside.says(**{f"answered{beside.three_here}": "yes"})
    with beside.site.database.work() as session:
        old = session.get_one(ResponseVersion, beside.version.id)
        fields = ("response_id", "kind", "why", "who", "by_when", "language", "drafted_by_id", "drafted_at")
        newer = {name: getattr(old, name) for name in fields}
        later = beside.site.clock() + timedelta(minutes=1)
        session.add(ResponseVersion(number=2, words="Not this year.", published_at=later, **newer))
    again = beside.helper.post(f"{NUMBER}/said", data=form)
    assert again.status_code == 200, "it was kept, and is told so"
    said = sorted(beside.all(Verdict), key=lambda each: each.sequence)
    assert [each.says for each in said] == [Says.NO, Says.YES], "the old word stands behind no newer one"
    assert [each.text for each in beside.all(AnswerPart)].count("It was late.") == 1
    other = form | {f"answered:{beside.three}:{beside.version.id}": "partly"}
    assert beside.helper.post(f"{NUMBER}/said", data=other).status_code == 422, "another word is another form"


def test_a_wrong_number_and_one_of_another_community_open_nothing(beside: Beside, monkeypatch) -> None:
    wrong = beside.reads(code="4821 0957 3364 1187")
    assert wrong.status_code == 422
    assert '<html lang="ar"' in wrong.text
    assert "This number opens nothing" not in wrong.text, "in the language of the helper"
    with beside.site.database.work() as session:
        other = Community(slug="hill", name="Hill", language="en", region="GB", timezone="UTC")
        session.add(other)
    away = Beside.__new__(Beside)
    away.__dict__.update(beside.__dict__)
    away.helper = beside.site.client()
    away.helper.post("/h/", data={"number": beside.link(False, other)})
    refused = away.reads()
    assert refused.status_code == 422
    assert "We will mend the pump." not in refused.text
    beside.reads()
    away.page = beside.page
    assert away.says(**{f"answered{beside.three_here}": "yes"}).status_code in (303, 400), "another's page"
    monkeypatch.setattr("consult.web.helpers.verdict_pages.SECONDS", -1)
    beside.reads()
    assert beside.says(**{f"answered{beside.three_here}": "yes"}).status_code == 400
    assert beside.all(Verdict) == []
    assert beside.site.client().get(NUMBER).status_code == 303, "only for helpers"


def test_while_many_numbers_are_guessed_it_opens_after_a_short_wait(beside: Beside) -> None:
    with beside.site.database.work() as session:
        for _ in range(MOST):
            spend(session, now=beside.site.clock())
    page = beside.reads()
    assert (page.status_code, page.headers["Retry-After"]) == (429, "10")
    ticket = hidden(page.text, "ticket")
    beside.site.clock.move(seconds=11)
    with beside.site.database.work() as session:
        for _ in range(3):
            spend(session, now=beside.site.clock())
    assert beside.reads(ticket=ticket).status_code == 200


def test_where_nothing_is_answered_it_says_that_it_is_owed(beside: Beside) -> None:
    with beside.site.database.work() as session:
        person = session.scalars(select(Participant)).one()
        person.language = "fr"
    assert "<form" not in beside.reads().text.split("<main", 1)[1].split('id="queue"')[0]
