"""`python -m bench [NAME …]`: each benchmark in turn, or those named, at a size of a few minutes."""

import subprocess
import sys

SIZES = {
    "intake": ["--database=both", "--texts=1000", "--rounds=3"],
    "fanout": [],
    "prompt_check": [],
    "masking": [],
    "page_bytes": [],
    "first_paint": ["--languages=en,ar"],
    "coding_page": ["--people=4000", "--answers=10000"],
    "picture": ["--people=4000", "--answers=10000"],
    "similar": ["--meaning"],
    "learning": ["--meaning", "--seeds=2"],
}
"""Each benchmark is the module of its name; by itself it takes other sizes."""


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in SIZES]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(SIZES)}.")
    for name in names or SIZES:
        subprocess.run([sys.executable, "-m", f"bench.{name}", *SIZES[name]], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
