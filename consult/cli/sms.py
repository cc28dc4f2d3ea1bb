"""`consult sms`: a rehearsal phone in the terminal, through the real door; and the line to Twilio."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

import click

from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.people.numbers import normal
from consult.post import lines
from consult.post.outcomes import Rejected
from consult.post.segments import segments as count_segments
from consult.providers.console import webhooks
from consult.providers.console.phones import FILE, received
from consult.providers.shelf import take_down
from consult.providers.twilio.addresses import inbound_address, status_address
from consult.providers.twilio.calling import Broken
from consult.providers.twilio.provider import Twilio
from consult.settings import Settings

LOOK = 0.3


@click.group(cls=Sentences)
def sms() -> None:
    """Rehearse on a phone of the house, or set up the line to a network."""


@sms.command()
@click.option("--from", "number", required=True, help="Number of the phone, with + and country code.")
@click.argument("text")
def send(number: str, text: str) -> None:
    """Send TEXT from a phone: a signed webhook goes through the real door."""
    house = here()
    _must_rehearse(house.settings)
    said = webhooks.letter(normal(number, "ZZ"), text)
    key = house.vault.cookie_key("console")
    try:
        status = webhooks.bring("inbound", said, public_url=house.settings.public_url, key=key)
    except OSError:
        raise Refused(
            mark("Nobody answers at %(address)s. Run: consult run"), address=house.settings.public_url
        ) from None
    if status != 200:
        raise Refused(mark("The door did not take the text: it answered %(status)s."), status=status)


@sms.command()
@click.option("--to", "number", required=True, help="Number of the phone, with + and country code.")
@click.option("--wait", type=float, default=0, help="Seconds to wait for texts that come later.")
def receive(number: str, wait: float) -> None:
    """Print what a phone received, one line a text: when, then the words."""
    house = here()
    _must_rehearse(house.settings)
    phone, shown = normal(number, "ZZ"), 0
    until = time.monotonic() + wait
    while True:
        texts = list(received(house.settings.instance / FILE, to=phone))
        for each in texts[shown:]:
            click.echo(_line(each.at, each.text))
        shown = len(texts)
        if time.monotonic() >= until:
            return
        time.sleep(LOOK)


@sms.command("webhooks")
def webhook_addresses() -> None:
    """Print the addresses to give to Twilio, for texts and for reports, whole as they stand."""
    house = here()
    _must_be_twilio(house.settings)
    public_url = house.settings.public_url
    click.echo(f"inbound  {inbound_address(public_url)}")
    click.echo(f"status   {status_address(public_url)}")


@sms.command()
def check() -> None:
    """Ask Twilio whether it lets us in. Nothing is sent."""
    house = here()
    _must_be_twilio(house.settings)
    provider = take_down(house.settings, house.vault, house.clock)["twilio"]
    match cast("Twilio", provider).check():
        case None:
            click.echo("Twilio lets us in and the account is active.")
        case Rejected(_, code):
            raise Refused(mark("Twilio does not let us in (%(code)s). Look at the settings."), code=code)
        case Broken():
            raise Refused(mark("Twilio did not answer. Try again later."))


@sms.command("lines")
def resting_lines() -> None:
    """Print the lines that rest because a network refuses our account: which, until when, its code."""
    with here().database.reading() as session:
        found = lines.resting(session)
    for each in found:
        click.echo(f"{_line(each.until, each.provider)}\t{each.code}")
    if not found:
        click.echo("No line rests.", err=True)


@sms.command()
@click.option("--jsonl", is_flag=True, help="Each line is a JSON object; its text stands under body.")
@click.argument("texts", metavar="", type=click.File("rb"), default="-")
def segments(texts: BinaryIO, *, jsonl: bool) -> None:
    """Read texts, one a line, and print of each what it costs: one JSON object a line."""
    for text in _texts(texts, jsonl=jsonl):
        cost = count_segments(text)
        said = {"encoding": cost.encoding, "segments": cost.segments, "units": cost.units, "dear": cost.dear}
        click.echo(json.dumps(said, ensure_ascii=False))


def _texts(lines: BinaryIO, *, jsonl: bool) -> Iterator[str]:
    """The text of each line. Only a line feed ends one: a form feed is a letter that networks carry."""
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode().removesuffix("\n").removesuffix("\r")
            body = json.loads(text)["body"] if jsonl else text
            body.encode()  # half a letter, which JSON can name, is none
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            if jsonl:
                raise Refused(
                    mark("Line %(number)s is not a JSON object with a text under body."), number=number
                ) from None
            raise Refused(mark("Line %(number)s is not written in UTF-8."), number=number) from None
        yield body


def _line(at: datetime, text: str) -> str:
    return f"{at:%Y-%m-%d %H:%M}  {text}"


def _must_rehearse(settings: Settings) -> None:
    if "console" not in settings.providers:
        raise Refused(mark("The console phone is not switched on here. See CONSULT_PROVIDERS."))


def _must_be_twilio(settings: Settings) -> None:
    if "twilio" not in settings.providers:
        raise Refused(mark("Twilio is not switched on here. See CONSULT_PROVIDERS."))
