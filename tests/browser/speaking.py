"""One person speaks on the web, page by page, scripts off, on a screen 240 pixels wide."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Request

from tests.browser.sample import SLUG, Sample
from tests.browser.walking import NARROW

FORWARD = "button[value=next]"
WORDS_OF_THE_PAGE = """() => {
  const heading = document.querySelector('h1').innerText;
  const found = document.title.includes(heading) ? [] : [document.title];
  const apart = '[lang]:not(html), [dir=auto], bdi, option:not([value=""]), textarea, script';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(apart)) found.push(node.data);
  }
  for (const each of document.querySelectorAll('[aria-label]')) found.push(each.getAttribute('aria-label'));
  return found.join('\\n');
}"""


@dataclass(frozen=True)
class Shown:
    """One page as it came: `name` says which; `weight` in bytes, gzipped; `words` are ours, not people's."""

    name: str
    weight: int
    requests: list[str]
    width: int
    words: str


class Speaker:
    """Somebody who opens the consultation of the sample in `language`."""

    def __init__(self, browser: Browser, sample: Sample, language: str) -> None:
        self.context = browser.new_context(viewport=NARROW, java_script_enabled=False)
        self.page = self.context.new_page()
        self.sample = sample
        self.start = f"{sample.url}/c/{SLUG}/{language}"
        self.asked: list[str] = []
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.asked.append(request.url)

    def goes_through(self) -> list[Shown]:
        """Every page that a participant meets, from the first to the last."""
        shown = list(self._all())
        self.context.close()
        return shown

    def _all(self) -> Iterator[Shown]:
        page = self.page
        for name in ("results", "ledger", ""):
            yield self._opens(name or "start", f"{self.start}/{name}")
        yield self._presses("leaving", "main a[href*=leaving]")
        page.goto(f"{self.start}/")
        yield self._presses("first question", "main form button")
        yield self._presses("voice", "button[value=voice]")
        yield self._presses("first question again", "button[value=write]")
        page.fill("textarea", "The pump is slow. Ask at 0772 123456.")
        yield self._presses("second question", FORWARD)
        yield self._presses("check", "button[value=skip]")
        yield self._presses("about", FORWARD)
        yield self._presses("choices", FORWARD)
        page.fill("#number", "12")
        yield self._presses("choices with a mistake", FORWARD)
        page.fill("#number", "")
        yield self._presses("done", FORWARD)
        code = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.inner_text("main"))
        assert code, "no receipt number stands on the last page"
        page.goto(f"{self.sample.url}/code")
        page.fill("#code", code[0])
        yield self._presses("what became of it", "main button")
        page.click("summary:has(+ form[action$=leave])")
        yield self._presses("take back", "form[action$=leave] button")
        yield self._presses("taken back", "main button")

    def _opens(self, name: str, address: str) -> Shown:
        self.asked.clear()
        answer = self.page.goto(address)
        assert answer
        return self._shown(name, answer.body())

    def _presses(self, name: str, button: str) -> Shown:
        self.asked.clear()
        with self.page.expect_response(lambda answer: answer.status < 300 or answer.status >= 400) as came:
            self.page.click(button)
        self.page.wait_for_load_state()
        return self._shown(name, came.value.body())

    def _shown(self, name: str, body: bytes) -> Shown:
        return Shown(
            name=name,
            weight=len(gzip.compress(body, 6)),
            requests=list(self.asked),
            width=self.page.evaluate("document.documentElement.scrollWidth"),
            words=self.page.evaluate(WORDS_OF_THE_PAGE),
        )


def speaks(browser: Browser, sample: Sample, language: str) -> list[Shown]:
    return Speaker(browser, sample, language).goes_through()
