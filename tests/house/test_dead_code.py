"""Nothing stands in the rooms that nobody uses, and no template lies unread."""

import ast
import re

from tests.house.source import Function, Module, house, module, templates


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
    idle = sorted(unused(house()))
    assert not idle, "\n".join(idle)


NAMED = re.compile(r"""["']([\w/-]+\.html)["']""")


def named_templates() -> set[str]:
    texts = [*templates().values(), *(each.text for each in house())]
    names = {name for text in texts for name in NAMED.findall(text)}
    return {name for name in names if not name.startswith("consult/")}  # those are paths of the tree


def test_every_template_is_used() -> None:
    unread = set(templates()) - named_templates()
    assert not unread


def test_every_template_that_is_named_is_there() -> None:
    missing = named_templates() - set(templates())
    assert not missing


def test_the_finder_finds() -> None:
    rooms = (module("consult/people/a.py", "def kept(): ...\ndef lost(): ...\nfrom x import lost\n"),)
    assert unused((*rooms, module("consult/web/b.py", "a.kept()"))) == {"consult.people.a.lost"}
