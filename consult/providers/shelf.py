"""The providers that are switched on, by name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from consult.common.vault import Vault
from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.port import Provider
from consult.providers.twilio.provider import Account, Twilio
from consult.providers.twilio.signing import Secrets
from consult.settings import Settings


def take_down(settings: Settings, vault: Vault, clock: Callable[[], datetime]) -> Mapping[str, Provider]:
    """The providers that `settings` name, ready to use. Settings let no unknown name through."""
    makers: dict[str, Callable[[], Provider]] = {
        "console": lambda: Console(
            file=settings.instance / FILE,
            key=vault.cookie_key("console"),
            public_url=settings.public_url,
            clock=clock,
        ),
        "twilio": lambda: Twilio(
            account=twilio_account(settings),
            public_url=settings.public_url,
            clock=clock,
            hashes=partial(vault.lookups, "body"),
        ),
    }
    return {name: makers[name]() for name in settings.providers}


def twilio_account(settings: Settings) -> Account:
    """Who we are at Twilio. Settings let no half of it through."""
    tokens = (settings.twilio_auth_token, settings.twilio_auth_token_next)
    shared = (settings.twilio_shared_key,)
    return Account(
        name=settings.twilio_account_sid,
        sender=settings.twilio_sender,
        secrets=Secrets(tuple(filter(None, tokens)), tuple(filter(None, shared))),
        user=settings.twilio_api_key or settings.twilio_account_sid,
        password=settings.twilio_api_secret or settings.twilio_auth_token,
        url=settings.twilio_api_url,
        timeout=settings.twilio_timeout,
    )
