"""`python -m bench.learning`: what coders' own work teaches, beside the plainest thing that learns.

The baseline is logistic regression on runs of letters, in the same run and from the same answers. First the
share of answers that are given the right theme after 5, 10 and 20 confirmed answers a theme (themes
with at least 25). Then, for each such theme, the share of all answers that are read until 95 % of the theme
is found, ten at a time and those to read first at the front, from five answers of it and five others.
`known`: the same share, were the theme of every other answer known to the baseline. `limit` is what was
promised: never below the baseline, with vectors 0.10 above it over SIB, and at most 0.9 of its reading.
`--keep` names a folder in which vectors stay between runs.
"""

import argparse
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from bench.real_texts import Texts, every_set
from bench.said import say
from consult.loop.understand.ports import Pointer

CONFIRMED = (5, 10, 20)
FEWEST = 25
AT_ONCE = 10
FOUND = 0.95
MOST_READ = 0.9
PARTS = 10
ABOVE = 0.10

Places = NDArray[np.int64]
Guess = Callable[[Places, Places], list[str]]
"""From the places of coded answers, and of those asked about, to a theme for each."""
Next = Callable[[str, Places, Places], Places]
"""From a theme, what was read and what was not, to the order to read in."""


class Plain:
    """Logistic regression on runs of letters."""

    def __init__(self, of: Texts) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
        self.rows, self.themes = runs.fit_transform(of.texts), np.array(of.themes)

    def guess(self, coded: Places, asked: Places) -> list[str]:
        from sklearn.linear_model import LogisticRegression

        return list(LogisticRegression().fit(self.rows[coded], self.themes[coded]).predict(self.rows[asked]))

    def next(self, theme: str, read: Places, left: Places) -> Places:
        return left[np.argsort(-self.likely(theme, read, left), kind="stable")]

    def likely(self, theme: str, read: Places, left: Places) -> NDArray[np.float64]:
        """How likely each that is left belongs."""
        from sklearn.linear_model import LogisticRegression

        belongs = self.themes[read] == theme
        taught = LogisticRegression(class_weight="balanced").fit(self.rows[read], belongs)
        return np.asarray(taught.decision_function(self.rows[left]))


class Ours:
    """The port, asked as a job would ask it."""

    def __init__(self, of: Texts, pointer: Pointer) -> None:
        self.of, self.read = of, pointer.read(of.words, kept=of.kept)
        self.code = {theme: UUID(int=at + 2**64) for at, theme in enumerate(sorted(set(of.themes)))}
        self.theme = {code: theme for theme, code in self.code.items()}

    def codes(self, read: Places) -> dict[UUID, set[UUID]]:
        return {UUID(int=int(at)): {self.code[self.of.themes[at]]} for at in read}

    def guess(self, coded: Places, asked: Places) -> list[str]:
        first = {each.answer: self.theme[each.codes[0][0]] for each in self.read.suggest(self.codes(coded))}
        return [first[UUID(int=int(at))] for at in asked]

    def next(self, theme: str, read: Places, left: Places) -> Places:
        del left
        return np.array([each.answer.int for each in self.read.seek(self.code[theme], self.codes(read))])


def themes_of(of: Texts) -> list[str]:
    """Those with answers enough."""
    return sorted(theme for theme, count in Counter(of.themes).items() if count >= FEWEST)


def right(of: Texts, guess: Guess, confirmed: int, seeds: int) -> float:
    """The share of the other answers that get their theme."""
    labels, found = np.array(of.themes), []
    known = np.flatnonzero(np.isin(labels, themes_of(of)))
    for seed in range(seeds):
        chance = np.random.default_rng(seed)
        each = [
            chance.choice(np.flatnonzero(labels == theme), confirmed, replace=False)
            for theme in themes_of(of)
        ]
        coded = np.concatenate(each)
        asked = np.setdiff1d(known, coded)
        found.append(np.mean(np.array(guess(coded, asked)) == labels[asked]))
    return float(np.mean(found))


def reading(of: Texts, following: Next, seeds: int) -> float:
    """The share that is read until nearly all of a theme is found, mean of themes."""
    labels, shares = np.array(of.themes), []
    for seed in range(seeds):
        for theme in themes_of(of):
            chance = np.random.default_rng(seed)
            inside, outside = np.flatnonzero(labels == theme), np.flatnonzero(labels != theme)
            read = np.concatenate([chance.choice(inside, 5, False), chance.choice(outside, 5, False)])
            while np.mean(np.isin(inside, read)) < FOUND:
                left = np.setdiff1d(np.arange(labels.size), read)
                at_once = max(AT_ONCE, labels.size // 70)
                read = np.concatenate([read, following(theme, read, left)[:at_once]])
            shares.append(read.size / labels.size)
    return float(np.mean(shares))


def knowing(of: Texts, plain: Plain) -> float:
    """The share that would be read until nearly all of a theme is found, if the baseline knew of every other
    answer whether it belongs; mean of themes. What is late even so does not sound like its theme."""
    labels, shares = np.array(of.themes), []
    everyone = np.arange(labels.size)
    parts = np.array_split(np.random.default_rng(0).permutation(everyone), PARTS)
    for theme in themes_of(of):
        likely = np.empty(labels.size)
        for part in parts:
            likely[part] = plain.likely(theme, np.setdiff1d(everyone, part), part)
        found = np.cumsum((labels == theme)[np.argsort(-likely, kind="stable")])
        shares.append((np.searchsorted(found, FOUND * found[-1]) + 1) / labels.size)
    return float(np.mean(shares))


def measure(of: Texts, helps: dict[str, Pointer], seeds: int, above: dict[str, list[float]]) -> None:
    """Every figure of one set."""
    plain = Plain(of)
    ours = {kind: Ours(of, pointer) for kind, pointer in helps.items()}
    for confirmed in CONFIRMED:
        least = right(of, plain.guess, confirmed, seeds)
        for kind in helps:
            share = right(of, ours[kind].guess, confirmed, seeds)
            if of.name.startswith("SIB"):
                above[kind].append(share - least)
            more = {"by": kind, "of": of.name, "confirmed": confirmed}
            say("learning right", share, "share", baseline=least, ratio=share / least, **more)


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--meaning", action="store_true", help="with vectors too, of the extra `semantic`")
    asking.add_argument("--seeds", type=int, default=5)
    asking.add_argument("--keep", type=Path, help="a folder for vectors")
    asking.add_argument("--sets", default="", help="only sets with one of these in their names, by commas")
    asking.add_argument("--reading", type=int, default=1, help="seeds of the reading, which takes longest")
    asked = asking.parse_args()
    from consult.assist.meaning import ByMeaning
    from consult.assist.pointer import ByLetters

    warnings.simplefilter("ignore")
    helps: dict[str, Pointer] = {"letters": ByLetters()}
    if asked.meaning:
        helps["meaning"] = ByMeaning()
    above: dict[str, list[float]] = {kind: [] for kind in helps}
    sets = [of for of in every_set() if any(part in of.name for part in asked.sets.split(","))]
    for of in sets:
        if asked.meaning:
            of.keep(helps["meaning"], asked.keep)
        measure(of, helps, asked.seeds, above)
    for kind, gains in above.items():
        if gains:
            limit = ABOVE if kind == "meaning" else 0.0
            say("learning above", float(np.mean(gains)), "share", by=kind, of="SIB", limit=limit)
    for of in sets if asked.reading else ():
        baseline = Plain(of)
        plain, known = reading(of, baseline.next, asked.reading), round(knowing(of, baseline), 4)
        for kind, pointer in helps.items():
            share = reading(of, Ours(of, pointer).next, asked.reading)
            more = {"by": kind, "of": of.name, "limit": MOST_READ, "known": known}
            say("learning reading", share, "share", baseline=plain, ratio=share / plain, **more)


if __name__ == "__main__":
    main()
