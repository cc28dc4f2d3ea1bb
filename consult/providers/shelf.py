"""The providers that are switched on, by name."""

from collections.abc import Callable, Mapping
from datetime import datetime

from consult.common.vault import Vault
from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.port import Provider
from consult.settings import Settings


def take_down(settings: Settings, vault: Vault, clock: Callable[[], datetime]) -> Mapping[str, Provider]:
    """The providers that `settings` name, ready to use. Settings let no unknown name through."""
    makers: dict[str, Callable[[], Provider]] = {
        "console": lambda: Console(
            file=settings.instance / FILE,
            key=vault.cookie_key("console"),
            public_url=settings.public_url,
            clock=clock,
        )
    }
    return {name: makers[name]() for name in settings.providers}
