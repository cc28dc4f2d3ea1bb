"""Nothing grows beyond what one reads at a sitting."""

import ast
from statistics import median, quantiles

from tests.house.source import Function, Module, functions, house, length, module, modules

FILE, FILES_MEDIAN = 300, 90
FUNCTION, FUNCTIONS_P90 = 60, 30
ROUTED_MEDIAN = 12
JOB = 15


def routed(function: Function) -> bool:
    """Whether a decorator such as ``@blueprint.get("…")`` gives it an address."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in {"get", "post", "route"}
        for each in function.decorator_list
    )


def routed_lengths(of: tuple[Module, ...]) -> list[int]:
    return [length(each) for part in of for each in functions(part) if routed(each)]


def test_no_file_is_longer_than_300_lines() -> None:
    ours = modules("consult", "tests", "bench", "migrations")
    long = {
        each.path: each.lines
        for each in ours
        if each.lines > FILE and not each.path.startswith("migrations/versions/")
    }
    assert not long


def test_half_of_the_files_have_at_most_90_lines() -> None:
    assert median(each.lines for each in house() if each.text.strip()) <= FILES_MEDIAN


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{part.path}:{each.name}": length(each)
        for part in house()
        for each in functions(part)
        if length(each) > FUNCTION
    }
    assert not long


def test_nine_functions_of_ten_have_at_most_30_lines() -> None:
    lengths = [length(each) for part in house() for each in functions(part)]
    assert quantiles(lengths, n=10)[-1] <= FUNCTIONS_P90


def test_half_of_the_routed_functions_have_at_most_12_lines() -> None:
    lengths = routed_lengths(modules("consult/web", "consult/sms"))
    assert median(lengths) <= ROUTED_MEDIAN


def test_no_job_is_longer_than_15_lines() -> None:
    (actions,) = (each for each in house() if each.path == "consult/jobs/actions.py")
    long = {each.name: length(each) for each in functions(actions) if length(each) > JOB}
    assert not long


def test_the_rulers_measure() -> None:
    sample = module("a.py", '@blueprint.get("/")\n@everyone\ndef home():\n    one()\n    return two()\n')
    assert routed_lengths((sample,)) == [3]
    assert routed_lengths((module("a.py", "@wraps(view)\ndef home(): ...\n"),)) == []
