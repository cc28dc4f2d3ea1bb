"""What those who read and sort do with what people said, in order, each on a phone and in one language."""

from playwright.sync_api import Browser, Page

from consult.loop.understand.codebook import CONTROL_NUMBERS
from consult.loop.understand.records import Control
from tests.browser.representing import OneReader
from tests.browser.two_places import PASSWORD, TwoPlaces
from tests.loop.collect import sounds
from tests.story.reading_town import NUMBERS, SAYS_NOTHING, VOICE
from tests.story.words_of_reading import ASIDE, TEXTS

NO_ANSWER = CONTROL_NUMBERS[Control.NOT_AN_ANSWER]
CODES = {"water": 1, "well": 2, "road": 3, "bridge": 3, "school": 4, ASIDE: NO_ANSWER}
"""Under which number of the codebook somebody sorts what speaks of this. The last code has a voice alone."""
ON_SCREEN = 30
LAST_KEYED = NUMBERS + ON_SCREEN - 2
"""The voice is sorted on a screen as well."""


class Reader(OneReader):
    """Who reads in the place of language `code`: the first or the second of its representatives."""

    def __init__(self, browser: Browser, place: TwoPlaces, code: str, *, number: int) -> None:
        super().__init__(browser, place.url, code)
        self.place, self.words, self.number = place, TEXTS[code], number
        self.about = {at: about for at, (about, _) in enumerate(self.words.answers(), start=NUMBERS)}

    def look(self) -> Page:
        """A page that was seen twice, empty and with something on it, is not looked at a third time."""
        twice = self.met.count(self.page.url.removeprefix(self.url)) > 1
        return self.page if twice else super().look()

    def signs_in(self) -> None:
        self.opens("/sign-in")
        self.writes("Your e-mail address", f"{self.code}-{self.number}@example.org")
        self.writes("Your password", PASSWORD)
        self.presses("Sign in")
        self.follows("Reading and sorting")  # in the one consultation that there is

    def at_work(self) -> None:
        """At the page from which all of this is done. It is long, so it is looked at when it is new."""
        at = f"/understand/{self.words.slug}/"
        if at not in self.met:
            self.follows_name(self.words.consultation)
        elif not self.page.url.endswith(at):
            assert self.page.locator("a", has_text=self.words.consultation).count(), self.page.url
            self.page.goto(f"{self.url}{at}")

    def card(self) -> int:
        return int(self.page.locator("article .tab bdi").inner_text())

    def lies_under(self, card: int) -> str:
        """The numbers of its codes, once the second is merged into the first."""
        code = CODES[self.about[card]]
        return "1 3" if card == NUMBERS else str(1 if code == 2 else code)

    # reading first

    def reads_first(self) -> None:
        """One tells a number, which is covered; the other is a voice, which everybody may hear."""
        self.follows("Read first")
        self.presses("Read the next card")
        assert self.card() == NUMBERS
        number = self.words.with_number.split()[-1]
        assert number in self.page.inner_text("mark")
        passed = self.page.get_by_label(self.say("What everybody else will read"), exact=True).input_value()
        assert number not in passed
        self.presses("Pass it on and read the next")
        assert self.card() == VOICE
        self.page.get_by_label(self.say("Everybody who reads here may hear this voice"), exact=True).check()
        self.presses("Pass it on and read the next")
        self.at_work()

    # the codebook

    def makes_the_codebook(self) -> None:
        """Three codes have a word, the fourth has a voice alone."""
        self.follows("Codebook")
        for word in (self.words.water, self.words.well, self.words.road):
            self.writes("Name", word)
            self.presses("Add it")
        file = {"name": "name.wav", "mimeType": "audio/wav", "buffer": sounds.wav()}
        self.page.set_input_files("#sound", files=[file])  # type: ignore[list-item]
        self.presses("Add it")
        self.is_told("Code %(number)s is in the codebook.", number=4)
        assert self.say("a name to hear") in self.page.inner_text("main")
        assert self.hears("codes/4/voice")
        self.at_work()

    def hears(self, address: str) -> bool:
        """Whether the page has this voice, and it comes when it is asked for."""
        source = self.page.locator(f"audio[src$='{address}']").first.get_attribute("src")
        return self.context.request.get(f"{self.url}{source}").ok

    # sorting on a screen

    def sorts_thirty(self) -> None:
        """By keys, the first with several numbers and a note, one taken back; then the voice, by pressing."""
        self.follows("Sort, card by card")
        assert self.page.locator("article .words").get_attribute("lang") == self.code
        self.page.fill("[name=codes]", self.words.in_digits(self.lies_under(NUMBERS)))
        self.page.fill("[name=memo]", self.words.memo)
        self._goes(self.page.locator("#sorting button").last)
        for number in range(NUMBERS + 1, LAST_KEYED + 1):
            assert self.card() == number
            self.keys(CODES[self.about[number]]) if number != SAYS_NOTHING else self.sets_aside()
        assert self.card() == LAST_KEYED + 1
        self.page.keyboard.press("Backspace")
        self.page.wait_for_url(f"**card={LAST_KEYED}")
        self.look()
        self.keys(CODES[self.about[LAST_KEYED]])
        self.at_work()
        self.hears_a_card()

    def sets_aside(self) -> None:
        self._goes(self.page.locator(f"#sorting button[value='{NO_ANSWER}']"))

    def keys(self, number: int) -> None:
        with self.page.expect_navigation(wait_until="commit"):
            self.page.keyboard.press(str(number))
        self.page.wait_for_selector("#keys:not([hidden])", state="attached")

    def hears_a_card(self) -> None:
        self.follows("Hear a card")
        self.writes("Number on the card", self.words.in_digits(str(VOICE)))
        self.presses("Hear it")
        assert self.hears(f"cards/{VOICE}/voice/1")
        self.opens(f"/understand/{self.words.slug}/sort/?card={VOICE}")
        assert self.hears("codes/4/voice"), "who cannot read hears what the code is called"
        self._goes(self.page.locator("#sorting button[value='4']"))
        self.at_work()

    # sorting on the ground

    def types_piles(self) -> None:
        """The twenty that are left, in the digits of the place; one card is in the wrong pile at first."""
        self.follows("Or print the cards, sort them into piles, and type the piles in")
        self.follows("Cards to print")
        self.page.go_back()
        left = range(LAST_KEYED + 1, VOICE)
        piles = {code: [at for at in left if CODES[self.about[at]] == code] for code in (1, 2, 3, 4)}
        wrong = NUMBERS + 1
        self._piles(piles | {1: [*piles[1], wrong]})
        self.presses("See first what they would do")
        assert str(wrong) in self.page.inner_text(".note .waiting")
        self._piles(piles)
        self.presses("Sort these piles")
        self.at_work()

    def _piles(self, piles: dict[int, list[int]]) -> None:
        lines = (f"{self.words.pile} {code}: {' '.join(map(str, cards))}" for code, cards in piles.items())
        self.writes("Piles, one a line", self.words.in_digits("\n".join(lines)))

    def merges(self) -> None:
        """The well is the water: its cards count there, and its number is one of the other from now on."""
        self.follows("Codebook")
        self.follows_name(self.words.well)
        self.page.select_option("[name=into]", "1")
        self.presses("Merge code %(number)s into it", number=2)
        self.presses("Merge code %(number)s into it", number=2)  # it cannot be undone: they are asked
        self.is_told("Cards of code %(one)s count under code %(other)s now.", one=2, other=1)
        assert self.words.well not in self.page.inner_text("main ul.cards")
        self.at_work()

    # a second reader

    def gives_out_a_tenth(self) -> None:
        self.follows("Do we sort alike?")
        self.presses("Give out what is to be read a second time")
        self.at_work()

    def reads_a_second_time(self) -> list[int]:
        """Without seeing how the cards lie; the first of them otherwise. The numbers of the cards."""
        self.follows("Sort, card by card")
        cards = []
        while self.page.locator("#sorting").count():
            number = self.card()
            assert self.say("How it was sorted") not in self.page.inner_text("main")
            codes = self.lies_under(number) if cards else str(CONTROL_NUMBERS[Control.UNCLEAR])
            cards.append(number)
            self.page.fill("[name=codes]", self.words.in_digits(codes))
            with self.page.expect_navigation():
                self.page.press("[name=codes]", "Enter")
        self.look()
        return cards

    def looks_at_what_lies_aside(self) -> None:
        """Somebody of another place, who does not see that it was set aside, reads nothing else."""
        self.at_work()
        self.follows("Sort, card by card")
        assert self.card() == SAYS_NOTHING
        assert self.say("How it was sorted") not in self.page.inner_text("main")
        self.sets_aside()
        assert not self.page.locator("#sorting").count()

    def settles(self, card: int) -> None:
        """They talked of the one card that they had sorted otherwise."""
        self.follows("Do we sort alike?")
        assert self.page.locator("main .card").count() == 1
        assert self.say("Looked at twice: %(twice)s.", twice=1) in self.page.inner_text("main")
        self.follows("Read card %(number)s and settle it", number=card)
        self.writes("Its numbers now", self.words.in_digits(self.lies_under(card)))
        self.writes("Why it lies there now", self.words.note)
        self.presses("It lies here")
        self.is_told("Card %(number)s lies where you came to together.", number=card)
        self.at_work()
