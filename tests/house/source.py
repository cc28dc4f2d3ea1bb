"""Our own source, read as text and as trees, for the rules about the code."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
CORE = ("consult/loop/", "consult/post/", "consult/people/", "consult/common/")


@dataclass(frozen=True)
class Module:
    """One Python file: where it stands in the tree, its text, its syntax."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def in_core(self) -> bool:
        return self.path.startswith(CORE)


def module(path: str, text: str) -> Module:
    return Module(path, text, ast.parse(text))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file under `folders`, in order."""
    files = sorted(file for folder in folders for file in (TREE / folder).rglob("*.py"))
    return tuple(module(file.relative_to(TREE).as_posix(), file.read_text()) for file in files)


def house() -> tuple[Module, ...]:
    return modules("consult")


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(of: Module) -> Iterator[Function]:
    return (node for node in ast.walk(of.tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, decorators apart."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def calls(of: Module, name: str) -> Iterator[ast.Call]:
    """Calls of a function or method `name`."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call) and called(node) == name:
            yield node


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def words(node: ast.AST | None) -> str | None:
    """The text of a string constant, None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def templates() -> dict[str, str]:
    """Every template by the name under which pages ask for it."""
    found = {}
    for folder in sorted((TREE / "consult").rglob("templates")):
        for file in sorted(folder.rglob("*.html")):
            found[file.relative_to(folder).as_posix()] = file.read_text()
    return found


def tracked() -> list[Path]:
    """Every text file that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TREE, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [TREE / name for name in listed if name and (TREE / name).is_file()]
