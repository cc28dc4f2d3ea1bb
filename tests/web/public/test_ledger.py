"""The public ledger shows every number of the ledger, and its biggest loss first."""

import gzip
import re

import pytest
from sqlalchemy import select, update

from consult.loop.close.debts import Reason
from consult.loop.close.ledger_counted import COUNTED_AS
from consult.loop.close.ledger_lines import Line, Rows, Unit
from consult.loop.close.ledger_public import OpenLedger, open_ledger
from consult.loop.close.records import Form, Says
from consult.loop.close.returns import log
from consult.loop.collect.records import Consultation, Submission
from consult.loop.respond.records import Kind, ResponseVersion, WentInto
from consult.loop.understand.records import Hold, Theme
from consult.people.records import Account, Community, HearBack, HelperLink, Role, Seat, WomanOrMan
from consult.web.public.ledger import REASONS, SAID, steps_of
from tests.loop.close.released import Released
from tests.web.conftest import LANGUAGES


def test_every_reason_and_verdict_has_its_words():
    assert set(REASONS) == set(Reason)
    assert set(SAID) == set(Says)
    assert next(iter(SAID)) is Says.NO


@pytest.fixture
def told(site):
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three, seven = released.theme(3), released.theme(7)
        for hear_back in (HearBack.KNOCK, None):
            released.person(three, hear_back=hear_back)
        for _ in range(3):
            released.person(seven)
        released.owe()
        version = released.answered(three)
        log(
            session,
            consultation=released.consultation,
            place=None,
            form=Form.MEETING,
            on=site.clock().date(),
            people=80,
            versions=[version],
            beans={three.theme: {Says.NO: 30}},
            said="They ask when.",
            by=site.cast.amal,
            now=site.clock(),
        )
    return released


def read(site):
    return site.client().get("/c/river/en/ledger").text


def test_people_answers_debts_and_meetings_each_have_their_place(site, told):
    page = read(site)
    for expected in (
        "5 people spoke.",
        "The oldest answer is owed for 9 days.",
        "Most is lost before “Answered”: 3 answers.",
        "In the community only",
        "No office has answered yet.",
        "A number that could point at a few people is not shown.",
        "People there: about 80.",
        "No 3: beans for “No”: 30.",
    ):
        assert expected in page
    assert "By office" in page
    assert "They ask when." not in page, "what people said at a meeting is not public"


def test_before_a_release_the_page_says_what_will_stand_there(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    page = read(site)
    assert "0 people spoke." in page
    assert "How far it came stands here then." in page


def test_the_biggest_loss_is_marked_and_a_gain_is_none(site):
    owed = {"owed": 10, "on_theme": 9, "alone": 0, "set_aside": 0, "answered": 8, "reached": 2, "judged": 4}
    lines = tuple(Line(key, Unit.OWED, value) for key, value in owed.items())
    with site.app.test_request_context("/"):
        steps = steps_of(OpenLedger(("river",), site.clock().date(), lines, Rows()))
    assert [each.lost for each in steps] == [0, 1, 1, 6, -2]
    assert [each.most_lost for each in steps] == [False, False, False, True, False]


def test_every_number_opens_how_it_is_counted_and_is_in_the_files(site, told):
    page, client = read(site), site.client()
    file = client.get("/c/river/ledger.json")
    data = file.get_json()
    assert file.headers["Cache-Control"] == "no-cache", "a hold hides its words at once"
    assert (
        client.get("/c/river/ledger.json", headers={"If-None-Match": file.headers["ETag"]}).status_code == 304
    )
    assert client.get("/c/river/ledger.txt").status_code == 404
    assert client.get("/o/nobody/en/ledger").status_code == 404
    assert client.get("/all/xx/ledger").status_code == 404
    shown = {each["key"] for each in data["numbers"] if not each["key"].startswith(("cards_", "oldest_card"))}
    assert page.count("<summary>") == page.count("</details>") >= len(shown), "of no card one line is enough"
    numbers = {(each["key"], each["unit"]): each for each in data["numbers"]}
    assert {each.key.partition(".")[0] for each in open_here(site, told).lines} <= {*COUNTED_AS}
    assert all(each["counted_as"].endswith(".") and "%" not in each["counted_as"] for each in data["numbers"])
    spoke = numbers["spoke", "people"]
    assert (spoke["value"], spoke["withheld"]) == (5, None)
    knock = next(each for each in data["numbers"] if each["key"] == "debts.no_answer_yet")
    assert (knock["value"], knock["withheld"]) == (None, "could point at a few people")
    assert numbers["says.no", "answers_owed"]["value"] == 0, "nobody said anything"
    (row,) = [each for each in data["themes"] if each["theme"] == 7]
    assert (row["owed_since"], row["answered"], row["offices"]) == ("2027-05-26", None, ["water"])
    table = client.get("/c/river/ledger.csv").data.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("about,consultation,key,unit,value,withheld,left_out")
    assert "number,,spoke,people,5,,0" in table
    for text in (page, file.text, table):
        assert not re.search(r"\+[1-9]", text), "no telephone number"


def open_here(site, told):
    with site.database.reading() as session:
        consultation = session.get_one(Consultation, told.consultation.id)
        return open_ledger(
            session, consultation=consultation, chain=site.languages.reads, k=10, now=site.clock()
        )


def test_an_office_and_all_together_are_made_of_what_each_consultation_shows(site, told, monkeypatch):
    client = site.client()
    with monkeypatch.context() as nobody:
        nobody.delattr("consult.loop.close.ledger_public.ledger")
        office = client.get("/o/water/en/ledger").text
    for expected in (
        "What <bdi>Water office</bdi> owes, says and does",
        "No 7 is owed for 9 days, since Wednesday 26 May 2027.",
        "No 3 was answered after 9 days",
    ):
        assert expected in office
    assert "people spoke" not in office
    numbers = {each["key"]: each for each in client.get("/o/water/ledger.json").get_json()["numbers"]}
    assert {each["unit"] for each in numbers.values()} == {
        "themes", "answers", "promises", "days", "words", "cards",
    }  # fmt: skip
    assert (numbers["themes"]["value"], numbers["themes_owed"]["value"]) == (2, 1)
    whole = {
        (each["key"], each["unit"]): each["value"]
        for each in client.get("/all/ledger.json").get_json()["numbers"]
    }
    one = {
        (each["key"], each["unit"]): each["value"]
        for each in client.get("/c/river/ledger.json").get_json()["numbers"]
    }
    assert whole == one, "one consultation is all there is"
    assert "5" in client.get("/all/en/ledger").text
    with site.database.work() as session:
        session.get_one(Community, told.consultation.community_id).public = False
    assert client.get("/all/ledger.json").get_json()["consultations"] == []
    assert client.get("/o/water/ledger.json").get_json()["themes"] == [], "it asked not to be listed"


def test_a_hold_hides_words_leaves_its_mark_and_changes_no_count(site, told):
    client = site.client()

    def counts():
        data = client.get("/c/river/ledger.json").get_json()
        return {(each["key"], each["unit"]): each["value"] for each in data["numbers"]}, data

    with site.database.work() as session:
        three = session.scalars(select(Theme).where(Theme.number == 3)).one()
        version = session.scalars(select(ResponseVersion)).one()
        version.kind = Kind.STOP_OR_CHANGE
        session.add(
            WentInto(
                response_id=version.response_id, document="Plan of the river", paragraph="4.2",
                on=site.clock().date(), by_id=site.cast.dana.id, at=site.clock(),
            )
        )  # fmt: skip
    assert "Plan of the river" in read(site)
    before, _ = counts()
    assert (before["changed", "answers"], before["in_document", "answers"]) == (1, 1)
    with site.database.work() as session:
        session.add(Hold(theme_id=three.id, by_id=site.cast.amal.id, since=site.clock()))
    page = read(site)
    assert "Plan of the river" not in page
    assert "No 3: held for safety since" in page
    after, data = counts()
    moved = {key for key in before if before[key] != after.get(key)}
    assert moved <= {("themes_held", "themes")}
    assert after["themes_held", "themes"] == 1
    assert (data["answers"][0]["kind"], data["answers"][0]["withheld"]) == (None, "held for safety")
    assert "Plan of the river" not in client.get("/c/river/ledger.csv").text
    assert "Plan of the river" not in client.get("/o/water/en/ledger").text


@pytest.mark.parametrize("language", ["en", "ar", "qps_ploc", "qps_plocm"])
def test_the_ledgers_of_an_office_and_of_all_are_small_in_every_language(site, told, language):
    for address in (f"/o/water/{language}/ledger", f"/all/{language}/ledger"):
        page = site.client().get(address)
        assert page.status_code == 200
        assert len(gzip.compress(page.data)) <= 20_000
        assert "<script" not in page.text
        assert f'lang="{LANGUAGES.get(language).tag}"' in page.text


def test_seats_are_counted_as_women_and_men_only_where_enough_say_so(site, told):
    dana = site.signed_in(site.cast.dana)
    mine, other = site.cast.seats["dana"].id, site.cast.seats["amal"].id
    assert "How may the ledger count you?" in dana.get("/settings/seats").text
    assert dana.post(f"/settings/seats/{mine}/counted", data={"says": "woman"}).status_code == 303
    assert dana.post(f"/settings/seats/{other}/counted", data={"says": "man"}).status_code == 404

    def parts():
        numbers = site.client().get("/c/river/ledger.json").get_json()["numbers"]
        return {each["key"]: each["value"] for each in numbers if each["key"].startswith("answerers")}

    few = {"answerers": 1, "answerers.woman": None, "answerers.man": None, "answerers.not_said": None}
    assert parts() == few
    with site.database.work() as session:
        version, water = session.scalars(select(ResponseVersion)).one(), session.merge(site.cast.water)
        for number in range(19):
            account = Account(email=f"staff{number}@example.org", name="S", language="en")
            says = WomanOrMan.WOMAN if number < 9 else WomanOrMan.MAN
            seat = Seat(account=account, role=Role.STAFF, office=water, number=number + 9,
                        since=site.clock(), woman_or_man=says)  # fmt: skip
            session.add_all([account, seat])
            said = {
                n: getattr(version, n)
                for n in ("response", "kind", "words", "why", "who", "by_when", "language")
            }
            session.add(
                ResponseVersion(
                    **said,
                    number=number + 2,
                    drafted_by_id=account.id,
                    drafted_at=site.clock(),
                    published_at=site.clock(),
                    only_wording=True,
                )
            )
    assert parts() == {"answerers": 20, "answerers.woman": 10, "answerers.man": 10, "answerers.not_said": 0}
    dana.post(f"/settings/seats/{mine}/counted", data={"says": ""})
    assert parts() == {**few, "answerers": 20}


def test_who_was_typed_for_by_a_paid_helper_is_withheld_while_one_of_them_wrote_for_few(site, told):
    def typed(*people):
        """Helpers whom an office pays, each for so many people; and somebody who spoke without one."""
        with site.database.work() as session:
            session.execute(update(Submission).values(helper_link_id=None))
            mine = iter(session.scalars(select(Submission).order_by(Submission.id)).all())
            for count in people:
                link = helper(session)
                for _ in range(count):
                    next(mine).helper_link = link
        numbers = site.client().get("/c/river/ledger.json").get_json()["numbers"]
        return next((n["value"], n["withheld"]) for n in numbers if n["key"] == "typed_paid")

    links = []

    def helper(session):
        links.append(None)
        made = {"made_at": site.clock(), "until": site.clock(), "made_by_id": site.cast.amal.id}
        return HelperLink(
            community_id=told.consultation.community_id, number=len(links), name="H", language="en",
            token_hash=str(len(links)), paid_by_office=True, **made,
        )  # fmt: skip

    with site.database.work() as session:
        site.cast.session = session
        consultation = session.get_one(Consultation, told.consultation.id)
        for _ in range(35):
            site.cast.answer(site.cast.participant(), consultation, "We walk far.")
    assert typed() == (0, None)
    assert typed(12, 11) == (23, None)
    assert typed(12, 3) == (None, "could point at a few people"), "their own page would tell the three"
