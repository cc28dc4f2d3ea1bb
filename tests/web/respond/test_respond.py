"""Staff of an office answer: draft, second look, wordings, publishing; and see nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.common.translation import Translation
from consult.loop.respond.records import Kind, ResponseVersion
from consult.loop.understand.records import FindingsTheme, Hold, Theme
from tests.web.respond.representing import let_go


def at(told, number=3, what=""):
    return f"/respond/water/themes/{told.themes[number].id}{what}"


ANSWER = {
    "kind": "will_do",
    "words": "We will mend the pump.",
    "why": "It is broken.",
    "who": "The head of the office",
    "by_when": "2027-09-01",
    "language": "en",
}


def versions(site):
    with site.database.reading() as session:
        found = list(session.scalars(select(ResponseVersion).order_by(ResponseVersion.number)))
        session.expunge_all()
    return found


def test_home_says_how_many_are_owed_the_oldest_and_where_it_waits(dana):
    page = dana.get("/respond/").text
    assert "Answers owed: 2. The oldest has waited for 9 days. It waits with you since" in page
    assert "nobody has begun" in page
    assert "Silence is printed too." in page


def test_an_office_sees_the_themes_addressed_to_it_and_no_other(dana, told):
    page = dana.get("/respond/water/").text
    assert "We say 3." in page
    assert "We say 7." in page
    for hidden in ("We say 8.", "We say 9.", "Some words of mine"):
        assert hidden not in page
    assert dana.get(at(told, 8)).status_code == 404
    assert dana.get(at(told, 9)).status_code == 404


def test_the_theme_stands_above_with_its_dissent_and_the_office_below(dana, told):
    page = dana.get(at(told, 3, "?kind=cannot")).text
    assert page.index("We say 3.") < page.index("It is the road.") < page.index("The answer, as people read")
    assert "We do not show how many" in page


def test_from_draft_by_second_look_to_everyone(site, told, dana, emil):
    assert dana.post(at(told), data=ANSWER).status_code == 303
    assert "Nobody outside your office sees it yet" in dana.get(at(told)).text
    assert dana.post(at(told, 3, "/hand-over")).status_code == 303
    refused = dana.post(at(told, 3, "/publish"))
    assert refused.status_code == 422
    assert "or you after 24 hours" in refused.text
    assert "Who could be hurt when they are read aloud?" in emil.get(at(told, 3, "/look")).text
    assert emil.post(at(told, 3, "/publish")).status_code == 303
    let_go(site)
    (version,) = versions(site)
    assert (version.published_at, version.checked_by_one) == (site.clock(), False)
    with site.database.reading() as session:
        asked = session.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out")).one()
        assert asked.payload == {"version_id": str(version.id)}
    assert "Answered on" in dana.get("/respond/water/").text


def test_a_person_alone_publishes_after_a_day_and_it_is_marked(site, told, dana):
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    site.clock.move(hours=24)
    dana = site.signed_in(site.cast.dana)
    assert dana.post(at(told, 3, "/publish")).status_code == 303
    assert "Checked by one person." in dana.get(at(told)).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": " "}, "Write the answer, in words that can be read on the radio."),
        ({"why": ""}, "Say why."),
        ({"who": ""}, "Say who will do it"),
        ({"by_when": ""}, "Give a day"),
        ({"by_when": "soon"}, "Write the day as year-month-day"),
        ({"by_when": "2027-06-03"}, "This day is past."),
        ({"kind": ""}, "Choose one."),
        ({"words": "w" * 1001}, "This is too long."),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(site, told, dana, changed, sentence):
    page = dana.post(at(told), data={**ANSWER, "who": "The keeper of wells", **changed})
    assert page.status_code == 422
    assert sentence in page.text
    if "who" not in changed:
        assert "The keeper of wells" in page.text
    assert versions(site) == []


def test_one_answer_for_two_numbers(site, told, dana):
    dana.post(at(told), data={**ANSWER, "themes": [str(told.themes[7].id)]})
    page = dana.get(at(told, 7)).text
    assert "3, 7" in page
    assert "We will mend the pump." in page


def test_a_theme_that_is_held_or_taken_back_shows_through_no_joint_answer(site, told, dana, emil):
    emil.post("/respond/water/levels/", data={"name": "Head of section"})
    dana.post(at(told), data={**ANSWER, "themes": [str(told.themes[7].id)]})
    dana.post(at(told, 3, "/hand-over"))
    dana.post(at(told, 3, "/permission"))
    pages = [at(told), at(told, 3, "/look"), at(told, 3, "/slip")]
    assert all("We say 7." in emil.get(page).text for page in pages)
    with site.database.work() as session:
        seven = session.get_one(Theme, told.themes[7].theme_id)
        session.add(Hold(theme_id=seven.id, by_id=site.cast.amal.id, since=site.clock()))
    for sentence in ("No 7: held for safety.", "No 7: not meant for this office any more."):
        for page in pages:
            shown = emil.get(page).text
            assert ("We say 3." in shown, "We say 7." in shown, "Theme 7" in shown) == (True, False, False)
            assert shown.count(sentence) == 1
        with site.database.work() as session:
            for each in session.scalars(select(Hold)):
                each.lifted_at = site.clock()
            session.get_one(Theme, told.themes[7].theme_id).offices = []
            session.get_one(FindingsTheme, told.themes[7].id).offices = []


def test_it_goes_back_with_a_note_and_is_changed(site, told, dana, emil):
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    assert emil.post(at(told, 3, "/send-back"), data={"note": ""}).status_code == 422
    emil.post(at(told, 3, "/send-back"), data={"note": "Say until when."})
    assert "Say until when." in dana.get(at(told)).text
    assert dana.post(at(told), data={**ANSWER, "words": "By autumn."}).status_code == 303
    assert [each.words for each in versions(site)] == ["By autumn."]


def test_what_is_published_stays_and_a_new_version_follows(site, told, dana, emil):
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    emil.post(at(told, 3, "/publish"))
    let_go(site)
    changed = {**ANSWER, "words": "We will mend the pumps.", "only_wording": "y"}
    assert dana.post(at(told), data={**changed, "kind": "cannot"}).status_code == 422
    assert dana.post(at(told), data=changed).status_code == 303
    first, second = versions(site)
    assert (first.words, first.kind) == ("We will mend the pump.", Kind.WILL_DO)
    assert (second.number, second.only_wording, second.published_at) == (2, True, None)
    page = dana.get(at(told)).text
    assert "Version 1" in page
    assert "Version 2" in page


def test_a_missing_language_is_shown_and_can_be_written(site, told, dana):
    dana.post(at(told), data=ANSWER)
    page = dana.get(at(told)).text
    assert "Français" in page
    assert "People who speak these languages cannot be told yet." in page
    assert dana.get(at(told, 3, "/wordings/fr")).status_code == 200
    assert dana.post(at(told, 3, "/wordings/fr"), data={"words": ""}).status_code == 422
    sent = dana.post(at(told, 3, "/wordings/fr"), data={"words": "Nous réparons.", "why": "Cassée."})
    assert sent.status_code == 303
    with site.database.reading() as session:
        assert {each.field for each in session.scalars(select(Translation))} == {"words", "why"}
    assert "cannot be told yet" not in dana.get(at(told)).text
    assert dana.get(at(told, 3, "/wordings/xx")).status_code == 404


def test_each_wording_is_shown_as_a_text_with_what_makes_it_dear(site, told, dana):
    words = "Nous avons re\u00e7u\u00a0vos paroles."
    dana.post(at(told), data={**ANSWER, "language": "fr", "words": words})
    page = dana.get(at(told)).text
    assert "it takes at most this many segments: <bdi>4</bdi>" in page
    assert "<bdi>\u00e7</bdi>" in page
    assert "<bdi>a fixed space</bdi>" in page
    assert "Segments then: 2." in page
    assert "Nous avons recu vos paroles." in page
    (version,) = versions(site)
    assert version.words == words


def test_words_too_long_for_one_text_are_refused_beside_their_field(site, told, dana):
    long = "\u0646" * 600
    refused = dana.post(at(told), data={**ANSWER, "words": long, "language": "ar"})
    assert refused.status_code == 422
    assert "At most 10 can go. Say it shorter." in refused.text
    assert versions(site) == []
    dana.post(at(told), data=ANSWER)
    refused = dana.post(at(told, 3, "/wordings/ar"), data={"words": long})
    assert refused.status_code == 422
    assert refused.text.count("At most 10 can go. Say it shorter.") == 2
    assert long in refused.text
    assert dana.post(at(told, 3, "/wordings/ar"), data={"words": long[:300]}).status_code == 303
    assert "Can it be said shorter?" in dana.get(at(told, 3, "/wordings/ar")).text


def waits_for_the_look(site, told, dana, **settings):
    """A draft to number 3 with the second look, in a house with `settings`."""
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    kept = site.app.extensions["consult"]
    site.app.extensions["consult"] = replace(kept, settings=replace(kept.settings, **settings))


def test_the_second_look_sees_what_goes_out_and_that_no_price_is_set(site, told, dana, emil):
    waits_for_the_look(site, told, dana)
    page = emil.get(at(told, 3, "/look")).text
    assert "fewer than 10" in page
    assert "<bdi>20</bdi>" in page
    assert "No price of a segment is set." in page
    assert "budget" not in page


@pytest.mark.parametrize("told", [11], indirect=True)
def test_the_second_look_sees_price_time_and_budget_and_still_publishes(site, told, dana, emil):
    said = {"segment_price": "0.05 USD", "segments_per_second": 0.1, "sms_budget": 29}
    waits_for_the_look(site, told, dana, **said)
    page = emil.get(at(told, 3, "/look")).text
    assert "<dd><bdi>20</bdi></dd>" in page
    assert "<dd><bdi>30</bdi></dd>" in page
    assert "1.50 USD" in page
    assert "Minutes: 5." in page
    assert "pass their budget of 29 segments" in page
    assert emil.post(at(told, 3, "/publish")).status_code == 303
    assert "What goes out by text" not in emil.get(at(told, 3, "/look")).text


@pytest.mark.parametrize("told", [11], indirect=True)
def test_a_plan_within_the_budget_says_nothing_of_it(site, told, dana, emil):
    waits_for_the_look(site, told, dana, sms_budget=30)
    assert "budget" not in emil.get(at(told, 3, "/look")).text


def test_while_the_committee_reads_an_answer_can_be_written_but_not_published(site, told, dana, emil):
    with site.database.work() as session:
        session.merge(told.findings).review_by = site.clock().date() + timedelta(days=5)
    assert dana.post(at(told), data=ANSWER).status_code == 303
    dana.post(at(told, 3, "/hand-over"))
    assert emil.post(at(told, 3, "/publish")).status_code == 422
    assert "The committee reads until" in dana.get(at(told)).text


def test_a_held_theme_is_gone_from_the_office(site, told, dana):
    with site.database.work() as session:
        session.add(Hold(theme_id=told.themes[3].theme_id, by_id=site.cast.amal.id, since=site.clock()))
    assert "We say 3." not in dana.get("/respond/water/").text
    assert dana.get(at(told)).status_code == 404


def test_only_staff_of_this_office_come_in(site, told):
    cast = site.cast
    for account in (cast.farah, cast.amal, cast.chol, cast.gita, cast.hari):
        client = site.signed_in(account)
        assert client.get("/respond/water/").status_code == 403
        for what in ("", "/hand-over", "/publish", "/send-back", "/wordings/fr"):
            assert client.post(at(told, 3, what), data=ANSWER).status_code == 403
    assert site.client().get("/respond/water/").status_code == 302
    assert versions(site) == []


def test_an_office_without_themes_and_a_person_without_a_seat_are_told_what_will_come(site, told):
    with site.database.work() as session:
        theme = session.get_one(Theme, told.themes[8].theme_id)
        session.add(Hold(theme_id=theme.id, by_id=site.cast.amal.id, since=site.clock()))
    assert (
        "addresses it to this office, it stands here"
        in site.signed_in(site.cast.farah).get("/respond/roads/").text
    )
    assert "When you have a seat" in site.signed_in(site.cast.hari).get("/respond/").text
