"""What those who sorted it make of it: themes, a notebook, a check by the people, findings that stay."""

from tests.story.reading_itself import Reader


class Namer(Reader):
    """A representative, once the cards are sorted."""

    # themes

    def names_themes(self) -> None:
        """Two, for everyone; the second stands on the road and on the code that has a voice alone."""
        self._theme(self.words.theme, self.words.statement, "1")
        self._theme(self.words.road, self.words.road_statement, "3", "4")
        self.at_work()

    def _theme(self, name: str, statement: str, *codes: str) -> None:
        self.follows("Themes")
        self.follows("Name a theme")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=statement]", statement)
        self.presses("Keep it")
        self.follows("Choose its codes")
        for code in codes:
            self.page.check(f"[name=codes][value='{code}']")
        self.presses("Keep it")
        self.follows("Change whom it is for")
        self.page.check("[name=audience][value=everyone]")
        self.page.check(f"[name=offices][value='{self.words.slug}-office']")
        self.presses("Keep it")
        assert self.words.office in self.page.inner_text("main")
        self.at_work()

    # the notebook

    def keeps_a_notebook(self) -> None:
        """A need on a card, who is around it with a place on the map, and the sheet to print."""
        self.follows("Notebook")
        self.follows("Write down a need")
        self.page.fill("[name=title]", self.words.need)
        self.presses("Keep it")
        self._goes(self.page.locator("a[href$='/link']"))
        self.page.check("[name=how][value=card]")
        self.page.fill("[name=number]", self.words.in_digits("102"))
        self._goes(self.page.locator("main form button").first)
        self.at_work()
        self.follows("Notebook")
        self.follows("Write down a group or an office")
        self.page.fill("[name=title]", self.words.actor)
        self.page.fill("[name=wants]", self.words.wants)
        self.page.check("[name=is][value=group]")
        self.presses("Keep it")
        self.at_work()
        self.follows("Notebook")
        self.follows("The map")
        assert self.words.actor in self.page.inner_text("main")
        self.at_work()
        self.follows("Notebook")
        self.follows("Print the notebook")
        printed = self.page.inner_text("main")
        assert self.words.need in printed
        assert self.words.wants in printed
        self.follows("Notebook")
        self.at_work()

    # the check

    def asks_the_people(self) -> None:
        self.follows("Did we hear you right?")
        self.presses("Open the check")
        self.at_work()

    def hears_what_they_say(self) -> None:
        """One word came, with a number in it; it is read first, and something is changed because of it."""
        self.follows("Did we hear you right?")
        self.presses("Read the next one")
        assert self.words.missing in self.page.inner_text("main")
        self.presses("Pass it on")
        assert self.words.missing in self.page.inner_text("main")
        self.page.fill("[name=changed]", self.words.changed)
        self.presses("Keep it")
        self.presses("End the check now")
        self.at_work()

    # the findings

    def releases(self) -> None:
        self.follows("Release findings")
        asked = self.page.inner_text(".sure")
        assert asked.split()
        self.writes("One general line for words that lie on no theme", self.words.alone)
        self.presses("Release the findings")
        self.is_told("The findings are released. Everyone who spoke is owed an answer now.")
        self.follows("The picture in numbers")
        assert self.words.theme in self.page.inner_text("main")
        self.page.go_back()

    def sees_what_lies_wrong(self, card: int) -> None:
        """Somebody says that their words lie on the wrong number: their card is sorted anew."""
        self.opens(f"/understand/{self.words.slug}/")  # as it is now
        self.follows("Words on the wrong number")
        assert str(card) in self.page.inner_text("main")
        self._goes(self.page.locator(f"main a[href*='card={card}']").first)
        self._goes(self.page.locator("#sorting button[value='1']"))
