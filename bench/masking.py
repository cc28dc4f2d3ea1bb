"""`python -m bench.masking`: how well the rules of masking point at telephone numbers and e-mails.

Sentences of our own around numbers of thirty countries: the example numbers of the telephone library,
as they are written at home and from abroad, and the same with other digits of the same shape, in six
digit scripts. Against them sentences with prices, years, dates, times and counts of people, which
identify nobody. One JSON line: `value` is the recall; `precision` is the share of what was
pointed at that was a number or an e-mail; `alarms` the share of plain sentences in which anything was.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bench.said import say
from consult.loop.understand.masking import suspects

REGIONS = (
    *("SS", "SD", "CD", "CF", "ML", "SO", "ET", "ER", "KE", "UG", "TZ", "RW", "BI", "MZ", "NG"),
    *("NE", "TD", "CM", "HT", "AF", "PK", "IQ", "SY", "LB", "YE", "MM", "BD", "IN", "CO", "UA"),
)
SCRIPTS = {
    "latin": 0x30,
    "arabic": 0x660,
    "persian": 0x6F0,
    "devanagari": 0x966,
    "bengali": 0x9E6,
    "burmese": 0x1040,
}
GOALS = {"recall": 0.99, "precision": 0.9}
AROUND = {
    "latin": ("Call me on {} please.", "Mon numéro : {}", "Nambari yangu ni {}, asante", "{} is mine"),
    "arabic": ("رقمي {} من فضلكم", "اتصلوا بي على {}، شكرا"),
    "persian": ("شماره من {} است", "لطفا با {} تماس بگیرید"),
    "devanagari": ("मेरा नंबर {} है", "{} पर फोन करें"),
    "bengali": ("আমার নম্বর {}", "{} নম্বরে ফোন করুন"),
    "burmese": ("ကျွန်တော့်ဖုန်း {} ပါ", "{} ကိုဆက်ပါ"),
}
MAILS = ("amal", "a.deng", "j_k99", "first.last+well", "محمد", "x-1")
HOSTS = ("example.org", "mail.example.com", "example.co.ke", "post.example.museum")
PLAIN = (
    "{thousands} people came.",
    "We are {families} families and {wells} wells.",
    "It costs {thousands} USD, before it was {wells} {sign}.",
    "{sign}{millions} went to the road.",
    "{millions} people live here since {year}.",
    "From {year} to {later} nothing was built, in {year}, {later} neither.",
    "{year}-{later}: no water.",
    "It was on {day}/{month}/{year} at {hour}:30.",
    "Since {year}-{month:02}-{day:02} the bridge is broken.",
    "On {day}.{month}.{year} {hour}:15 they came back.",
    "Open {hour}:00-{evening}:30 from {day}/{month}.",
    "{wells}, {families}, {thousands} and {wells} in four places.",
    "{rounds} francs a month, {wells} km away.",
    "Nobody asked us about the well.",
    "{loose} people, {wells} wells.",
    "{millions} {sign}, {year}/{wells}.",
    "Room {wells}-{families}, {year}.",
)
"""Sentences that identify nobody; their numbers are filled in from dice that always fall the same."""


@dataclass(frozen=True)
class Sentence:
    """A text, and what in it must be found (empty: nothing may be)."""

    text: str
    hidden: str


def numbers(dice: random.Random) -> Iterator[str]:
    """Numbers of the thirty countries, at home and from abroad: the library's and others of their shape."""
    for region in REGIONS:
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            for way in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL):
                written = phonenumbers.format_number(example, way)
                yield written
                yield written[:-4] + "".join(_other(sign, dice) for sign in written[-4:])


def _other(sign: str, dice: random.Random) -> str:
    return str(dice.randrange(10)) if sign.isdecimal() else sign


def in_script(text: str, zero: int) -> str:
    """`text` with its 0–9 as the digits that begin at the code point `zero`."""
    return "".join(chr(zero + int(sign)) if sign in "0123456789" else sign for sign in text)


def people_in(dice: random.Random) -> Iterator[Sentence]:
    """Sentences with one number or e-mail each."""
    for script, zero in SCRIPTS.items():
        for number in numbers(dice):
            written = in_script(number, zero)
            yield Sentence(dice.choice(AROUND[script]).format(written), written)
        for name in MAILS:
            for host in HOSTS:
                yield Sentence(dice.choice(AROUND[script]).format(f"{name}@{host}"), f"{name}@{host}")


def nobody_in(dice: random.Random, rounds: int = 12) -> Iterator[Sentence]:
    """Sentences with numbers that point at nobody, in the same scripts."""
    for zero in SCRIPTS.values():
        for sentence in PLAIN * rounds:
            year = dice.randrange(1950, 2030)
            filled = sentence.format(
                thousands=f"{dice.randrange(1, 900) * 1000 + dice.randrange(1000):,}",
                millions=f"{dice.randrange(1_000_000, 90_000_000):,}",
                loose=f"{dice.randrange(200_000, 9_000_000):,}".replace(",", dice.choice(("", " "))),
                rounds=f"{dice.randrange(1, 90_000) * 1000:,}".replace(",", dice.choice(" .\u202f")),
                families=dice.randrange(20, 9000),
                wells=dice.randrange(1, 300),
                year=year,
                later=dice.randrange(year, 2031),
                day=dice.randrange(1, 29),
                month=dice.randrange(1, 13),
                hour=dice.randrange(6, 12),
                evening=dice.randrange(13, 20),
                sign=dice.choice("$€£₹৳₦"),
            )
            yield Sentence(in_script(filled, zero), "")


def measured(seed: int = 20) -> dict[str, float]:
    """`recall`, `precision` and `alarms` over all sentences, and how many of each there were."""
    dice = random.Random(seed)
    people, nobody = list(people_in(dice)), list(nobody_in(dice))
    found = sum(_is_found(each) for each in people)
    pointed = [_pointed(each) for each in people]
    alarms = [_pointed(each) for each in nobody]
    return {
        "recall": found / len(people),
        "precision": found / (found + sum(pointed) + sum(alarms)),
        "alarms": sum(alarm > 0 for alarm in alarms) / len(nobody),
        "people": len(people),
        "nobody": len(nobody),
    }


def _is_found(sentence: Sentence) -> bool:
    """Whether no digit and no letter of what is hidden stays open."""
    start = sentence.text.index(sentence.hidden)
    covered = {at for span in suspects(sentence.text) for at in range(span.start, span.end)}
    signs = (start + at for at, sign in enumerate(sentence.hidden) if sign.isalnum())
    return all(at in covered for at in signs)


def _pointed(sentence: Sentence) -> int:
    """How many places beside the hidden one were pointed at."""
    start = sentence.text.index(sentence.hidden) if sentence.hidden else 0
    end = start + len(sentence.hidden)
    return sum(span.end <= start or span.start >= end for span in suspects(sentence.text))


def main() -> None:
    figures = measured()
    rounded = {name: round(figure, 4) for name, figure in figures.items() if name != "recall"}
    say("masking_recall", figures["recall"], "share", baseline=GOALS["recall"], **rounded)


if __name__ == "__main__":
    main()
