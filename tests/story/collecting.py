"""Seats are given, a consultation opens, people speak: by text and on the web."""

import re
from datetime import timedelta

from playwright.sync_api import Browser

from tests.story.desk import Desk
from tests.story.folk import JOIN, Somebody
from tests.story.said import PROMPT
from tests.story.town import Town

# setting up: the shell, then one-time links


def seats(town: Town, browser: Browser) -> dict[str, Desk]:
    link = town.link_in(town.consult("setup", "--yes"))
    town.prepares(
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
        town.prepares("office", "add", slug, "--name", f"{slug.title()} office")
    seats = {
        "salma": ("--role", "representative", "--community", "ford"),
        "ruth": ("--role", "committee_member", "--community", "ford"),
        "nadia": ("--role", "staff", "--office", "water"),
        "peter": ("--role", "staff", "--office", "water"),
        "luis": ("--role", "staff", "--office", "roads"),
        "marie": ("--role", "staff", "--office", "roads"),
    }
    links = {
        name: town.link_in(town.prepares("account", "add", f"{name}@ford.example", *seat))
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


def asks(town: Town, salma: Desk) -> None:
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
    salma.at_work("/collect/lists/ford").select("about", "Mill side")
    salma.fill(people="60", source="We counted in May").press("Keep the line")
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


def speaks(town: Town, browser: Browser, person: Somebody) -> None:
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
        says(town, person.phone, text)


def says(town: Town, phone: str, text: str) -> None:
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
