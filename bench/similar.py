"""`python -m bench.similar`: how well groups of answers agree with themes that people gave, and how fast.

Adjusted mutual information with those themes, mean of five seeds: by letters, and with `--meaning` by
vectors too. The baseline is k-means on the same runs of letters in the same run, and it is told how many
themes there are; our groups are not. `limit` is the least that was promised. Then whole processes, with
the seconds and the memory that they took. `--keep` names a folder in which vectors stay between runs.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import numpy as np

from bench.real_texts import SMALL, Texts, every_set, many, nhs
from bench.said import say
from consult.loop.understand.ports import Pointer, Words

SEEDS = 5
LIMITS = {"letters": (0.19, {"Haiti, single topic": 0.24, "NHS A": 0.12})}
LIMITS["meaning"] = (0.29, {"SIB eng": 0.42, "NHS A": 0.17})
WHOLE = {2600: (3.0, 350), 10_000: (None, None), 100_000: (150.0, 2048)}
EXPONENT = 1.3


def agreement(of: Texts, pointer: Pointer) -> tuple[float, float]:
    """The mean agreement, and how many groups there were."""
    from sklearn.metrics import adjusted_mutual_info_score as agree

    scores, counts = [], []
    for seed in range(SEEDS):
        found = pointer.similar(of.words, kept=of.kept, seed=seed)
        labels = {answer: n for n, group in enumerate(found) for answer in group.answers}
        scores.append(agree(of.themes, [labels[each.answer] for each in of.words]))
        counts.append(len(found))
    return float(np.mean(scores)), float(np.mean(counts))


def by_means(of: Texts) -> float:
    """k-means on runs of letters, told how many themes there are."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import adjusted_mutual_info_score as agree
    from sklearn.preprocessing import normalize

    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2, max_df=0.3)
    rows = TruncatedSVD(100, n_iter=2, random_state=0).fit_transform(runs.fit_transform(of.texts))
    means = [KMeans(len(set(of.themes)), n_init=1, random_state=seed) for seed in range(SEEDS)]
    return float(np.mean([agree(of.themes, each.fit_predict(normalize(rows))) for each in means]))


def measure(
    pointer: Pointer, kind: str, sets: list[Texts], keep: Path | None, plain: dict[str, float]
) -> None:
    """Each set, and the four languages that few tools know together."""
    together, limits = LIMITS[kind]
    found = {}
    for of in sets:
        of.keep(pointer, keep)
        found[of.name], groups = agreement(of, pointer)
        _say(kind, of.name, found[of.name], plain[of.name], limits.get(of.name), groups=round(groups, 1))
    small = [f"SIB {code}" for code in SMALL]
    mean, means = (sum(each[name] for name in small) / len(small) for each in (found, plain))
    _say(kind, "SIB Swahili, Hausa, Arabic, Lingala", mean, means, together)


def _say(kind: str, of: str, value: float, baseline: float, limit: float | None, **more: object) -> None:
    say(
        "similar",
        value,
        "AMI",
        baseline=baseline,
        ratio=value / baseline,
        by=kind,
        of=of,
        limit=limit,
        **more,
    )


def alone(count: int) -> Iterator[object]:
    """One grouping in this process: its seconds from import on, and the most memory it took, in MB."""
    texts = many(count) if count > 2600 else nhs().texts[:count]
    from consult.assist.pointer import ByLetters

    words = [Words(UUID(int=at), "en", text) for at, text in enumerate(texts)]
    groups = ByLetters().similar(words, kept={}, seed=0)
    assert sum(len(group.answers) for group in groups) == count
    yield len(groups)
    yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def whole() -> None:
    """Whole processes, from their start to their end."""
    took: dict[int, float] = {}
    for count, (seconds, memory) in WHOLE.items():
        start = time.perf_counter()
        asked = [sys.executable, "-m", "bench.similar", "--alone", str(count)]
        groups, used = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
        took[count] = time.perf_counter() - start
        more = {"of": f"{count} answers, a whole process", "groups": groups}
        say("similar", took[count], "s", baseline=seconds, ratio=seconds and took[count] / seconds, **more)
        say("similar", used, "MB", baseline=memory, ratio=memory and used / memory, **more)
    grows = math.log(took[100_000] / took[10_000]) / math.log(10)
    say("similar", grows, "exponent", baseline=EXPONENT, ratio=grows / EXPONENT, of="10,000 to 100,000")


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--meaning", action="store_true", help="by vectors too, of the extra `semantic`")
    asking.add_argument("--keep", type=Path, help="a folder for vectors")
    asking.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    asked = asking.parse_args()
    if asked.alone:
        print(json.dumps(list(alone(asked.alone))))
        return
    from consult.assist.meaning import ByMeaning
    from consult.assist.pointer import ByLetters

    whole()
    sets = every_set()
    plain = {of.name: by_means(of) for of in sets}
    measure(ByLetters(), "letters", sets, asked.keep, plain)
    if asked.meaning:
        measure(ByMeaning(), "meaning", sets, asked.keep, plain)


if __name__ == "__main__":
    main()
