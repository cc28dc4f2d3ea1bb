"""What a person does in a browser: open, fill in, press. Scripts are off, for everybody, always."""

import re
from types import TracebackType

from playwright.sync_api import Browser, Page, Response

from tests.story.town import PATIENCE, Town

PASSWORD = "the river has two banks"


class Desk:
    """One person's browser. Cookies are theirs alone."""

    def __init__(self, town: Town, browser: Browser, *, width: int = 360, email: str = "") -> None:
        self.town = town
        self.email = email
        self.context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 740}, base_url=town.url
        )
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()

    def go(self, path: str) -> "Desk":
        answer: Response | None = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}\n{self.words()[:800]}"
        return self

    def at_work(self, path: str) -> "Desk":
        """Open a page behind the account; sign in again when the days have ended the session."""
        self.go(path)
        if "/sign-in" in self.page.url:
            self.fill(email=self.email, password=PASSWORD).press("Sign in")
            self.go(path)
        return self

    def fill(self, **fields: str) -> "Desk":
        """Type into fields by their names."""
        for name, value in fields.items():
            box = self.page.locator(f'main [name="{name}"]').first
            assert box.count(), f"no {name} to fill in on {self.page.url}:\n{self.words()[:1500]}"
            box.fill(value)
        return self

    def select(self, name: str, label: str) -> "Desk":
        self.page.locator(f'main select[name="{name}"]').select_option(label=label)
        return self

    def tick(self, name: str, value: str) -> "Desk":
        self.page.locator(f'main input[name="{name}"][value="{value}"]').check()
        return self

    def tick_labelled(self, name: str, label: str) -> "Desk":
        for each in self.page.locator(f'main .tick:has(input[name="{name}"])').all():
            if label in each.inner_text():
                each.locator("input").check()
                return self
        raise AssertionError(f"nothing called {label} to tick: {self.words()[:800]}")

    def press(self, text: str = "") -> "Desk":
        """Press the button that says `text`; without, the first one of the page's main part."""
        buttons = self.page.locator("main button")
        button = buttons.filter(has_text=re.compile(re.escape(text))).first if text else buttons.first
        with self.page.expect_navigation():
            button.click()
        return self

    def on(self) -> "Desk":
        """Continue, on a participant's page."""
        with self.page.expect_navigation():
            self.page.locator('main button[name="go"][value="next"]').click()
        return self

    def follow(self, text: str) -> "Desk":
        with self.page.expect_navigation():
            self.page.locator("a", has_text=text).first.click()
        return self

    def open_card(self, text: str) -> "Desk":
        """Press the button of the card that says `text`."""
        with self.page.expect_navigation():
            self.page.locator(".card", has_text=text).locator("a.button").first.click()
        return self

    def words(self) -> str:
        return self.page.locator("body").inner_text()

    def sees(self, text: str) -> "Desk":
        assert text in self.words(), f"“{text}” is not on {self.page.url}:\n{self.words()[:1500]}"
        return self

    def welcome(self, link: str) -> "Desk":
        """Set a password by a one-time link."""
        return self.go(link).fill(password=PASSWORD).press()
