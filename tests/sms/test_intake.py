"""What a provider reads out of a webhook is stored whole, with what the network did about it."""

from dataclasses import replace
from typing import Any

from consult.post import inbound
from consult.providers.port import Choice, Letter, Request
from consult.sms.intake import take_in
from tests.cast import number
from tests.sms.conftest import Door


class OneLetter:
    """A provider whose every webhook is one letter."""

    name = "console"

    def __init__(self, letter: Letter) -> None:
        self.letter = letter

    def parse(self, request: Request) -> list[Letter]:
        return [self.letter]


def stored(door: Door, **told: Any) -> inbound.Letter:
    parts = replace(door.parts, clock=door.site.clock)
    provider: Any = OneLetter(Letter("a", number(1), "STOP", **told))
    with door.site.database.work() as session:
        take_in(session, parts, provider, Request("POST", "/", {}, b""))
    with door.site.database.work() as session:
        letter = inbound.claim(session, vault=parts.vault, now=parts.clock())
    assert letter is not None
    return letter


def test_a_choice_made_at_the_network_and_pictures_are_stored_with_the_letter(door: Door) -> None:
    letter = stored(door, media=2, choice=Choice.STOP)
    assert (letter.text, letter.media, letter.choice) == ("STOP", 2, "stop")


def test_a_letter_of_a_network_that_says_nothing_more_has_neither(door: Door) -> None:
    letter = stored(door)
    assert (letter.media, letter.choice) == (0, None)
