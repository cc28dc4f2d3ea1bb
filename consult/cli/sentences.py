"""A group of commands whose list says of each its whole sentence, wrapped and never cut."""

import click

WHOLE = 500


class Sentences(click.Group):
    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        found = ((name, self.get_command(context, name)) for name in self.list_commands(context))
        rows = [(name, command.get_short_help_str(WHOLE)) for name, command in found if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
