"""What publishing would send by text, told so that nobody can be found in it."""

import pytest

from consult.loop.close.plan import Plan, plan
from consult.loop.respond.texts import as_text
from consult.loop.understand.records import Hold
from consult.people import contacts, reaches
from consult.people.records import HearBack
from tests.loop.close.released import chain
from tests.loop.speaking import speak

WORDS = {"en": "We will mend the pump."}


@pytest.fixture
def theme(released):
    return released.theme(3)


def planned(released, theme, worded=WORDS):
    released.owe()
    version = released.answered(theme)
    return plan(released.session, version=version, worded=worded, chain=chain, speak=speak, k=10)


def test_few_people_are_not_counted_and_their_bound_tells_nothing_of_them(released, theme):
    nobody = planned(released, theme, {"en": "Yes.", "fr": "Oui."})
    assert nobody == Plan(None, 10, 20)
    for _ in range(9):
        released.person(theme, language="fr", hear_back=HearBack.KNOCK)
    assert planned(released, theme, {"en": "Yes.", "fr": "Oui."}) == nobody


def test_ten_and_more_are_rounded_up_and_pay_what_each_chose(released, theme):
    for _ in range(11):
        released.person(theme)
    for _ in range(12):
        released.person(theme, hear_back=HearBack.KNOCK)
    whole = as_text(WORDS["en"], language="en", numbers=[3], speak=speak).segments
    assert whole == 2
    assert planned(released, theme) == Plan(30, 10, 40)  # 23 people, 11 * 2 + 12 segments


@pytest.mark.parametrize("what", ["nothing", "stopped", "dead", "ended", "left", "no phone", "no words"])
def test_who_gets_no_text_is_not_in_it(released, theme, now, what):
    people = [
        released.person(
            theme,
            hear_back={"nothing": HearBack.NOTHING, "no phone": None}.get(what, HearBack.WHOLE),
            language="ar" if what == "no words" else "en",
        )
        for _ in range(15)
    ]
    released.owe()
    for person in people:
        reach = released.reaches.get(person.id)
        match what:
            case "stopped":
                contacts.stop(released.session, point=reach.contact_point, now=now)
            case "dead":
                contacts.mark_dead(released.session, point=reach.contact_point, now=now)
            case "ended":
                reaches.end(released.session, reach=reach, now=now)
            case "left":
                person.left_on = now.date()
    assert planned(released, theme).people is None


def test_a_held_number_tells_nobody(released, theme, cast, now):
    for _ in range(15):
        released.person(theme)
    assert planned(released, theme).people == 20
    released.session.add(Hold(theme_id=theme.theme_id, by_id=cast.amal.id, since=now))
    assert planned(released, theme).people is None


def test_words_of_a_fallback_count_for_who_reads_them(released, theme):
    for _ in range(15):
        released.person(theme, language="sw")
    assert planned(released, theme) == Plan(20, 10, 30)
