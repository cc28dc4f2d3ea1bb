from datetime import date

from consult.languages.days import in_words
from consult.languages.records import Language
from consult.languages.speak import Languages

DAY = date(2027, 6, 4)
LANGUAGES = Languages()


def made(**values: object) -> Language:
    return Language(
        **{
            "code": "pga",
            "autonym": "Arabi Juba",
            "name": "Juba Arabic",
            "script": "Latn",
            "direction": "ltr",
            "format_locale": "en_GB",
            "nplurals": 2,
            "plural": "n != 1",
            **values,
        }
    )


def test_a_day_is_said_as_people_say_it() -> None:
    assert LANGUAGES.day(DAY, "en") == "Friday 4 June 2027"
    assert LANGUAGES.day(DAY, "fr") == "vendredi 4 juin 2027"
    assert LANGUAGES.day(DAY, "ar") == "الجمعة، 4 يونيو 2027"
    assert LANGUAGES.day(DAY, "sw") == "Ijumaa, 4 Juni 2027"
    assert LANGUAGES.day(DAY, "es") == "viernes, 4 de junio de 2027"


def test_a_short_day_fits_a_text() -> None:
    assert LANGUAGES.day(DAY, "en", short=True) == "4 June"
    assert LANGUAGES.day(DAY, "ar", short=True) == "4 يونيو"
    assert LANGUAGES.day(DAY, "es", short=True) == "4 de junio"


def test_a_language_may_bring_its_own_months() -> None:
    months = tuple(f"Sahar {number}" for number in range(1, 13))
    assert in_words(DAY, made(months=months)) == "4 Sahar 6 2027"
    days = ("Itnen", "Talata", "Arba", "Kamis", "Juma", "Sebit", "Ahad")
    assert in_words(DAY, made(months=months, weekdays=days)) == "Juma 4 Sahar 6 2027"
    assert in_words(DAY, made(months=months), short=True) == "4 Sahar 6"


def test_months_without_names_are_written_in_digits() -> None:
    assert in_words(DAY, made(format_locale="rhg")) == "4-6-2027"
    assert in_words(DAY, made(format_locale="rhg"), short=True) == "4-6"
