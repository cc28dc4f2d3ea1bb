"""What a representative does from the first sign-in until the round is closed, in order."""

from tests.browser.own_language import LANGUAGES
from tests.browser.representing import Representative
from tests.browser.two_places import PASSWORD, QUARTERS


class Story(Representative):
    """The parts of issue 4 in the order in which somebody comes to them."""

    def signs_in(self) -> None:
        self.opens("/sign-in")
        self._signs_in()
        self.follows("Your settings")
        self.follows("Your seats", "main")
        self.follows("Home")

    def _signs_in(self) -> None:
        self.writes("Your e-mail address", f"rep-{self.code}@example.org")
        self.writes("Your password", PASSWORD)
        self.presses("Sign in")

    def makes_a_consultation(self) -> None:
        self.follows("Make a consultation")
        self.follows("Make a consultation")
        self.presses("Make it")
        self.writes("Its name, as people here will read it", self.words.name)
        self.writes("Its address: small letters a to z, digits, hyphens", self.words.slug)
        self.page.get_by_label(LANGUAGES.get(self.other).autonym, exact=True).check()
        self.presses("Make it")
        self.is_told("The consultation is there as a draft. Nobody else sees it yet.")

    def follows_a_template(self) -> None:
        self.follows("Ways to ask together")
        self.follows("Listening round")
        self.follows_name(LANGUAGES.get(self.code).autonym)
        self.follows("Back")
        self.presses("Follow this one")
        self.is_told("Its steps stand on your list now.")
        self.follows("Make pairs of listeners: one asks, one writes.")
        self.writes("How was it done? A few words.", self.words.note)
        self.presses("Note that it was done")

    def says_who_speaks(self) -> None:
        self.follows("How those who speak here were chosen", "main ul")
        self.writes("How those who speak here were chosen", self.words.opening)
        self.presses("Keep it")
        self.follows("How those who speak here were chosen", "main ul")
        self.follows("Write and renew seats")
        self.follows("Write how you were chosen")
        self.writes("How were they chosen?", self.words.opening)
        self.writes("By whom?", self.words.who)
        self.writes("Who objected?", self.words.note)
        self.presses("Keep it")
        self.follows("Consultations")
        self.goes_on()

    def writes_both_lists(self) -> None:
        self.follows("Who should be heard", "main ul")
        self._line("Our own list", "240")
        self._line("What others say: who is never asked here?", "")
        self.page.get_by_label(self.say("Our own list"), exact=True).check()
        self.chooses("Who", QUARTERS[self.code])
        self.writes("About how many people?", self.words.digits)
        self.writes("Where does this come from, or who named them?", self.words.note)
        self.presses("Keep the line")
        self.knows_the_way = True

    def _line(self, whose: str, people: str) -> None:
        self.page.get_by_label(self.say(whose), exact=True).check()
        self.writes("Or a group that is not on a list yet", self.words.women)
        self.writes("About how many people?", people)
        self.writes("Where does this come from, or who named them?", self.words.note)
        self.presses("Keep the line")

    def gives_it_to_women(self) -> None:
        self.follows("Does it belong to everybody, or to women, young people, one place?")
        self.chooses("Whose it is", self.words.women)
        self.presses("Keep it")
        self.is_told("Noted whose it is. Say now who reads and sorts its words.")
        self.follows("Who reads and sorts", "main ul")
        self.page.locator("input[type=checkbox]").first.check()
        self.presses("Keep it")
        self.goes_on()

    def does_the_musts(self) -> None:
        self.follows("Write it")
        for label, text in (
            ("Who asks", self.words.who),
            ("Who reads the words first", self.words.who),
            ("What is decided already, and what is still open", self.words.note),
            ("What taking part costs, and what helpers get", self.words.note),
            ("The place or meeting where everyone hears the answer", self.words.meeting),
        ):
            self.writes(label, text)
        self.presses("Keep it")
        self.follows("Note the talk")
        self.writes("Who talked about the risks, and what did you decide?", self.words.note)
        self.presses("Note the talk")
        self.follows("Where and when people can speak")
        self.writes("How was it done? A few words.", self.words.note)
        self.presses("Note that it was done")
        self.follows("Translate what people read first")
        self.writes("Who asks", self.others_words.who)
        self.presses("Keep it")
        self.goes_on()

    def writes_prompts(self) -> None:
        self.follows("Write a prompt")
        self._prompt(self.words.open, self.others_words.open)
        self.presses("Keep it")
        self.follows("Write a prompt")
        self._prompt(self.words.closed, self.others_words.closed)
        self.presses("Look at it first")
        self.presses("Keep it")
        self.page.get_by_label(self.say("Why you keep it"), exact=True).first.fill(self.words.note)
        self.presses("Keep it and say why")
        self.is_told("Kept, with your reason. It stands beside the prompt.")
        self.follows("Words for the prompt check")
        self.goes_on()
        self.follows("Prompts in every language")
        self.follows_name(LANGUAGES.get(self.other).autonym)
        self.follows("Write it, say it back, record it")
        self.writes("What it says, word for word", self.words.open)
        self.presses("Keep what it says")
        self.follows("The prompts in %(language)s", language=LANGUAGES.get(self.other).autonym)
        self.follows("Prompts in every language")
        self.goes_on()

    def _prompt(self, text: str, in_other: str) -> None:
        self.page.get_by_label(LANGUAGES.get(self.code).autonym, exact=True).fill(text)
        self.page.get_by_label(LANGUAGES.get(self.other).autonym, exact=True).fill(in_other)
        self.writes("Said back in the first language", text)

    def invites(self) -> None:
        self.follows("Choose join words")
        self.writes("The word", self.words.join)
        self.presses("Add the word")
        self.goes_on()
        self.follows("Invitations: poster, slips, radio, a text to pass on")
        for kind in (
            "Poster, a whole sheet",
            "A text to pass on",
        ):
            self.follows(kind)
            self.follows("Back")
        self.goes_on()
        self.follows("On paper and in other tools")
        self.goes_on()
        self.follows("See its start page")
        self.knows_the_way = True

    def opens_it(self) -> None:
        self.follows("Open it")
        self.presses("Open it now")
        self._days(10, 20, 30)
        self.presses("Open it now")
        self.is_told("It is open. People can speak now.")

    def _days(self, closes: int, review: int, news: int) -> None:
        self.writes("Last day on which people can speak", self.day(closes))
        self.writes("Day until which the committee may weigh it", self.day(review))
        self.writes("Day by which people hear back", self.day(news))

    def brings_a_file(self) -> None:
        self.follows("Bring answers from a file")
        file = {"name": "x.csv", "mimeType": "text/csv", "buffer": self.words.table.encode()}
        self.page.get_by_label(self.say("The file"), exact=True).set_input_files(files=[file])  # type: ignore[list-item]
        self.presses("Look at it")
        columns = self.page.locator("select[name^=column]")
        columns.nth(0).select_option(value="text:1")
        columns.nth(1).select_option(value="place")
        self.presses("Try it: nothing is taken in yet")
        self.presses("Take them in")
        self.goes_on()

    def pauses_and_extends(self) -> None:
        self.follows("Pause it")
        self.writes("Why, in %(language)s", self.words.note, language=LANGUAGES.get(self.code).autonym)
        self.presses("Pause it now")
        self.follows("Let it go on")
        self.presses("Let it go on now")
        self.follows("Give it more days")
        self._days(15, 25, 35)
        self.writes("Why, in %(language)s", self.words.note, language=LANGUAGES.get(self.code).autonym)
        self.presses("Give it these days")
        self.is_told("The new days stand. Those who spoke are told, each as they chose.")

    def asks_who_is_missing(self) -> None:
        self.place.a_day_passes()
        self.follows("Who is missing so far")
        self._signs_in()  # whoever was away for a day signs in again, and comes to where they were going
        self.presses("Make it a task: hear %(name)s", name=self.words.women)
        self.writes("What will be done?", self.words.note)
        self.writes("Who does it?", self.words.who)
        self.writes("By which day?", self.day(5))
        self.presses("Keep the task")
        self.follows_name(self.words.women)
        self.writes("What came of it? A few words.", self.words.note)
        self._goes(self.page.locator("form[action$=done] button"))

    def gives_a_link_to_a_helper(self) -> str:
        """The address on the card."""
        self.follows("Helpers", "main ul")
        self.writes("A name by which you know this helper. Nobody else sees it.", self.words.who)
        self.writes("Last day of the link", self.day(30))
        self.presses("Give a link")
        address = self.page.locator("article a").get_attribute("href")
        self.follows("Helpers", "main")
        self.knows_the_way = True
        self.follows("Who helped people to speak")
        self.goes_on()
        return str(address)

    def locks_one_away(self) -> None:
        """One card is a private matter: it is gone from every page of this reader."""
        self.follows("Home")
        self.follows("Reading and sorting")
        self.follows("Read first")
        self.presses("Read the next card")
        number = int(self.page.locator(".tab").inner_text().split()[-1])
        told = self.page.locator(".card .words").inner_text()
        self.follows("This is about abuse or danger: give it to the protection officer")
        self.presses("Give it to the protection officer")
        self.is_told(
            "Card %(number)s is with the protection officer. You do not see it any more.", number=number
        )
        self.follows("What people told only to the protection officer")
        self.page.go_back()
        self.follows("Read first")
        self.presses("Read the next card")
        assert told not in self.page.inner_text("main")
        self.opens(f"/protected/cards/{self.words.slug}/{number}")
        assert self.page.title() == self.say("There is no page at this address.")
        self.page.go_back()

    def closes_it(self) -> None:
        self.opens(f"/collect/{self.words.slug}/")
        self.follows("End it early, for a reason")
        self.follows("No, leave it as it is")
        self.follows("Close it")
        self.presses("Close it now")
        self.is_told("It is closed. Words that still come are kept for the next round.")
        self.follows("Bring answers from a file")
        self.presses("Sign out", "header")
