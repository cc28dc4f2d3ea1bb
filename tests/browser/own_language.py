"""One page as somebody meets it who reads a single language: nothing of ours stands there in another."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from consult.languages.catalogues import DOMAINS
from consult.languages.speak import Languages

LANGUAGES = Languages()
VALUE = re.compile(r"%\(\w+\)[sd]")
WORD = re.compile(r"\w+")
ENGLISH = re.compile(
    r"\[(?:name|number|place)\]|\b(?:and|are|been|but|cannot|does|from|have|here|how|is|it|not|of|on|or"
    r"|people|that|the|their|there|these|they|this|those|what|when|where|which|who|will|with|would|you|your)\b",
    re.IGNORECASE,
)
"""Words that no sentence of ours can do without."""
OWN = {"fr": ("on", "or")}
"""Those of them that a language has itself."""
SEEN = """wide => {
  const turned = () => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.checkVisibility()) continue;
      for (const one of walker.currentNode.data.matchAll(/[+]\\d+|\\d{4,}(?: \\d{4,})+|https?:[^\\s]+/g)) {
        const range = document.createRange();
        let before = null;
        for (let at = one.index; at < one.index + one[0].length; at++) {
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + 1);
          const now = range.getBoundingClientRect();
          if (before && now.top < before.bottom - 4 && now.left < before.left - 1) found.push(one[0]);
          before = now.width ? now : before;
        }
      }
    }
    return [...new Set(found)];
  };
  const found = {lang: document.documentElement.lang, dir: document.documentElement.dir, words: [],
    tongues: [], outside: [], covered: [], scroll: document.documentElement.scrollWidth};
  const say = text => text && text.trim() && found.words.push(text.replace(/\\s+/g, ' ').trim());
  say(document.title);
  for (const one of document.querySelectorAll('body *')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) say(one.getAttribute(name));
    if (one.lang) found.tongues.push([one.lang, one.textContent.trim()]);
    if (!one.checkVisibility() || one.closest('.unseen, .skip, option, svg *')) continue;
    const at = one.getBoundingClientRect();
    const gone = at.width && (at.left < -0.5 || at.right > wide + 0.5);
    if (gone) found.outside.push(one.outerHTML.slice(0, 150));
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement.closest('script, style, template');
    if (!inside) say(walker.currentNode.data);
  }
  found.turned = turned();
  const toPress = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  for (const one of document.querySelectorAll(toPress)) {
    if (!one.checkVisibility() || one.matches('.skip, [aria-hidden=true]')) continue;
    if (one.matches('select') && getComputedStyle(one).direction !== found.dir) found.turned.push(one.name);
    one.scrollIntoView({block: 'center', behavior: 'instant'});
    const at = one.getClientRects()[0];
    const there = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
    const small = one.matches('button, .button') && at.height < 44;
    if (small || one.tabIndex < 0 || !there || !one.contains(there))
      found.covered.push(one.outerHTML.slice(0, 150));
  }
  scrollTo(0, 0);
  return found;
}"""


@dataclass(frozen=True)
class Sentences:
    """English sentences of ours: whole lines, and longer pieces that betray one anywhere in a line."""

    lines: frozenset[str]
    pieces: tuple[str, ...]


@cache
def in_english(code: str) -> Sentences:
    """Every sentence of ours that a reader of `code` should meet in other words."""
    lines, pieces = set(), set()
    for domain in DOMAINS:
        with (LANGUAGES.folder / f"{domain}.pot").open("rb") as file:
            marked = [each for each in read_po(file) if each.id]
        for each in marked:
            for sentence in (each.id,) if isinstance(each.id, str) else each.id:
                said = LANGUAGES.sentence(sentence, code, each.context)
                if said.language == code and said.text == sentence:
                    continue
                lines.add(" ".join(sentence.split()))
                longest = max((piece.strip() for piece in VALUE.split(sentence)), key=len)
                if len(WORD.findall(longest)) > 1:
                    pieces.add(" ".join(longest.split()))
    return Sentences(frozenset(lines), tuple(pieces))


def wrong_on(page: Page, code: str, *, spoken: tuple[str, ...] = ()) -> list[str]:
    """What a reader of `code` would stumble over on `page`. `spoken`: languages of texts of people there."""
    language, width = LANGUAGES.get(code), page.viewport_size["width"]  # type: ignore[index]
    seen: dict[str, Any] = page.evaluate(SEEN, width)
    wrong = []
    if (seen["lang"], seen["dir"]) != (language.tag, language.direction):
        wrong.append(f"the page says {seen['lang']} {seen['dir']}")
    if seen["scroll"] > width:
        wrong.append(f"scrolls sideways: {seen['scroll']}")
    wrong += [f"stands outside the screen: {each}" for each in seen["outside"]]
    wrong += [f"cannot be pressed: {each}" for each in seen["covered"]]
    wrong += [f"turned round: {each}" for each in seen["turned"]]
    names = {each.autonym for each in LANGUAGES.all()}
    tags = {LANGUAGES.get(each).tag for each in (code, *spoken)}
    wrong += [f"in {tag}: {text}" for tag, text in seen["tongues"] if tag not in tags and text not in names]
    wrong += [
        f"in English: {line}" for line in seen["words"] if line not in names and _is_english(line, code)
    ]
    return wrong


@cache
def _is_english(line: str, code: str) -> bool:
    ours, own = in_english(code), OWN.get(code, ())
    if line in ours.lines or any(each[0].lower() not in own for each in ENGLISH.finditer(line)):
        return True
    return any(each in line for each in ours.pieces)
