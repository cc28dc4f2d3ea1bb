"""Hints on the words of an answer stand beside them and hold nothing up."""

from tests.web.respond.test_respond import ANSWER, at


def test_hints_to_say_it_plainly_hold_nothing_up(site, told, dana):
    said = {**ANSWER, "words": "It was decided that UNHCR mends the pump."}
    assert dana.post(at(told), data=said).status_code == 303
    page = dana.get(at(told)).text
    assert 'Not everybody knows these letters: <q dir="auto">UNHCR</q>' in page
    assert 'Can it be said who? <q dir="auto">it was decided</q>' in page
    dana.post(at(told, 3, "/wordings/fr"), data={"words": "Le HCR répare la pompe."})
    assert '<q dir="auto">HCR</q>' in dana.get(at(told, 3, "/wordings/fr")).text
    assert "these letters" not in dana.get(at(told, 3, "/wordings/sw")).text
