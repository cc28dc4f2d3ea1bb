"""Which lines of the core the tests run, counted by a mark before each statement of its modules.

The usual counter looks at every line of every library, and the tests take twice as long. This one is
switched on by PYTEST_PLUGINS=tests.counted (`make coverage`), gathers from all processes, says which
lines nobody ran and fails below LEAST. What a statement is, and what does not count, coverage.py says.
"""

import ast
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
from coverage import Coverage

CORE = ("consult.loop", "consult.post", "consult.people", "consult.common")
LEAST = 95.0
"""Per cent of the statements of CORE."""
MARK = "_met_"
ROOT = Path(__file__).parents[1]
_met: dict[str, bytearray] = {}
"""By file, a byte a line: whether it was run."""
_before: dict[str, bytes] | None = None
"""What was met when counting stopped; None while it goes on."""
_gathered: dict[str, set[int]] = {}
_said: tuple[float, str] | None = None


# marks


def marked(source: bytes) -> ast.Module:
    """The module, with each statement's lines noted in MARK before it is run."""
    tree = ast.parse(source)
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.Try):
            _branches(node.handlers, [handler.lineno for handler in node.handlers])
        elif isinstance(node, ast.Match):
            _branches(node.cases, [case.pattern.lineno for case in node.cases])
    for node in list(ast.walk(tree)):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, list(_with_marks(block)))
    return tree


def _branches(branches: list[Any], lines: list[int]) -> None:
    """Who comes to one was asked at all before it."""
    for place, branch in enumerate(branches):
        branch.body[:0] = [_mark(line) for line in lines[: place + 1]]


def _with_marks(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    waiting: list[ast.stmt] = []
    for place, statement in enumerate(block):
        says = place == 0 and ast.get_docstring(ast.Module(block, []), clean=False) is not None
        if hasattr(statement, MARK) or says:
            yield statement
        elif isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            yield statement  # nothing but what the module says of itself may stand before it
            waiting += map(_mark, _lines(statement))
        else:
            yield from [*waiting, *map(_mark, _lines(statement)), statement]
            waiting = []
    yield from waiting


def _lines(statement: ast.stmt) -> list[int]:
    above = [each.lineno for each in getattr(statement, "decorator_list", ())]
    return [*above, statement.lineno]


def _mark(line: int) -> ast.stmt:
    at = {"lineno": line, "end_lineno": line, "col_offset": 0, "end_col_offset": 0}
    met = ast.Name(MARK, ast.Load(), **at)
    this = ast.Subscript(met, ast.Constant(line, **at), ast.Store(), **at)
    made = ast.Assign([this], ast.Constant(1, **at), **at)
    setattr(made, MARK, True)
    return made


class _Marking(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path)
        _met[self.path] = bytearray(source.count(b"\n") + 2)
        code: CodeType = compile(marked(source), self.path, "exec", dont_inherit=True)
        return code

    def exec_module(self, module: ModuleType) -> None:
        code = self.get_code(module.__name__)
        vars(module)[MARK] = _met[self.path]
        exec(code, vars(module))


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if not name.startswith(CORE):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = _Marking(spec.loader.name, spec.loader.path)
        return spec


# counting


def only(*, counting: bool) -> None:
    """From now on what is run counts, or does not."""
    global _before  # noqa: PLW0603  # a process counts or it does not
    if counting and _before is not None:
        for file, met in _met.items():
            met[:] = _before.get(file, bytes(len(met)))
        _before = None
    elif not counting and _before is None:
        _before = {file: bytes(met) for file, met in _met.items()}


def files() -> list[Path]:
    return [file for core in CORE for file in sorted(ROOT.joinpath(*core.split(".")).rglob("*.py"))]


def lines() -> dict[str, list[int]]:
    """By file, which lines were run while it counted."""
    met = _met if _before is None else _before
    return {file: [line for line, run in enumerate(each) if run] for file, each in met.items()}


def report(run: dict[str, set[int]]) -> tuple[float, str]:
    """Per cent of the core, and a table of the files of which not all was `run`."""
    coverage = Coverage(data_file=None, config_file=False, source_pkgs=list(CORE))
    data = coverage.get_data()
    data.add_lines({file: run.get(file, set()) for file in map(str, files())})
    said = io.StringIO()
    percent = coverage.report(file=said, show_missing=True, skip_covered=True)
    return percent, said.getvalue()


# hooks


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    early = [name for name in sys.modules if name.startswith(CORE)]
    assert not early, f"{early} came before their lines could be counted"
    sys.meta_path.insert(0, _Finder())


def pytest_collection_finish() -> None:
    """What only some test would import is imported now: its first lines count whoever comes first."""
    for file in files():
        name = file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        import_module(name.removesuffix(".__init__"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _gather(getattr(node, "workeroutput", {}).get(MARK, {}))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    global _said  # noqa: PLW0603  # said once, at the end
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[MARK] = lines()
        return
    _gather(lines())
    _said = report(_gathered)
    if _said[0] < LEAST and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _said is not None:
        percent, table = _said
        terminalreporter.write_line(table)
        short = "" if percent >= LEAST else f": LESS THAN {LEAST} %"
        terminalreporter.write_line(f"{percent:.2f} % of the core were run{short}")


def _gather(run: dict[str, list[int]]) -> None:
    for file, each in run.items():
        _gathered.setdefault(file, set()).update(each)
