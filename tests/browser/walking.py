"""Somebody goes wherever links lead, and looks at one page of each kind in a browser 240 pixels wide.

Of one kind of page the first FEW addresses that links lead to are fetched; with CONSULT_STORY=full, each.
"""

import html
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from tests.browser.sample import SLUG, Sample

EVERYONE = "everyone"
NARROW = {"width": 240, "height": 800}
FEW = 10**6 if os.environ.get("CONSULT_STORY") == "full" else 10
LEADS_ELSEWHERE = "/leave"
AXE = Axe().axe_script
BARRIERS = """async () => (await axe.run({resultTypes: ['violations']})).violations
  .filter(found => ['serious', 'critical'].includes(found.impact))
  .map(found => found.id + ': ' + found.nodes.slice(0, 3).map(node => node.html).join(' '))"""
"""What of all that axe looks at is grave; the rest stays in the browser."""
HREF = re.compile(r'<a\b(?! download\b| [^>]* download\b)[^>]*\bhref="([^"#]+)')


@dataclass
class Walk:
    """What was met. Each list names the page; all but `met` should stay empty."""

    met: dict[str, list[str]] = field(default_factory=dict)
    """The addresses of each view that links led to."""
    failed: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    dead_ends: list[str] = field(default_factory=list)


class Walker:
    """A browser of `who`: an account of the sample, or everyone, who has none. Views of `seen_by_others`
    are fetched where a link leads to them, but somebody else follows their links and looks at them."""

    def __init__(
        self, browser: Browser, sample: Sample, who: str, *, seen_by_others: Collection[str] = ()
    ) -> None:
        self.sample = sample
        self.who = who
        self.seen_by_others = seen_by_others
        self.context = browser.new_context(viewport=NARROW, locale="en-GB")
        self.seen = Walk()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, at: TracebackType | None
    ) -> None:
        self.context.close()

    def walk(self) -> Walk:
        page = self.context.new_page()
        where = ["/", f"/c/{SLUG}/", "/code", "/phone", "/sign-in"]
        if self.who != EVERYONE:
            self._sign_in(page)
            where = ["/home"]
        self._follow(where)
        self._watch(page)
        self.context.add_init_script(AXE)
        for view, paths in self.seen.met.items():
            if view not in self.seen_by_others:
                self._look(page, paths[0])
        return self.seen

    def _sign_in(self, page: Page) -> None:
        page.goto(f"{self.sample.url}/sign-in")
        page.fill("[name=email]", f"{self.who}@kessu.example")
        page.fill("[name=password]", self.sample.password)
        page.click("main button")
        assert page.url.endswith("/home"), f"{self.who} could not sign in"

    def _follow(self, paths: list[str]) -> None:
        """Fetch what links lead to, without drawing it: breadth first, one language for each view."""
        known, waiting = set(paths), list(paths)
        while waiting:
            path = waiting.pop(0)
            view = self.sample.endpoint(path)
            if len(self.seen.met.get(view, ())) == FEW:
                continue
            answer = self.context.request.get(f"{self.sample.url}{path}")
            if answer.status != 200:
                self.seen.failed.append(f"{answer.status} {path}")
                continue
            self.seen.met.setdefault(view, []).append(path)
            if view in self.seen_by_others:
                continue
            links = {urljoin(path, html.unescape(link)) for link in HREF.findall(answer.text())}
            ours = {link for link in links if link.startswith("/") and link != LEADS_ELSEWHERE}
            if not ours and "<button" not in answer.text():
                self.seen.dead_ends.append(path)
            fresh = sorted(ours - known)
            known.update(fresh)
            waiting.extend(fresh)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.seen.complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                said.type in ("error", "warning") and self.seen.complaints.append(f"{page.url}: {said.text}")
            ),
        )
        page.on("request", lambda request: self._note(page, request))

    def _note(self, page: Page, request: Request) -> None:
        if not request.url.startswith((f"{self.sample.url}/", "data:")):
            self.seen.elsewhere.append(f"{page.url} asked {request.url}")

    def _look(self, page: Page, path: str) -> None:
        page.goto(f"{self.sample.url}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.seen.too_wide.append(f"{path}: {width} pixels")
        self.seen.barriers += [f"{path}: {found}" for found in page.evaluate(BARRIERS)]
