"""The door of the shell: `consult …`. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

from importlib import import_module
from typing import Any

import click

from consult.cli.sentences import Sentences
from consult.common.errors import Refused
from consult.common.vault import KeysMissing
from consult.settings import SettingsWrong

COMMANDS = {
    "setup": "setup",
    "demo": "demo",
    "run": "run",
    "web": "run",
    "worker": "run",
    "community": "people",
    "office": "people",
    "account": "people",
    "answers": "answers",
    "findings": "findings",
    "book": "book",
    "prompts": "prompts",
    "similar": "similar",
    "sms": "sms",
    "letters": "letters",
    "languages": "languages",
    "handover": "handover",
    "audit": "setup",
}
"""Each command and the file of this folder that holds it, in the order of `consult --help`."""


class Door(Sentences):
    """Loads a command when it is asked for, and says a refusal as one sentence on standard error."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"consult.cli.{COMMANDS[name]}"), name)
        return command

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (Refused, KeysMissing, SettingsWrong) as refused:
            raise click.ClickException(str(refused)) from None


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="consult")
def main() -> None:
    """Communities run their own needs and conflict analysis, and are answered."""
