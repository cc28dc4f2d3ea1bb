"""What is looked at in a consultation as a whole."""

from consult.loop.collect.checking.form import FormHint, check_form
from consult.loop.collect.prompt_check import Strength


def test_the_whole_form_is_looked_at() -> None:
    wide, narrow = {"en": "What happens here?"}, {"en": "How many cows do you have?"}
    assert check_form([wide, narrow], first="en", tried=True) == []
    assert check_form([narrow, wide], first="en", tried=True) == [FormHint("ORDER", Strength.STRONG)]
    assert check_form([wide] * 3, first="en", tried=True, by_text=True) == [
        FormHint("ORDER", Strength.STRONG)
    ]
    assert check_form([wide], first="en") == [FormHint("UNTESTED", Strength.STRONG)]
    other = wide | {"fr": "Est-ce que tout va bien ici ?", "es": "¿Qué pasa aquí?"}
    assert check_form([other], first="en", tried=True) == [FormHint("TRANSLATION", Strength.STRONG, 1, "fr")]
    twice = wide | {"ach": "Ngo otime? Ngo mukene?"}
    assert check_form([twice], first="en", tried=True)[0].language == "ach"
