"""The notebook as its makers, the committee, offices and everyone meet it."""

import re
from datetime import timedelta

import pytest

from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.findings import release
from consult.loop.understand.themes import name_theme
from consult.people.records import Account, Seat
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_walk import ROOT, page, read_all, send, speak

BOOK = f"{ROOT}/notebook/"
ACTOR = {"title": "Herders of the hill", "is": "group", "wants": "Grass"}


@pytest.fixture
def amal(site: SiteUnderTest):
    speak(site)
    return site.signed_in(site.cast.amal)


def released(site: SiteUnderTest) -> None:
    with site.database.work() as session:
        consultation = session.query(Consultation).one()
        by = {"by": session.get_one(Account, site.cast.amal.id), "now": site.clock()}
        name_theme(session, consultation=consultation, name="Water", statement="Dry.", language="en", **by)
        review_by = by["now"].date() + timedelta(7)
        release(session, consultation=consultation, alone="", review_by=review_by, **by)


def test_what_is_written_is_seen_by_its_writer_and_printed(site, amal):
    assert "Nothing is written here yet." in page(amal, BOOK)
    made = send(amal, f"{BOOK}new/actor", **ACTOR)
    assert "It stays on paper until you choose otherwise." in made
    assert "It stays on paper: only whoever wrote it sees it here" in made
    for address in ("part/actors", "map", "print", "1/"):
        assert "Herders of the hill" in page(amal, f"{BOOK}{address}")
    bahati = site.signed_in(site.cast.bahati)
    for address in ("", "part/actors", "map", "print"):
        assert "Herders of the hill" not in page(bahati, f"{BOOK}{address}")
    page(bahati, f"{BOOK}1/", 404)


def test_a_private_person_is_refused_kindly_and_what_was_typed_is_kept(amal):
    asked = page(amal, f"{BOOK}new/actor")
    assert "Is this a group, an office or a private person?" in asked
    again = send(amal, f"{BOOK}new/actor", 422, **ACTOR | {"is": "person"})
    assert "A private person stays on paper" in again
    assert "Grass</textarea>" in again
    page(amal, f"{BOOK}new/topic", 404)
    page(amal, f"{BOOK}part/topic", 404)
    assert "Write the day as" in send(amal, f"{BOOK}new/actor", 422, **ACTOR, review_on="soon")


def test_every_kind_has_its_form_its_questions_and_its_part(amal):
    for kind, more in {
        "need": {"there": "One pump"},
        "root": {},
        "branch": {},
        "event": {"teller": "Upper Well", "when": "before the flood"},
        "divides": {"aspect": "who fetches first", "how": "they quarrel"},
        "connects": {"aspect": "meeting there"},
        "sign": {"asks": "Who walks alone?"},
        "unknown": {"who": "the elders"},
        "disagreement": {"sides": "it was them\nit was nobody"},
    }.items():
        asked = page(amal, f"{BOOK}new/{kind}")
        assert "Ask yourselves first" in asked
        assert "?" in re.search(r"<ul><li>(.*?)</ul>", asked, re.S)[1]
        made = send(amal, f"{BOOK}new/{kind}", title=f"the {kind}", text="Words", **more)
        assert all(line in made for value in more.values() for line in value.split("\n"))
    printed = page(amal, f"{BOOK}print")
    for part in ("needs", "between", "tree", "stories", "signs", "unknown", "differ"):
        shown = page(amal, f"{BOOK}part/{part}")
        for name in re.findall(r"the (?:need|root|branch|event|divides|connects|sign|unknown)\b", shown):
            assert name in printed
    assert "On this sheet only" in printed


def test_tellings_stand_side_by_side_in_their_own_order(amal):
    for title, teller, place in (("C", "Hill", 2), ("B", "River", 1), ("A", "hill", 1), ("D", "River", "")):
        send(amal, f"{BOOK}new/event", title=f"They say {title}", teller=teller, place=place)
    told = page(amal, f"{BOOK}part/stories")
    assert re.findall(r"They say (\w)|Told by (\w+)", told) == [
        ("", "Hill"), ("A", ""), ("C", ""), ("", "River"), ("B", ""), ("D", "")
    ]  # fmt: skip


def test_the_map_says_the_same_as_its_list(amal):
    send(amal, f"{BOOK}new/actor", **ACTOR)
    send(amal, f"{BOOK}new/actor", title="مكتب الماء", language="ar", **{"is": "office"})
    for how in ("tense", "over"):
        send(amal, f"{BOOK}1/link", how=how, number="٢", since="the dry year")
    drawn = page(amal, f"{BOOK}map")
    assert drawn.count("<circle") == drawn.count("<rect") == 1
    assert drawn.count("<path") == 3
    assert 'direction="rtl"' in drawn
    assert "<desc" in drawn
    listed = drawn.split("The same as a list")[1]
    assert listed.count("In tension with") == 2
    assert listed.index("Has power over") < listed.index("Under the power of")
    assert "drew it" in send(amal, f"{BOOK}map", x1=0, y1=0, x2=1000, y2=1000)
    assert '<circle cx="60.0" cy="60.0"' in page(amal, f"{BOOK}map")
    again = send(amal, f"{BOOK}map", 422, x1="far", y1=0, x2=1000, y2=1000)
    assert "No 1: write two numbers" in again.split("</h1>")[1].split("<svg")[0], "seen before the drawing"
    assert 'value="far"' in again
    assert "Only in the list: 1." in send(amal, f"{BOOK}map", x1="", y1="", x2=1, y2=1)


def test_a_link_leads_to_a_card_by_its_number_and_comes_off_again(site):
    speak(site, "The well is dry")
    amal = site.signed_in(site.cast.amal)
    send(amal, f"{BOOK}new/need", title="Water")
    assert "power over" not in page(amal, f"{BOOK}1/link")
    assert "can be read here" in send(amal, f"{BOOK}1/link", 422, how="card", number=101)
    assert "Choose one." in send(amal, f"{BOOK}1/link", 422, number=101)
    read_all(amal, 1)
    shown = send(amal, f"{BOOK}1/link", how="card", number=101, text="She said it")
    assert "card 101" in shown
    assert "She said it" in shown
    link = re.search(r'name="link" value="([^"]+)"', shown)[1]
    assert "card 101" not in send(amal, f"{BOOK}1/unlink", link=link)
    assert amal.post(f"{BOOK}1/unlink", data={"link": "x"}).status_code == 404


def test_words_are_written_anew_looked_at_and_ended_with_their_history(site, amal):
    send(amal, f"{BOOK}new/actor", **ACTOR, review_on="2027-07-01")
    assert "Herders of the hill</" in page(amal, f"{BOOK}1/words") or 'Herders of the hill"' in page(
        amal, f"{BOOK}1/words"
    )
    assert "Give it a name" in send(amal, f"{BOOK}1/words", 422, **ACTOR | {"title": ""})
    shown = send(amal, f"{BOOK}1/words", **ACTOR | {"title": "Herders"}, review_on="2027-07-01")
    past = shown.split("Its history")[1]
    assert "Herders of the hill" in past
    assert "A group</span>" in past, "not our own word for it"
    site.clock.move(days=30)
    amal = site.signed_in(site.cast.amal)
    assert "Look again: does it still hold?" in page(amal, BOOK)
    assert "Entries of the notebook to look at or to ask again: 1." in page(amal, "/home")
    assert "Choose a day after today" in send(amal, f"{BOOK}1/again", 422, review_on="2027-07-01")
    send(amal, f"{BOOK}1/again", 422, review_on="later")
    send(amal, f"{BOOK}1/again", review_on="2027-09-01")
    assert "Look again: does it still hold?" not in page(amal, BOOK)
    page(amal, f"{BOOK}1/end")
    send(amal, f"{BOOK}1/end")
    assert "Herders" not in page(amal, f"{BOOK}part/actors")
    assert "It holds no more since" in page(amal, f"{BOOK}1/")


def test_a_sign_is_asked_again_in_the_next_round(site, amal):
    send(amal, f"{BOOK}new/sign", title="Children walk alone")
    assert "Signs to ask again in round 1" in page(amal, BOOK)
    assert "Write what people see" in send(amal, f"{BOOK}1/seen", 422, text=" ")
    assert "Round 1: <" in send(amal, f"{BOOK}1/seen", text="Few do")
    assert "Signs to ask again" not in page(amal, BOOK)
    with site.database.work() as session:
        first = session.query(Round).one()
        session.add(Round(consultation=first.consultation, number=2, opened_at=site.clock()))
    assert "Signs to ask again in round 2" in page(amal, BOOK)
    shown = send(amal, f"{BOOK}1/seen", text="Many do")
    assert shown.index("Few do") < shown.index("Many do")


def test_each_sees_what_was_chosen_for_them_and_offices_only_what_everyone_sees(site, amal):
    for audience in ("paper", "representatives", "committee", "everyone"):
        made = send(amal, f"{BOOK}new/need", title=f"for {audience}")
        number = re.search(r"No (\d+) is written", made)[1]
        assert "Who could be hurt" in page(amal, f"{BOOK}{number}/audience")
        send(amal, f"{BOOK}{number}/audience", audience=audience)
    assert "Choose who may see it." in send(amal, f"{BOOK}1/audience", 422)
    people = {name: site.signed_in(getattr(site.cast, name)) for name in ("bahati", "chol", "dana", "gita")}
    people["everyone"] = site.client()
    addresses = (BOOK, f"{BOOK}part/needs", f"{BOOK}print", "/review/river/notebook", "/c/river/en/notebook")

    def reads(client) -> set[str]:
        texts = [client.get(address) for address in addresses]
        shown = "".join(each.text for each in texts if each.status_code == 200)
        return set(re.findall(r"for (paper|representatives|committee|everyone)<", shown))

    makers = {"representatives", "committee", "everyone"}
    nobody = {name: set() for name in ("chol", "dana", "gita", "everyone")}
    assert {name: reads(client) for name, client in people.items()} == {"bahati": makers, **nobody}
    assert people["everyone"].get("/c/river/en/notebook").status_code == 404
    released(site)
    assert {name: reads(client) for name, client in people.items()} == {
        "bahati": makers,
        "chol": {"committee", "everyone"},
        "dana": {"everyone"},
        "gita": {"everyone"},
        "everyone": {"everyone"},
    }
    assert "/c/river/en/notebook" in page(people["everyone"], "/c/river/en/results")
    assert "/review/river/notebook" in page(people["chol"], "/review/river/1/")
    send(amal, f"{BOOK}4/audience", audience="paper")
    assert reads(people["everyone"]) == set()
    assert "/c/river/en/notebook" not in page(people["everyone"], "/c/river/en/results")


def test_a_long_part_is_paged(site, amal):
    from consult.loop.understand.records import EntryKind, NotebookEntry

    with site.database.work() as session:
        for number in range(1, 53):
            session.add(
                NotebookEntry(
                    consultation=session.query(Consultation).one(),
                    number=number,
                    kind=EntryKind.UNKNOWN,
                    title=f"unknown {number:02}",
                    language="en",
                    by_id=session.query(Seat).filter_by(id=site.cast.seats["amal"].id).one().account_id,
                    made_at=site.clock(),
                )
            )
    first = page(amal, f"{BOOK}part/unknown")
    assert "unknown 50" in first
    assert "unknown 51" not in first
    assert "unknown 51" in page(amal, re.search(r'href="([^"]+after=50)"', first)[1])
