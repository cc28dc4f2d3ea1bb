"""The import contracts are strict, and they are kept."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp

from tests.house.source import TREE, house

ROOMS = ("consult.loop.", "consult.post.", "consult.people.", "consult.common.")
CONTRACTS = tomllib.loads((TREE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"],
        cwd=TREE,
        env={"PYTHONPATH": str(TREE), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_contract_looks_away() -> None:
    for contract in CONTRACTS:
        assert "ignore_imports" not in contract
        assert contract["type"] != "layers" or contract["exhaustive"] is True


def test_every_provider_is_a_stranger_to_the_others() -> None:
    (strangers,) = (each["modules"] for each in CONTRACTS if each["type"] == "independence")
    folders = {path.parent.name for path in (TREE / "consult" / "providers").glob("*/__init__.py")}
    assert {f"consult.providers.{name}" for name in folders} == set(strangers)


def test_every_module_that_calls_itself_pure_is_held_to_it() -> None:
    pure = {name for each in CONTRACTS if each["name"].startswith("Pure") for name in each["source_modules"]}
    calls_itself = {each.name for each in house() if each.text.startswith('"""Pure')}
    assert calls_itself <= pure


def test_every_module_of_the_rooms_that_reaches_no_database_is_kept_from_it() -> None:
    (pure,) = (set(each["source_modules"]) for each in CONTRACTS if each["name"].startswith("Pure"))
    graph = grimp.build_graph("consult", include_external_packages=True)
    rooms = {each for each in graph.modules if each.startswith(ROOMS) and not graph.find_children(each)}
    reaching = graph.find_downstream_modules("sqlalchemy")
    empty = {each for each in rooms if not graph.find_modules_directly_imported_by(each)}
    assert rooms - reaching - empty == pure - {"consult.providers"} - empty


def test_the_doorways_of_the_rooms_are_empty() -> None:
    rooms = ("consult/loop/", "consult/post/", "consult/people/", "consult/common/")
    full = {
        each.path
        for each in house()
        if each.path.startswith(rooms)
        and each.path.endswith("/__init__.py")
        and each.path != "consult/loop/__init__.py"  # says what a core is
        and not each.path.endswith("/records/__init__.py")  # gathers what one room keeps
        and each.text.strip()
    }
    assert not full
