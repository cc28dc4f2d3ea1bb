"""One whole loop, with real processes, a real browser and real phones.

Fourteen people speak in three languages, by text and on the web. Their representatives read, sort
and name; a committee member dissents; two offices answer, one of them *cannot*; each person hears
back as they chose and judges; one says *not what we said* and gets a second answer. At the end the
ledger on the public page is recounted from what the phones really received and what people did.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.story.desk import Desk
from tests.story.folk import JOIN, SAYS, WORDS, Somebody, folk
from tests.story.town import Town

pytestmark = [pytest.mark.story, pytest.mark.browser]
START = datetime(2027, 6, 4, 9, 0, tzinfo=UTC)
PROMPT = {"en": "What is life here like?", "fr": "Comment est la vie ici ?", "ar": "كيف الحياة هنا؟"}
NAMES = {1: "The dry pump", 2: "The broken bridge", 3: "The empty clinic"}
ANSWERS = {
    1: {
        "en": "We mend the pump.",
        "fr": "Nous réparons la pompe.",
        "ar": "نصلح المضخة.",
    },
    2: {
        "en": "We cannot build a bridge this year.",
        "fr": "Nous ne pouvons pas construire de pont cette année.",
        "ar": "لا نستطيع بناء جسر هذا العام.",
    },
    3: {
        "en": "A nurse will sit in the clinic each Monday.",
        "fr": "Une infirmière sera au poste chaque lundi.",
        "ar": "ستجلس ممرضة في العيادة كل يوم اثنين.",
    },
}
AGAIN = {
    "en": "We mend the pump and walk to the far well with you first.",
    "fr": "Nous réparons la pompe et venons d'abord au puits avec vous.",
    "ar": "نصلح المضخة ونمشي معكم أولًا إلى البئر البعيدة.",
}


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    town = Town(tmp_path, database_url, START)
    yield town
    town.close()


@pytest.fixture
def people() -> list[Somebody]:
    seed = int(os.environ.get("STORY_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    print(f"the people of this story come from STORY_SEED={seed}")
    return folk(seed)


def test_the_loop_closes_and_it_can_be_proved(town: Town, browser: Browser, people: list[Somebody]) -> None:
    desks = _seats(town, browser)
    salma = desks["salma"]
    _asks(town, salma)
    for person in people:
        _speaks(town, browser, person)
    _reads_and_sorts(town, salma, people)
    _names_and_releases(town, salma)
    _weighs(town, desks["ruth"])
    _answers(town, desks["nadia"], desks["peter"], "water", [1, 3], kind="will_do")
    _answers(town, desks["luis"], desks["marie"], "roads", [2], kind="cannot")
    _hears_back(town, people)
    _judges(town, browser, people)
    _answered_again(town, desks["nadia"], desks["peter"], people)
    _meets(town, salma, people)
    _the_page_tells_the_same(town, browser, people)
    assert "consult.worker" not in (town.folder / "run.log").read_text()


# setting up: the shell, then one-time links


def _seats(town: Town, browser: Browser) -> dict[str, Desk]:
    link = town.link_in(town.consult("setup", "--yes"))
    town.consult(
        "community",
        "add",
        "ford",
        "--name",
        "Ford",
        "--language",
        "en",
        "--region",
        "GB",
        "--timezone",
        "UTC",
    )
    for slug in ("water", "roads"):
        town.consult("office", "add", slug, "--name", f"{slug.title()} office")
    seats = {
        "salma": ("--role", "representative", "--community", "ford"),
        "ruth": ("--role", "committee_member", "--community", "ford"),
        "nadia": ("--role", "staff", "--office", "water"),
        "peter": ("--role", "staff", "--office", "water"),
        "luis": ("--role", "staff", "--office", "roads"),
        "marie": ("--role", "staff", "--office", "roads"),
    }
    links = {
        name: town.link_in(town.consult("account", "add", f"{name}@ford.example", *seat))
        for name, seat in seats.items()
    }
    town.open()
    with Desk(town, browser, width=1280, email="administrator@house.invalid") as ada:
        ada.welcome(link).at_work("/people/communities/ford")
        ada.page.locator('form[action$="/places"] [name="name"]').fill("Mill side")
        ada.page.locator('form[action$="/places"] button').click()
        ada.sees("Mill side")
    desks = {name: Desk(town, browser, email=f"{name}@ford.example") for name in seats}
    for name, desk in desks.items():
        desk.welcome(links[name])
    return desks


def _asks(town: Town, salma: Desk) -> None:
    salma.at_work("/home").sees("Your community has no consultation yet")
    salma.follow("Make the first one").fill(name="Life at the ford", slug="ford")
    for language in ("en", "fr", "ar"):
        salma.tick("languages", language)
    salma.press()
    salma.at_work("/collect/ford/open")
    if salma.page.locator('main [name="closes_on"]').count():
        _dates(salma, town)
        salma.press()
        assert "/open" in salma.page.url, "it cannot open without its musts"
    salma.at_work("/collect/ford/musts").fill(
        who_asks="The people of Ford",
        who_reads="Our representatives",
        what_is_open="All of it",
        meeting="the mill",
    ).press()
    salma.at_work("/collect/ford/risks").fill(risks_note="We talked at the mill.").press()
    salma.at_work("/collect/ford/prompts/new").fill(**PROMPT).press()
    for language, word in JOIN.items():
        salma.at_work("/collect/ford/words").fill(word=word)
        salma.page.locator('main select[name="language"]').select_option(value=language)
        salma.press("word") if salma.page.locator("main button", has_text="word").count() else salma.press()
    salma.at_work("/collect/ford/open")
    _dates(salma, town)
    salma.press()


def _dates(desk: Desk, town: Town) -> None:
    today = town.at.date()
    desk.fill(
        closes_on=(today + timedelta(days=7)).isoformat(),
        review_by=(today + timedelta(days=12)).isoformat(),
        news_by=(today + timedelta(days=30)).isoformat(),
    )


# speaking


def _speaks(town: Town, browser: Browser, person: Somebody) -> None:
    town.pass_time(minutes=20)
    if person.door == "sms":
        _by_text(town, person)
    else:
        with Desk(town, browser, width=240) as desk:
            _on_the_web(desk, person)
            assert not [url for url in desk.requests if not url.startswith(town.url)]


def _by_text(town: Town, person: Somebody) -> None:
    assert person.phone
    texts = [JOIN[person.language], *(["2"] if person.suffix > 1 else []), "1", person.says]
    if person.hear_back == "whole":
        texts.extend([f"MENU {person.suffix}" if person.suffix > 1 else "MENU", "1"])
    if person.leaves:
        texts.extend(["ERASE", "1"])
    for text in texts:
        _says(town, person.phone, text)


def _says(town: Town, phone: str, text: str) -> None:
    """Send one text and wait for what comes back."""
    had = len(town.received(phone))
    town.sends(phone, text)
    town.wait_for_text(phone, had)


def _on_the_web(desk: Desk, person: Somebody) -> None:
    desk.go("/").go(f"/c/ford/{person.language}/").press()
    assert len(desk.requests) == 3, "one request a page"
    desk.fill(text=person.says).on().sees(person.says).on()
    if person.place:
        desk.select("stays_in", person.place)
    desk.on().tick("hear_back", person.hear_back)
    if person.phone:
        desk.fill(number=person.phone)
    desk.on()
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", desk.words())
    assert found, desk.words()
    person.code = found.group()


# understanding


def _reads_and_sorts(town: Town, salma: Desk, people: list[Somebody]) -> None:
    town.pass_time(days=8)
    theme_of = {words: theme for spoken in WORDS.values() for theme, said in spoken.items() for words in said}
    for name in NAMES.values():
        salma.at_work("/understand/ford/codes/").fill(name=name).press("Add it")
    staying = [person for person in people if not person.leaves]
    read = 0
    while True:
        salma.at_work("/understand/ford/first/")
        if not salma.page.locator('main [name="text"]').count():
            if not salma.page.locator("main button").count() or read:
                break
            salma.press()
            continue
        salma.press("Pass it on")
        read += 1
    assert read == len(staying), f"{read} cards read of {len(staying)}"
    for _ in staying:
        salma.at_work("/understand/ford/sort/")
        shown = salma.words()
        theme = next(theme for words, theme in theme_of.items() if words in shown)
        button = f'main button[name="code"][value="{theme}"]'
        if theme:
            with salma.page.expect_navigation():
                salma.page.locator(button).click()
        else:
            salma.press("not clear") if salma.page.locator(
                "main button", has_text="not clear"
            ).count() else salma.press("Unclear")


def _names_and_releases(town: Town, salma: Desk) -> None:
    for number, name in NAMES.items():
        salma.at_work("/understand/ford/themes/new")
        salma.fill(name=name, statement=f"We say: {name.lower()}.").press("Keep it")
        salma.at_work(f"/understand/ford/themes/{number}/address").tick("audience", "everyone")
        salma.tick_labelled("offices", "Roads" if number == 2 else "Water").press("Keep it")
        salma.at_work(f"/understand/ford/themes/{number}/codes").tick_labelled("codes", name).press("Keep it")
    salma.at_work("/understand/ford/release/").sees("Who could be hurt")
    salma.fill(
        alone="Some words stand on their own.",
        review_by=(town.at.date() + timedelta(days=4)).isoformat(),
    ).press("Release")
    salma.sees("The broken bridge")


def _weighs(town: Town, ruth: Desk) -> None:
    ruth.at_work("/home").sees("Themes without your word: 3")
    ruth.at_work("/review/ford/1/2/").tick("position", "dissent")
    ruth.fill(reason="Nobody asked the ferryman.").press()
    for number in (1, 3):
        ruth.at_work(f"/review/ford/1/{number}/").tick("position", "agree").press()


# responding


def _answers(town: Town, writer: Desk, checker: Desk, office: str, numbers: list[int], *, kind: str) -> None:
    for number in numbers:
        writer.at_work(f"/respond/{office}/").open_card(NAMES[number])
        if number == 2:
            writer.sees("Nobody asked the ferryman.")
        address = writer.page.url.removeprefix(town.url)
        writer.tick("kind", kind).fill(
            words=ANSWERS[number]["en"],
            why="You told us so.",
            who="The engineer",
            by_when=(town.at.date() + timedelta(days=60)).isoformat(),
        ).press("Keep as a draft")
        _words_in(writer, address, ANSWERS[number])
        writer.at_work(address).press("Hand it over")
        checker.at_work(f"{address.rstrip('/')}/look").press("Publish it now")


def _words_in(writer: Desk, address: str, words: dict[str, str]) -> None:
    for language in ("fr", "ar"):
        writer.at_work(f"{address.rstrip('/')}/wordings/{language}").fill(words=words[language]).press()


# closing


def _hears_back(town: Town, people: list[Somebody]) -> None:
    """Each phone gets what its people chose, in their language; nobody gets anything else."""
    for _ in range(10):
        town.pass_time(days=1)
        town.settle()
    for person in people:
        if not person.phone:
            continue
        texts = "\n".join(town.received(person.phone))
        mine = ANSWERS.get(person.theme, {}).get(person.language, "nothing was said")
        if person.leaves or person.theme == 0:
            assert mine not in texts
        elif person.hear_back == "whole":
            assert mine in texts, f"{person.name} did not hear back:\n{texts}"
        else:
            assert mine not in texts, f"{person.name} wanted a knock"
            assert _knock(texts), f"{person.name} got no knock:\n{texts}"


def _knock(texts: str) -> bool:
    return any(
        word in texts.splitlines()[-1] or word in texts for word in ("news", "nouvelles", "خبر", "أخبار")
    )


def _judges(town: Town, browser: Browser, people: list[Somebody]) -> None:
    for person in people:
        if person.theme == 0 or person.leaves:
            continue
        if person.phone and person.hear_back == "whole":
            who = f"{person.suffix} " if _shared(person, people) else ""
            _says(town, person.phone, f"{who}{person.theme}{person.key}")
            person.heard.append(SAYS[person.key])
        elif person.code and not person.phone:
            with Desk(town, browser, width=240) as desk:
                desk.go("/code").fill(code=person.code).press()
                desk.sees(ANSWERS[person.theme][person.language])
                desk.press(f"{person.theme}{person.key}")
            person.heard.append(SAYS[person.key])


def _shared(person: Somebody, people: list[Somebody]) -> bool:
    return len([each for each in people if each.phone == person.phone]) > 1


def _answered_again(town: Town, nadia: Desk, peter: Desk, people: list[Somebody]) -> None:
    """*Not what we said* opens number 1 again; a new version goes to everyone it is owed to."""
    nadia.at_work("/respond/water/").open_card(NAMES[1])
    nadia.sees("Open again since")
    address = nadia.page.url.removeprefix(town.url)
    nadia.tick("kind", "will_do").fill(
        words=AGAIN["en"],
        why="Somebody said that we did not hear them.",
        who="The engineer",
        by_when=(town.at.date() + timedelta(days=60)).isoformat(),
    ).press("Keep as a draft")
    _words_in(nadia, address, AGAIN)
    nadia.at_work(address).press("Hand it over")
    peter.at_work(f"{address.rstrip('/')}/look").press("Publish it now")
    for _ in range(10):
        town.pass_time(days=1)
        town.settle()
    misheard = next(person for person in people if person.key == 5)
    assert misheard.phone
    assert AGAIN[misheard.language] in "\n".join(town.received(misheard.phone))
    _says(town, misheard.phone, "11")
    misheard.heard.append("yes")


def _meets(town: Town, salma: Desk, people: list[Somebody]) -> None:
    """Those with a knock or no phone hear it at the mill; it is counted apart."""
    salma.at_work("/close/ford/returns/new").fill(on=town.at.date().isoformat(), people="40")
    for box in salma.page.locator('main input[name="versions"]').all():
        box.check()
    if salma.page.locator('main [name="line_read"]').count():
        salma.page.locator('main [name="line_read"]').check()
    salma.press()


def _the_page_tells_the_same(town: Town, browser: Browser, people: list[Somebody]) -> None:
    """Recount from the phones and from what people did; compare with the public ledger."""
    with Desk(town, browser) as anyone:
        anyone.go("/c/ford/en/results").sees("Nobody asked the ferryman.").sees(AGAIN["en"])
        anyone.go("/c/ford/en/ledger")
        shown = anyone.words()
    staying = [person for person in people if not person.leaves]
    on_phone = [
        person
        for person in staying
        if person.phone
        and person.theme
        and person.hear_back == "whole"
        and any(
            answers[person.language] in "\n".join(town.received(person.phone))
            for answers in (ANSWERS[person.theme], AGAIN)
        )
    ]
    by_code = [person for person in staying if person.code and not person.phone and person.theme]
    last = Counter(person.heard[-1] for person in staying if person.heard)
    counted = {
        "People who spoke": len(people),
        "in person": len(on_phone) + len(by_code),
        "yes": last["yes"],
        "partly": last["partly"],
        "no": last["no"],
    }
    print(counted, shown)
