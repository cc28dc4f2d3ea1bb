"""Statements and addresses compiled once for all the houses of a test process, not once for each."""

from collections.abc import Callable

from sqlalchemy import Engine
from werkzeug.routing import Rule

from consult.db import engine as engines

ROOM = 10_000
"""Statements that are kept: more than the house has."""
_first: dict[str, Engine] = {}


def keep(engine: Engine) -> None:
    """Let the engines that are opened from now on share what `engine`, which was connected, compiled."""
    engine._compiled_cache.capacity = ROOM  # type: ignore[union-attr]
    _first.setdefault(engine.name, engine)


def open_engine(url: str) -> Engine:
    """As the house opens it; a statement is looked up by the dialect that compiled it."""
    engine = engines.open_engine(url)
    if first := _first.get(engine.name):
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


def keeping_rules(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """As `compile_rule`, once for each way of writing a rule: nothing of it is changed afterwards."""
    kept: dict[object, dict[str, object]] = {}

    def compile_once(rule: Rule) -> None:
        given = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
        if given not in kept:
            compile_rule(rule)
            built = {"_build": rule._build.__func__, "_build_unknown": rule._build_unknown.__func__}  # type: ignore[attr-defined]
            same = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters")}
            kept[given] = {**same, **built, "arguments": frozenset(rule.arguments)}
        made = dict(kept[given])
        for name in ("_build", "_build_unknown"):
            made[name] = made[name].__get__(rule, None)  # type: ignore[attr-defined]
        vars(rule).update(made, arguments=set(made["arguments"]))  # type: ignore[call-overload]

    return compile_once
