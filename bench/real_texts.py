"""Real answers with the themes that people gave them, read in place from `CONSULT_DATA`; none is kept here.

SIB-200 (Adelani and others; FLORES-200 sentences, CC BY-SA 4.0), answers to the NHS friends and family
test (The Strategy Unit, MIT), messages after the earthquake in Haiti (Munro 2012, CC BY 4.0).
"""

import json
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import UUID

import numpy as np

from consult.loop.understand.ports import Pointer, Words

SIB = {"swh": "sw", "hau": "ha", "arb": "ar", "lin": "ln", "eng": "en", "fra": "fr"}
SMALL = ("swh", "hau", "arb", "lin")
ROLLED_UP = ("request", "direct_report", "offer", "aid_related", "weather_related", "infrastructure_related")


@dataclass
class Texts:
    """One set of answers. `themes`: one for each text."""

    name: str
    language: str
    texts: list[str]
    themes: list[str]
    kept: dict[UUID, bytes] = field(default_factory=dict)

    @cached_property
    def words(self) -> list[Words]:
        """The answers as machine help reads them: the id of each is its place."""
        return [Words(UUID(int=at), self.language, text) for at, text in enumerate(self.texts)]

    def keep(self, pointer: Pointer, folder: Path | None) -> None:
        """Make the vectors once; where a folder is named, once and for all runs."""
        path = folder / f"{self.name}.{pointer.name}.npy" if folder else None
        if path and path.exists():
            self.kept = {UUID(int=at): row.tobytes() for at, row in enumerate(np.load(path))}
            return
        self.kept = dict(pointer.vectors(self.words, kept={}))
        if path and self.kept:
            rows = [np.frombuffer(self.kept[each.answer], np.uint8) for each in self.words]
            np.save(path, np.stack(rows))


def folder() -> Path:
    """Where the texts lie."""
    return Path(os.environ["CONSULT_DATA"])


def every_set() -> list[Texts]:
    """All of them."""
    return [*(sib(code) for code in SIB), nhs(), haiti()]


def sib(code: str) -> Texts:
    """Sentences of one language with one of seven topics."""
    (path,) = (folder() / "sib200").glob(f"{code}_*.train.jsonl")
    rows = _rows(path)
    return Texts(f"SIB {code}", SIB[code], [row["text"] for row in rows], [row["label"] for row in rows])


def nhs() -> Texts:
    """Answers to two open questions, with one of nine themes."""
    rows = _rows(folder() / "nhs_fft_trustA.jsonl")
    return Texts("NHS A", "en", [row["text"] for row in rows], [row["label"] for row in rows])


def haiti() -> Texts:
    """Messages of exactly one topic: labels that gather others, and those for what is left, aside."""
    some = []
    for row in _rows(folder() / "haiti_sms_validation.jsonl"):
        topics = [
            label for label in row["labels"] if label not in ROLLED_UP and not label.startswith("other")
        ]
        if len(topics) == 1:
            some.append((row["text"], topics[0]))
    return Texts("Haiti, single topic", "ht", [text for text, _ in some], [topic for _, topic in some])


def many(count: int) -> list[str]:
    """So many answers, each of the first half of one real answer and the second half of another."""
    real = [text for text in nhs().texts if len(text) > 20]
    chance = np.random.default_rng(count)
    ones, others = chance.integers(len(real), size=(2, count))
    return [
        f"{real[one][: len(real[one]) // 2]} {real[other][len(real[other]) // 2 :]}"
        for one, other in zip(ones, others, strict=True)
    ]


def _rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
