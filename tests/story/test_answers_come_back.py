"""Answers come back, are doubted and are kept or not: one town, five months.

Three languages of which one is worded late, *cannot, because*, a dissent that stays, somebody without a
phone reached at a meeting, *not what we said* and a second answer, a promise whose day passes, a card that is
ignored. At every stage somebody is silent, and the day moves it on.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cast import Cast
from tests.story.answering import (
    AGAIN,
    BECAUSE,
    CANNOT,
    DISSENT,
    MANY,
    PUMP,
    Desks,
    People,
    drafts,
    people_spoke,
    releases_anew,
)
from tests.story.town_here import TownHere, opened

pytestmark = [
    pytest.mark.story,
    pytest.mark.browser,
    pytest.mark.parametrize("kind", ["sqlite"], indirect=True),
]
CARDS, LORRIES = "/respond/community/tesfa/cards", "The lorries drive at night."
START = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[TownHere]:
    with opened(TownHere(tmp_path, database_url, START)) as town:
        yield town


def test_answers_come_back_and_no_silence_holds_one_up(town: TownHere, browser: Browser) -> None:
    cast, people = people_spoke(town)
    desks = Desks(town, browser, cast)
    a_card_asks_an_office_to_stop(desks)
    the_committee_is_silent_but_for_a_dissent(town, desks)
    an_answer_goes_out_without_the_word_of_representatives(town, desks, people)
    the_card_had_no_answer_for_72_hours(desks)
    its_third_language_comes_late(town, desks, people)
    an_office_cannot_and_says_why(town, desks, people)
    who_has_no_phone_hears_it_at_a_meeting(town, desks)
    not_what_we_said(town, desks, people)
    the_day_of_the_promise_passes(town, desks, people)
    a_new_release_keeps_the_dissent(town, desks, cast)
    town.every_text_came_by_report()


def a_card_asks_an_office_to_stop(desks: Desks) -> None:
    """One representative writes it, another reads it before it goes."""
    new = desks.amal.at_work(f"{CARDS}/new").select("office", "Water office").tick("wish", "stop")
    new.tick("audience", "everyone").fill(words=LORRIES, why="Children wake.").press()
    desks.bahati.at_work(f"{CARDS}/1/").press("Send it to the office")


def the_card_had_no_answer_for_72_hours(desks: Desks) -> None:
    page = desks.anyone.go("/c/river/en/cards").sees("1 card has no answer after 72 hours.").words()
    assert page.index(LORRIES) < page.index("No answer for 10 days, since Friday 4 June 2027.")
    desks.amal.at_work("/home").sees("Cards that an office did not answer within 72 hours: 1.")


def the_committee_is_silent_but_for_a_dissent(town: TownHere, desks: Desks) -> None:
    desks.chol.at_work("/review/river/1/2/").tick("position", "dissent").fill(reason=DISSENT).press()
    desks.results().sees("The advisory committee reads until")
    town.pass_time(days=2)
    desks.anyone.go("/c/river/en/cards").sees("The office has 72 hours to answer")
    desks.results().sees("Not reviewed in full by Saturday 5 June 2027, so it goes on.").sees(DISSENT)


def an_answer_goes_out_without_the_word_of_representatives(
    town: TownHere, desks: Desks, people: People
) -> None:
    at = f"/respond/water/themes/{people.themes[1]}"
    first = {code: PUMP[code] for code in ("en", "fr")}
    drafts(desks.dana, at, kind="will_do", words=first, why="You told us so.", in_days=60)
    desks.emil.at_work(f"{at}/look").press("Let it go")
    desks.results().sees("The representatives read it until")
    town.pass_time(days=6)
    assert not any(town.received(phone) for phone in people.pump)
    town.pass_time(days=2)
    assert all(PUMP["en"] in town.received(phone)[-1] for phone in people.en)
    assert all(PUMP["fr"] in town.received(phone)[-1] for phone in people.fr)


def its_third_language_comes_late(town: TownHere, desks: Desks, people: People) -> None:
    (late,) = people.ar
    assert town.received(late) == []
    debt = "Somebody words the answer in this language"
    desks.amal.at_work("/close/river/").sees(debt)
    desks.dana.at_work(f"/respond/water/themes/{people.themes[1]}/wordings/ar").fill(words=PUMP["ar"]).press()
    town.pass_time(days=1)
    assert [PUMP["ar"] in text for text in town.received(late)] == [True]
    assert [len(town.received(phone)) for phone in people.pump] == [1] * len(people.pump)
    assert debt not in desks.amal.at_work("/close/river/").words()
    desks.anyone.go("/c/river/ar/results").sees(PUMP["ar"])


def an_office_cannot_and_says_why(town: TownHere, desks: Desks, people: People) -> None:
    """Nobody else sits in the roads office: after a day its one officer lets it go, and it says so."""
    at = f"/respond/roads/themes/{people.themes[2]}"
    drafts(desks.farah, at, kind="cannot", words={"en": CANNOT}, why=BECAUSE, in_days=90)
    town.pass_time(days=1)
    desks.farah.at_work(f"{at}/look").press("Let it go")
    town.pass_time(days=8)
    assert CANNOT in town.received(people.bridge)[-1]
    page = desks.results().sees("Checked by one person.").sees(BECAUSE).words()
    assert page.index(DISSENT) < page.index(CANNOT)
    assert "No answer to No 3 yet. It is owed since" in page


def who_has_no_phone_hears_it_at_a_meeting(town: TownHere, desks: Desks) -> None:
    debt = "They left no way to reach them."
    desks.amal.at_work("/close/river/").sees(debt)
    before = told_in_the_community(desks)
    desks.amal.at_work("/close/river/returns/new").select("place", "Upper Well")
    desks.amal.fill(on=town.at.date().isoformat(), people="40")
    desks.amal.tick_labelled("versions", "2").press()
    assert debt not in desks.amal.at_work("/close/river/").words()
    assert told_in_the_community(desks) == before + 1


def not_what_we_said(town: TownHere, desks: Desks, people: People) -> None:
    misheard = people.en[0]
    town.say(misheard, "15")
    desks.results().sees("No 1 is open again since").sees("A second answer is owed.")
    at = f"/respond/water/themes/{people.themes[1]}"
    drafts(desks.dana, at, kind="will_do", words=AGAIN, why="Somebody was not heard.", in_days=60)
    desks.emil.at_work(f"{at}/look").press("Let it go")
    faithful = desks.amal.at_work("/home").open_card("Are they faithful to what was said?")
    faithful.open_card("Water office").tick("says", "yes").press("Say it")
    town.pass_time(days=1)
    assert AGAIN["en"] in town.received(misheard)[-1]
    assert AGAIN["ar"] in town.received(people.ar[0])[-1]
    town.say(misheard, "11")
    assert "is open again" not in desks.results().sees(AGAIN["en"]).words()


def the_day_of_the_promise_passes(town: TownHere, desks: Desks, people: People) -> None:
    town.pass_time(days=61)
    desks.results().sees("Overdue since").sees("Nothing yet: unknown.")
    assert all("Did it happen?" in town.received(each)[-1] for each in people.en)
    for yes, no in zip(people.en, people.fr, strict=True):
        town.say(yes, "16")
        town.say(no, "18")
    desks.dana.at_work("/respond/water/promises/").follow("Say that it is done")
    desks.dana.fill(text="The pump runs.").press("We say that it is done")
    assert "It happened" not in desks.results().sees("The pump runs.").words(), "it is counted on its day"
    town.pass_time(days=31)
    page = desks.results().words()
    columns = ("Who keeps it says", "The pump runs.", "People say", f"It did not happen: {MANY}")
    assert [page.index(each) for each in columns] == sorted(page.index(each) for each in columns)
    assert f"It happened: {MANY}" in page
    desks.ledger().sees("Silent: unknown")


def a_new_release_keeps_the_dissent(town: TownHere, desks: Desks, cast: Cast) -> None:
    releases_anew(town, cast)
    page = desks.results().sees("The advisory committee reads until").words()
    assert page.index("Said of findings 1.") < page.index(DISSENT) < page.index(CANNOT)


def told_in_the_community(desks: Desks) -> int:
    words = desks.ledger().words().split("In the community only")[1]
    return int(words.split()[0])
