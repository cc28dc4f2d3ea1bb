"""The core stands alone: it can be imported where no web, telephone or language library is."""

import subprocess
import sys

from tests.house.source import TREE, house

BLOCKED = """
import importlib, sys

STRANGERS = {strangers!r}

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in STRANGERS or name.startswith(STRANGERS_INSIDE):
            raise ImportError(name + " is not of the core")

STRANGERS_INSIDE = ("consult.web", "consult.sms", "consult.jobs", "consult.db", "consult.languages",
                    "consult.providers", "consult.queue", "consult.app", "consult.cli", "consult.settings")
sys.meta_path.insert(0, Wall())
for name in {names!r}:
    importlib.import_module(name)
"""
STRANGERS = {
    "flask",
    "flask_babel",
    "flask_wtf",
    "wtforms",
    "werkzeug",
    "babel",
    "twilio",
    "requests",
    "click",
}


def alone(names: list[str], strangers: set[str]) -> subprocess.CompletedProcess[str]:
    code = BLOCKED.format(strangers=strangers, names=names)
    return subprocess.run([sys.executable, "-c", code], cwd=TREE, capture_output=True, text=True, check=False)


def test_every_room_can_be_imported_without_the_web_the_telephone_or_the_languages() -> None:
    names = [each.name for each in house() if each.in_core]
    assert len(names) > 20
    done = alone(names, STRANGERS)
    assert done.returncode == 0, done.stderr[-600:]


def test_the_wall_stands() -> None:
    assert alone(["consult.web.parts"], STRANGERS).returncode != 0
    assert alone(["consult.people.records"], {"sqlalchemy"}).returncode != 0
