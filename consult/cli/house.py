"""The house of this shell: the settings, database and keys of the folder one stands in."""

from consult.app import House, build_house
from consult.settings import settings_here


def here() -> House:
    """The house that the environment and instance/consult.toml name. It must have been set up."""
    return build_house(settings_here())
