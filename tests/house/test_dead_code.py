"""Nothing stands in the rooms that nobody uses, and no template lies unread."""

import ast
import re

from tests.house.source import TREE, Function, Module, house, module


def defined(of: Module) -> set[str]:
    """The public functions at the top of a module."""
    return {
        each.name for each in of.tree.body if isinstance(each, Function) and not each.name.startswith("_")
    }


def used(of: Module) -> set[str]:
    """Every name that a module reads, and every attribute."""
    found = set()
    for node in ast.walk(of.tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name):
                found.add(name)
    return found


def unused(of: tuple[Module, ...]) -> set[str]:
    everywhere = set().union(*(used(each) for each in of))
    return {f"{each.name}.{name}" for each in of for name in defined(each) if each.in_core} - {
        f"{each.name}.{name}" for each in of for name in everywhere
    }


def test_every_public_function_of_the_rooms_is_used_in_the_house() -> None:
    assert not unused(house()), "\n".join(sorted(unused(house())))


def test_every_template_is_used() -> None:
    folder = TREE / "consult" / "web" / "templates"
    templates = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    texts = [each.text for each in house()] + [file.read_text() for file in folder.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r"""["']([\w/-]+\.html)["']""", text)}
    assert templates == templates & named, templates - named


def test_every_template_that_is_named_is_there() -> None:
    folder = TREE / "consult" / "web" / "templates"
    texts = [file.read_text() for file in folder.rglob("*.html")]
    texts += [each.text for each in house() if each.path.startswith("consult/web/")]
    named = {name for text in texts for name in re.findall(r"""["']([\w/-]+\.html)["']""", text)}
    missing = {name for name in named if not (folder / name).exists()}
    assert not missing


def test_the_finder_finds() -> None:
    rooms = (module("consult/people/a.py", "def kept(): ...\ndef lost(): ...\nfrom x import lost\n"),)
    assert unused((*rooms, module("consult/web/b.py", "a.kept()"))) == {"consult.people.a.lost"}
