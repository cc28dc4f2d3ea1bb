"""`python -m bench.prompt_check`: how well the prompt check sees, by rule and language.

On the prompts that we wrote and labelled ourselves (`prompt_check.tsv`), all of them and the third that
is kept back while rules are written; and, where `CONSULT_DATA` is set, on yes/no questions that others
asked in Hausa, Swahili, Twi and English. One JSON object a line: `value` is what the rule found of what
there was to find, `precision` how much of what it said was so; for open prompts, the share that a strong
hint was given wrongly.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from consult.loop.collect.prompt_check import check

OURS = Path(__file__).with_suffix(".tsv")
RULES = ("CLOSED", "TWO-IN-ONE", "OPTIONS", "EXAMPLES", "AGREE", "SCALE", "WHO", "NARROW", "NAMES-SOMEONE")
GOALS = {"CLOSED": 0.9, "TWO-IN-ONE": 0.9, "OPTIONS": 0.9, "EXAMPLES": 0.9}
SMALL_GOAL, SMALL = 0.8, ("sw", "ha")
MOST_FALSE = 0.05
IMPLIED = {
    "AGREE": {"CLOSED", "OPTIONS"},
    "SCALE": {"NARROW"},
    "OPTIONS": {"CLOSED", "EXAMPLES"},
    "EXAMPLES": {"OPTIONS"},
}
"""What may be said as well, and is not counted as wrong: a leading question is mostly a closed one too."""
OTHERS = {"hau": "ha", "swa": "sw", "twi": "tw", "eng": "en"}


@dataclass(frozen=True)
class Labelled:
    """A prompt and the rules that should fire; none of them for an open one. `kept_back`: not looked at."""

    language: str
    text: str
    rules: frozenset[str]
    kept_back: bool

    @cached_property
    def said(self) -> dict[str, str]:
        """What the check says: each rule with its strength. A doubt counts as found."""
        hints = check(self.text, language=self.language)
        return {"CLOSED" if each.id == "CLOSED?" else each.id: each.strength.value for each in hints}


def ours() -> Iterator[Labelled]:
    """The prompts of our own, in order."""
    for line in OURS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, rules, text, *kept_back = line.split("\t")
        yield Labelled(language, text, frozenset(rules.split(",")) - {"open"}, bool(kept_back))


def others(folder: Path) -> Iterator[Labelled]:
    """Questions of AfriQA (masakhane-io/afriqa, CC BY 4.0), as asked and in English."""
    for line in (folder / "questions" / "afriqa_yesno.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        rules = frozenset({"CLOSED"} if each["label"] == "closed_yes_no" else {"not CLOSED"})
        yield Labelled(OTHERS[each["lang"]], each["question"], rules, kept_back=False)
        yield Labelled("en", each["question_translated"], rules, kept_back=False)


def measured(prompts: Iterable[Labelled], rule: str) -> tuple[float, float, int]:
    """What the rule found of its prompts, how much of what it said was right, and how many there were."""
    found = missed = wrong = 0
    for each in prompts:
        fired, wanted = rule in each.said, rule in each.rules
        if fired and not wanted:
            wrong += not any(rule in IMPLIED.get(other, ()) for other in each.rules)
        found, missed = found + (fired and wanted), missed + (wanted and not fired)
    return found / max(found + missed, 1), found / max(found + wrong, 1), found + missed


def false_alarms(prompts: Iterable[Labelled]) -> tuple[float, int]:
    """The share of open prompts that are given a strong hint, and how many open prompts there are."""
    open_ones = [each for each in prompts if not each.rules]
    wrong = sum("strong" in each.said.values() for each in open_ones)
    return wrong / max(len(open_ones), 1), len(open_ones)


def goal(rule: str, language: str) -> float | None:
    """How much of its prompts the rule must find in this language; None: nothing was promised."""
    return min(GOALS[rule], SMALL_GOAL) if rule in GOALS and language in SMALL else GOALS.get(rule)


def lines() -> Iterator[dict[str, object]]:
    """What is printed, one object a line."""
    all_of_them = list(ours())
    for language in dict.fromkeys(each.language for each in all_of_them):
        here = [each for each in all_of_them if each.language == language]
        for part, some in (("", here), (" kept back", [each for each in here if each.kept_back])):
            for rule in RULES:
                recall, precision, count = measured(some, rule)
                if count:
                    yield _line(f"{language} {rule}{part}", recall, goal(rule, language), count, precision)
            share, count = false_alarms(some)
            yield _line(f"{language} open, strong hint{part}", share, MOST_FALSE, count)
    if folder := os.environ.get("CONSULT_DATA"):
        yield from _of_others(Path(folder))


def _of_others(folder: Path) -> Iterator[dict[str, object]]:
    theirs = list(others(folder))
    for language in sorted({each.language for each in theirs}):
        here = [each for each in theirs if each.language == language]
        recall, precision, count = measured(here, "CLOSED")
        yield _line(f"{language} CLOSED questions of others", recall, None, count, precision)


def _line(
    name: str, value: float, baseline: float | None, count: int, precision: float | None = None
) -> dict[str, object]:
    line: dict[str, object] = {"name": f"prompt_check {name}", "value": round(value, 3), "unit": "share"}
    line |= {"baseline": baseline, "ratio": round(value / baseline, 3) if baseline else None, "count": count}
    return line if precision is None else line | {"precision": round(precision, 3)}


if __name__ == "__main__":
    for each in lines():
        print(json.dumps(each, ensure_ascii=False))
