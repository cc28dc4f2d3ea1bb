"""`--help` is what an operator reads: each command in one whole sentence, each option in words."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from consult.cli import main


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        yield (*before, name)
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


def found(words: tuple[str, ...]) -> click.Command:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)  # type: ignore[assignment]
    return command


EVERY = list(commands(main))


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_command_says_in_one_sentence_what_it_does(words: tuple[str, ...]) -> None:
    sentence = (found(words).help or "").split("\n\n")[0].strip()
    assert sentence.endswith(".")
    shown = CliRunner().invoke(main, [*words, "--help"])
    assert shown.exit_code == 0


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_option_says_what_it_is_for(words: tuple[str, ...]) -> None:
    options = [each for each in found(words).params if isinstance(each, click.Option)]
    assert not [each.name for each in options if not (each.help or "").endswith((".", ")"))]


@pytest.mark.parametrize("words", [(), *(each for each in EVERY if isinstance(found(each), click.Group))])
def test_no_list_of_commands_cuts_a_sentence(words: tuple[str, ...]) -> None:
    assert "..." not in CliRunner().invoke(main, [*words, "--help"]).stdout.partition("Commands:")[2]
