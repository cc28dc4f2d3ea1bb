"""Made-up answers, each of words of its theme and of words that stand in all of them."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest

from consult.loop.understand.ports import Words

Made = Callable[..., list[Words]]
THEMES = {
    "en": {
        "water": ["borehole", "pump", "tap", "bucket", "handle", "leaking", "dry", "spring"],
        "school": ["teacher", "classroom", "pupils", "lessons", "exams", "chalk", "fees", "uniform"],
        "road": ["bridge", "mud", "lorry", "potholes", "culvert", "gravel", "flooded", "crossing"],
    },
    "sw": {
        "water": ["kisima", "pampu", "bomba", "ndoo", "mpini", "inavuja", "imekauka", "chemchemi"],
        "school": ["mwalimu", "darasa", "wanafunzi", "masomo", "mitihani", "chaki", "karo", "sare"],
        "road": ["daraja", "matope", "lori", "mashimo", "kalvati", "changarawe", "mafuriko", "kivuko"],
    },
}
AROUND = {
    "en": ["we", "here", "always", "people", "need", "some", "our", "village"],
    "sw": ["sisi", "hapa", "kila", "watu", "tunahitaji", "kijiji", "chetu", "sana"],
}


@pytest.fixture
def made() -> Made:
    """`made(language, count)`: so many answers a theme; the number of an answer tells its theme."""

    def make(language: str = "en", count: int = 16, start: int = 0) -> list[Words]:
        chance, answers = random.Random(7), []
        for number, of in enumerate(THEMES[language].values()):
            for at in range(count):
                said = chance.sample(of, 4) + chance.sample(AROUND[language], 3)
                chance.shuffle(said)
                answers.append(Words(UUID(int=start + number * 1000 + at), language, " ".join(said)))
        chance.shuffle(answers)
        return answers

    return make


def theme(answer: UUID) -> int:
    """The number of the theme that an answer was made of."""
    return answer.int % 10_000 // 1000
