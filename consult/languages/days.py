"""A day in words, as people of a language say it. No hours, no "three days ago"."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from consult.languages.records import Language


def in_words(day: date, language: Language, *, short: bool = False) -> str:
    """*Friday 4 June 2027*, or *4 June* when `short`; digits only where the months have no names."""
    if language.months:
        return _own_names(day, language, short)
    locale = Locale.parse(language.format_locale)
    if locale.months["format"]["wide"][day.month].startswith("M0"):
        return f"{day.day}-{day.month}" if short else f"{day.day}-{day.month}-{day.year}"
    return format_skeleton("MMMMd", day, locale=locale) if short else format_date(day, "full", locale=locale)


def _own_names(day: date, language: Language, short: bool) -> str:
    words = f"{day.day} {language.months[day.month - 1]}"
    if short:
        return words
    weekday = f"{language.weekdays[day.weekday()]} " if language.weekdays else ""
    return f"{weekday}{words} {day.year}"
