"""The sample's words, read from place.toml: we wrote them, in three languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """The file as it stands; each field is a table of place.toml."""

    community: dict[str, Any]
    consultation: dict[str, Any]
    prompts: list[dict[str, str]]
    codes: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    alone: dict[str, str]
    reviews: list[dict[str, Any]]
    responses: list[dict[str, Any]]
    people: list[dict[str, Any]]

    @property
    def join_words(self) -> list[str]:
        return list(self.consultation["join"].values())


@cache
def read_place() -> Place:
    return Place(**tomllib.loads((Path(__file__).parent / "place.toml").read_text()))
