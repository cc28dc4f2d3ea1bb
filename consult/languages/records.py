"""The one list of languages, read from translations/languages.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
FOLDERS = (HERE.parents[2] / "translations", HERE.parents[1] / "_translations")
"""In the tree, and in an installed wheel."""

KINDS = ("menu", "stop", "start", "erase", "wrong", "more")
"""What a keyword can ask for."""

SOURCE = "en"
"""The language in which sentences stand in the code."""


class LanguagesWrong(Exception):  # noqa: N818 - said to the operator as it stands
    """The list of languages cannot be used. The text is one clear sentence."""


@dataclass(frozen=True)
class Language:
    """One language of the list.

    `fallbacks`: where its missing sentences are looked for, in order; the source comes last by
    itself. `format_locale`: the library locale that writes its days, unless it has own `months`
    (twelve names). `draft`: partly worded, and not read by anybody who grew up with it; `reviewed_by`
    names who did.
    `for_tests`: made from the source by rule, never offered to people.
    """

    code: str
    autonym: str
    name: str
    script: str
    direction: str
    format_locale: str
    nplurals: int
    plural: str
    fallbacks: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    participants_only: bool = False
    draft: bool = False
    reviewed_by: str = ""
    for_tests: bool = False

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    @property
    def tag(self) -> str:
        """The code as a page's `lang` writes it (BCP 47); made-up ones are dressed English."""
        return f"{SOURCE}-x-{self.code.rpartition('_')[2]}" if self.for_tests else self.code.replace("_", "-")


def translations_folder() -> Path:
    """Where the list and the catalogues stand."""
    return next((folder for folder in FOLDERS if (folder / "languages.toml").exists()), FOLDERS[0])


def read_languages(folder: Path) -> dict[str, Language]:
    """The languages of `folder`/languages.toml by code. Raises LanguagesWrong."""
    with (folder / "languages.toml").open("rb") as file:
        listed = tomllib.load(file).get("language", [])
    languages = {entry["code"]: _language(entry) for entry in listed}
    for language in languages.values():
        for other in language.fallbacks:
            if other not in languages:
                raise LanguagesWrong(f"{language.code} falls back to {other}, which is not in the list.")
    if SOURCE not in languages:
        raise LanguagesWrong(f"The list of languages needs {SOURCE}, in which the sentences are written.")
    return languages


def _language(entry: Mapping[str, Any]) -> Language:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    values["keywords"] = {kind: tuple(words) for kind, words in entry.get("keywords", {}).items()}
    try:
        language = Language(**values)
    except TypeError as wrong:
        raise LanguagesWrong(f"The language {entry.get('code')} cannot be read: {wrong}.") from None
    if language.direction not in ("ltr", "rtl"):
        raise LanguagesWrong(f"{language.code} needs a direction: ltr or rtl.")
    if language.months and len(language.months) != 12:
        raise LanguagesWrong(f"{language.code} needs twelve months or none.")
    if language.weekdays and len(language.weekdays) != 7:
        raise LanguagesWrong(f"{language.code} needs seven weekdays or none.")
    if unknown := set(language.keywords) - set(KINDS):
        raise LanguagesWrong(f"{language.code} has keywords of a kind nobody knows: {min(unknown)}.")
    return language
