"""`consult sms`: a rehearsal phone in the terminal, through the real door."""

import time
from datetime import datetime

import click

from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.people.numbers import normal
from consult.providers.console import webhooks
from consult.providers.console.phones import FILE, received
from consult.settings import Settings

LOOK = 0.3


@click.group(cls=Sentences)
def sms() -> None:
    """Rehearse on a phone of the house: send a text, read what came."""


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


def _line(at: datetime, text: str) -> str:
    return f"{at:%Y-%m-%d %H:%M}  {text}"


def _must_rehearse(settings: Settings) -> None:
    if "console" not in settings.providers:
        raise Refused(mark("The console phone is not switched on here. See CONSULT_PROVIDERS."))
