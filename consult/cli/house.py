"""The house of this shell: the settings, database and keys of the folder one stands in."""

import click

from consult.app import House, build_house
from consult.settings import settings_here


def here() -> House:
    """The house that the environment and instance/consult.toml name. It must have been set up.

    A command need not close its database: that happens when the command ends, however it does.
    """
    house = build_house(settings_here())
    if context := click.get_current_context(silent=True):
        context.call_on_close(house.database.close)
    return house
