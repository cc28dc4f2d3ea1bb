"""What a benchmark says: one JSON object a line, always with the same names."""

import json


def say(
    name: str,
    value: float,
    unit: str,
    *,
    baseline: float | None = None,
    ratio: float | None = None,
    **more: object,
) -> None:
    """Print one figure. `baseline`: what it is held against, in the same unit; `ratio`: value to
    baseline, or as the benchmark defines it; both None where there is nothing to hold it against.
    `more` says what exactly was measured."""
    said = {
        "name": name,
        "value": _short(value),
        "unit": unit,
        "baseline": _short(baseline),
        "ratio": _short(ratio),
    }
    print(json.dumps(said | more, ensure_ascii=False), flush=True)


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
