"""What those who spoke do on their own phones when their words come back to them."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.representing import OneReader
from tests.browser.two_places import TwoPlaces
from tests.story.words_of_reading import TEXTS


class Speaker(OneReader):
    """Somebody of the place of language `code`."""

    def __init__(self, browser: Browser, place: TwoPlaces, code: str) -> None:
        super().__init__(browser, place.url, code)
        self.words = TEXTS[code]
        self.at = f"/c/{self.words.slug}/{code}"

    def answers_the_check(self) -> None:
        """On the page for everybody: the first is right, with the second something is missing."""
        self.opens(f"{self.at}/check")
        assert self.words.statement in self.page.inner_text("main")
        self.page.check("#right1")
        self.page.check("#missing2")
        self.page.fill("[name=text-2]", self.words.missing)
        self.presses("Send it")

    def opens_the_code(self, code: str) -> None:
        self.opens("/code")
        self.page.fill("[name=code]", self.words.in_digits(code))
        self._goes(self.page.locator("main form button").first)

    def says_it_is_right(self, code: str) -> None:
        """With their own code, and only for the number on which their words lie."""
        self.opens_the_code(code)
        assert self.page.locator("select[name=number]").input_value() == "2"
        self.page.click(f"summary:has-text('{self.say('Did we hear you right?')}')")
        self.presses("It is right")

    def says_it_is_wrong(self, code: str) -> None:
        self.opens_the_code(code)
        said = self.say("Your words are on these numbers: %(numbers)s.", numbers="2")
        assert said in self.page.inner_text("main")
        self.page.click(f"summary:has-text('{self.say('Are your words on the wrong number?')}')")
        self.presses("This number is wrong")

    def reads_what_was_found(self, to: Path) -> None:
        """The results in their language, how they were made, and the file that anybody can check."""
        self.opens(f"{self.at}/results")
        for words in (self.words.theme, self.words.statement, self.words.road_statement, self.words.changed):
            assert words in self.page.inner_text("main"), words
        self.opens(f"{self.at}/record")
        link = self.page.locator("main a[download], main a[href$='.json']").first.get_attribute("href")
        to.write_bytes(self.context.request.get(f"{self.url}{link}").body())
