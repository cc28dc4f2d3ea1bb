"""One form for each telephone number, in whatever digits it was written."""

import phonenumbers

from consult.common.errors import Refused, mark


def normal(number: str, region: str) -> str:
    """`number` as E.164. Without a country code it is read in `region` (ISO 3166).

    Raises Refused when no telephone can have it. The refusal never repeats the number.
    """
    try:
        if any(sign.isalpha() for sign in number):
            raise _impossible()
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        raise _impossible() from None
    if not phonenumbers.is_possible_number(parsed):
        raise _impossible()
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _impossible() -> Refused:
    return Refused(
        mark("No phone can have this number. Please look at it again, or write it with + and the country."),
        field="number",
    )


def known_region(region: str) -> bool:
    """Whether `region` is a country whose numbers can be read without a country code."""
    return region in phonenumbers.SUPPORTED_REGIONS
