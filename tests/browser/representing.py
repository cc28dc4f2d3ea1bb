"""A representative on a small phone who reads one language alone.

Every page is come to by what stands on the page before, and found by its words in that language.
"""

from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page

from tests.browser.own_language import LANGUAGES, wrong_on
from tests.browser.two_places import TwoPlaces
from tests.browser.words_of_the_story import TEXTS

WAYS = """() => [...document.querySelectorAll('main a')].map(
  one => [one.innerText.replace(/\\s+/g, ' '), one.getAttribute('href')])"""
PHONE = {"width": 360, "height": 740}


class OneReader:
    """Somebody who reads `code` alone. `spoken`: languages of texts of people on their pages.

    `wrong`: what stood in the way, by page. `met`: how many pages were looked at.
    """

    def __init__(self, browser: Browser, url: str, code: str, *, spoken: tuple[str, ...] = ()) -> None:
        self.url, self.code, self.spoken = url, code, spoken
        tag = LANGUAGES.get(code).tag
        self.context = browser.new_context(viewport=PHONE, locale=tag, has_touch=True)
        self.page = self.context.new_page()
        self.wrong: dict[str, list[str]] = {}
        self.met: list[str] = []

    def say(self, sentence: str, **values: object) -> str:
        return LANGUAGES.say(sentence, self.code, **values)

    def look(self) -> Page:
        """The page as it came; what is wrong on it is kept."""
        path = self.page.url.removeprefix(self.url)
        self.met.append(path)
        if wrong := wrong_on(self.page, self.code, spoken=self.spoken):
            self.wrong[path] = wrong
        return self.page

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")
        self.look()

    def follows(self, sentence: str, within: str = "body", **values: object) -> None:
        self.follows_name(self.say(sentence, **values), within)

    def follows_name(self, text: str, within: str = "body") -> None:
        self._goes(self.page.locator(f"{within} >> a", has_text=text).first)

    def _goes(self, way: Locator) -> None:
        """That it can be pressed was seen when the page was looked at, so nobody waits for it again."""
        with self.page.expect_navigation():
            way.evaluate("one => one.click()")
        self.look()

    def presses(self, sentence: str, within: str = "main", **values: object) -> None:
        self._goes(self.page.locator(f"{within} >> button", has_text=self.say(sentence, **values)).first)

    def writes(self, label: str, text: str, **values: object) -> None:
        self.page.get_by_label(self.say(label, **values), exact=True).fill(text)

    def chooses(self, label: str, choice: str) -> None:
        self.page.get_by_label(self.say(label), exact=True).select_option(label=choice)

    def is_told(self, sentence: str, **values: object) -> None:
        said = self.page.locator(".done[role=status]").first.inner_text()
        assert said == self.say(sentence, **values), said


class Representative(OneReader):
    """Of one of the two places."""

    def __init__(self, browser: Browser, place: TwoPlaces, code: str) -> None:
        self.place = place
        self.other = "sw" if code == "ar" else "ar"
        self.words, self.others_words = TEXTS[code], TEXTS[self.other]
        super().__init__(browser, place.url, code, spoken=(self.other,))
        self.ways: list[list[str]] = []
        self.knows_the_way = False

    def look(self) -> Page:
        page = super().look()
        self.knows_the_way = False
        if self.met[-1] == f"/collect/{self.words.slug}/":
            self.ways = page.evaluate(WAYS)
        return page

    def goes_on(self) -> None:
        """Back to the page of the consultation by its name, and on by what was seen there before.

        It is long and stands between all the others, so it is not drawn again each time.
        """
        assert self.page.locator("a", has_text=self.words.name).count(), self.page.url
        self.knows_the_way = True

    def follows_name(self, text: str, within: str = "body") -> None:
        if self.knows_the_way:
            self.opens(next(path for said, path in self.ways if text in said))
            return
        super().follows_name(text, within)

    def day(self, days: int) -> str:
        return (self.place.wall() + timedelta(days=days)).date().isoformat()
