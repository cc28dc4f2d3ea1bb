"""A helper who reads one language, on a phone 240 pixels wide, where no network is."""

from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.collect import consultations, prompts, rounds
from consult.people import helper_links
from consult.people.records import Account, Community
from tests.browser.own_language import LANGUAGES, wrong_on
from tests.browser.test_helpers import until, when
from tests.browser.two_places import PLACES, TwoPlaces
from tests.browser.walking import NARROW
from tests.browser.words_of_the_story import TEXTS

KEPT = (
    "caches.keys().then(all => all.length ? caches.open(all[0]).then(one => one.keys()) : [])"
    ".then(all => all.length >= 5)"
)
"""The three forms, what they are drawn with and their script lie on the phone. Where nothing is kept yet,
nothing is opened: that would make a store of its own."""


class Helper:
    """With a link that was given for a consultation of its own, which is open."""

    def __init__(self, browser: Browser, place: TwoPlaces, code: str) -> None:
        self.place, self.code, self.words = place, code, TEXTS[code]
        self.other = "sw" if code == "ar" else "ar"
        self.context = browser.new_context(viewport=NARROW, locale=LANGUAGES.get(code).tag)
        self.page = self.context.new_page()
        self.wrong: dict[str, list[str]] = {}
        with place.house.database.work() as session:
            self.number = self._given_a_link(session)

    def _given_a_link(self, session: Session) -> str:
        at, words = self.place.wall(), self.words
        she = session.scalars(select(Account).where(Account.email == f"rep-{self.code}@example.org")).one()
        said = {"by": she, "now": at}
        made = consultations.make(
            session,
            community=session.scalars(
                select(Community).where(Community.slug == PLACES[self.code]["slug"])
            ).one(),
            slug=f"{words.slug}-2",
            name=words.name,
            language=self.code,
            languages=[self.other],
            **said,
        )
        four = dict.fromkeys(("who_asks", "who_reads", "what_is_open", "costs"), words.who)
        consultations.write_musts(session, consultation=made, **four, meeting=words.meeting, **said)
        consultations.talk_about_risks(session, consultation=made, note=words.note, **said)
        asked = {self.code: words.open, self.other: TEXTS[self.other].open}
        prompts.add_prompt(session, consultation=made, wordings=asked, back_translations={}, **said)
        days = [(at + timedelta(days=each)).date() for each in (10, 20, 30)]
        rounds.open_round(
            session, consultation=made, closes_on=days[0], review_by=days[1], news_by=days[2], **said
        )
        _link, told = helper_links.give(
            session,
            vault=self.place.house.vault,
            community=made.community,
            name=words.who,
            language=self.code,
            paid_by_office=False,
            until=at + timedelta(days=30),
            **said,
        )
        return told.replace(" ", "")

    def say(self, sentence: str) -> str:
        return LANGUAGES.say(sentence, self.code)

    def look(self) -> None:
        if wrong := wrong_on(self.page, self.code, spoken=(self.other,)):
            self.wrong[urlsplit(self.page.url).path] = wrong

    def opens_the_link(self) -> None:
        self.page.goto(f"{self.place.url}/h/#{self.number}")
        self.page.wait_for_url("**/h/work")
        when(self.page, KEPT)
        self.look()

    def writes(self, kind: str, text: str, send: str = "Send the words") -> None:
        """From the first page into a form, and sealed."""
        mine = self.page.locator("article", has=self.page.locator(f"a[href*='{self.words.slug}-2']"))
        mine.get_by_role("link", name=self.say(kind), exact=True).first.click()
        self.page.wait_for_url(f"**/{self.words.slug}-2/{self.code}/**")
        self.look()
        self.page.locator("textarea").first.fill(text)
        if kind == "For a meeting":
            self.page.get_by_label(self.say("About how many people were there?")).fill(self.words.digits)
        self.page.get_by_role("button", name=self.say(send), exact=True).click()
        self.page.wait_for_url("**/h/work")
        when(self.page, "!document.getElementById('kept').hidden")

    def has(self, waiting: int, sent: int) -> None:
        until(self.page, waiting, sent)
        self.look()
