"""`python -m bench.first_paint`: when the first words of a page stand on the screen, on a slow network.

The real web server, and a headless Chromium held to 50 kbit/s and 500 ms, without a cache: each page is
opened as people come to it, after somebody on a fast network went through all of them once, so that the
server is awake. One line for pages of at most 8 kB, one for heavier ones, each with the slowest of them.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.intake import house
from bench.places import database, environment, folder, free_port, served
from bench.rehearsed import Sample, rehearse, words_of
from bench.said import say

BITS, WAIT = 50_000, 500
LIGHT = 8_000
BUDGETS = {"pages of at most 8 kB": 2.5, "heavier pages": 3.5}
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
NARROW = {"width": 240, "height": 320}
FORWARD = "button[value=next]"
PAINTED = "performance.getEntriesByName('first-contentful-paint').map(each => each.startTime)[0]"
WEIGHT = "performance.getEntriesByType('navigation')[0].transferSize"

Paint = tuple[float, int, str, str]
"""Seconds, bytes, page, language."""


class Reader:
    """Somebody with a small phone far from a mast. They read in `language`."""

    def __init__(
        self, browser: Browser, url: str, sample: Sample, language: str, *, fast: bool = False
    ) -> None:
        self.context = browser.new_context(viewport=NARROW, locale="en-GB")
        self.page: Page = self.context.new_page()
        self.url, self.sample, self.language = url, sample, language
        self.place = f"/c/{sample.slug}/{language}/"
        self.link: CDPSession = self.context.new_cdp_session(self.page)
        self.link.send("Network.enable")
        self.link.send("Network.setCacheDisabled", {"cacheDisabled": True})
        slow = {"offline": False, "latency": WAIT, "downloadThroughput": BITS / 8}
        if not fast:
            self.link.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": BITS / 8})

    def paints(self) -> Iterator[Paint]:
        for name in ("results", "ledger", "speakers"):
            yield self._opens(name, f"{self.place}{name}")
        yield self._opens("front", f"/?lang={self.language}")
        yield self._opens("languages", f"/c/{self.sample.slug}/")
        yield self._opens("start", self.place)
        yield self._presses("question 1", "main form button")
        asked = 1
        while self.page.locator("textarea").count():
            asked += 1
            self.page.fill("textarea", words_of(self.language, 600))
            yield self._presses(f"question {asked} or check", FORWARD)
        for name in ("about", "choices", "done"):
            yield self._presses(name, FORWARD)
        yield self._opens("code", f"/code?lang={self.language}")
        self.page.fill("#code", self.sample.codes[self.language])
        yield self._presses("what became of it", "main form button")
        self.context.close()

    def _opens(self, name: str, path: str) -> Paint:
        self.page.goto(urljoin(self.url, path))
        return self._painted(name)

    def _presses(self, name: str, button: str) -> Paint:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        return self._painted(name)

    def _painted(self, name: str) -> Paint:
        self.page.wait_for_load_state()
        while (painted := self.page.evaluate(PAINTED)) is None:
            self.page.wait_for_timeout(50)
        return painted / 1000, int(self.page.evaluate(WEIGHT)), name, self.language


def browser_here() -> str:
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    if found is None:
        raise SystemExit("No Chromium or Chrome is found here.")
    return found


def measure(languages: str) -> Iterator[Paint]:
    with folder() as place, database(place, postgres=False) as url:
        sample, port = rehearse(place, url), free_port()
        wanted = re.split(r"[ ,]+", languages) if languages else list(sample.languages)
        env = environment(place, url, port)
        with served(house(port, 1), port=port, env=env, place=place), sync_playwright() as player:
            browser = player.chromium.launch(executable_path=browser_here(), args=["--no-sandbox"])
            awake = Reader(browser, f"http://127.0.0.1:{port}", sample, wanted[0], fast=True)
            assert list(awake.paints())
            for language in wanted:
                yield from Reader(browser, f"http://127.0.0.1:{port}", sample, language).paints()
            browser.close()


def main() -> None:
    asking = argparse.ArgumentParser(prog="python -m bench.first_paint", description=__doc__)
    asking.add_argument("--languages", default="", help="codes, such as en,ar; without: every language")
    asking.add_argument("--each", action="store_true", help="say it of each page too, on standard error")
    asked = asking.parse_args()
    found = []
    for paint in measure(asked.languages):
        found.append(paint)
        if asked.each:
            print(*paint, file=sys.stderr, flush=True)
    for kind, budget in BUDGETS.items():
        mine = [each for each in found if (each[1] <= LIGHT) == (budget == min(BUDGETS.values()))]
        if not mine:
            continue
        seconds, weight, page, language = max(mine)
        more = {"of": kind, "page": page, "language": language, "bytes": weight, "pages": len(mine)}
        say("first_paint", seconds, "s", baseline=budget, ratio=seconds / budget, **more)


if __name__ == "__main__":
    main()
