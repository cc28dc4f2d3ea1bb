"""Long numbers that point at nobody: dates, years, prices, counts of people. Pure.

For the rules of masking. Whatever could be a telephone number as well is none of these: a number
that is shown once too often costs a glance, one that is missed can cost a person.
"""

import re
import unicodedata

_GROUP = r"[,\u060c\u066c'’]"
_GAP = r"[ .\u00a0\u2009\u202f]"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[3-5]|19|20|25)\d\d"
_CLOCK = r"(?:[ ,\-]{1,3}(?:[01]?\d|2[0-4]))?"
_DATE = rf"(?:{_DAY}(?P<a>[./\-]){_MONTH}(?P=a){_YEAR}|{_YEAR}(?P<b>[./\-]){_MONTH}(?P=b){_DAY})"
_PLAIN = tuple(
    re.compile(rule)
    for rule in (
        rf"{_DATE}{_CLOCK}",
        rf"{_YEAR}(?:\W{{1,3}}{_YEAR})+",
        rf"[1-9]\d{{0,2}}(?:{_GROUP}\d{{2,3}})*{_GROUP}\d{{3}}(?:[.\u066b]\d{{1,2}})?",
        rf"[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})*{_GAP}000",
    )
)
"""A date, perhaps with its hour; years; thousands with commas; round thousands with gaps."""

_MONEY = re.compile(
    r"(?<![^\W\d])(?:USD|EUR|GBP|SSP|SDG|KES|ETB|UGX|TZS|RWF|BIF|CDF|NGN|GHS|XAF|XOF|FCFA|CFA|HTG|AFN|PKR|INR|BDT"
    r"|MMK|LBP|SYP|IQD|YER|JOD|LYD|SOS|MZN|MGA|COP|UAH)(?![^\W\d])",
    re.I,
)
_INTERNATIONAL = re.compile(r"\W*(?:[+＋]|00)")


def in_latin_digits(text: str) -> str:
    """`text` with the digits of every script as 0–9, each letter in its place."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def is_plain(text: str, start: int, end: int) -> bool:
    """Whether the long number in `text[start:end]` is one that nobody can be found by."""
    number = in_latin_digits(text[start:end]).strip(" ()")
    if _INTERNATIONAL.match(number):
        return False
    return any(rule.fullmatch(number) for rule in _PLAIN) or _is_price(text, start, end)


def _is_price(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 6) : start].rstrip(), text[end : end + 6].lstrip()
    if _is_money(before[-1:]) or _is_money(after[:1]):
        return True
    near = [_MONEY.search(before), _MONEY.match(after)]
    return bool((near[0] and near[0].end() == len(before)) or near[1])


def _is_money(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) == "Sc"
