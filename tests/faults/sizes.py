"""How much a fault run does: little in every run of the suite, all of it with CONSULT_FAULTS=full."""

import json
import os
import sys
from pathlib import Path


def size(small: int, full: int) -> int:
    """`full` where CONSULT_FAULTS=full asks for it, else `small`."""
    return full if os.environ.get("CONSULT_FAULTS") == "full" else small


def noted(fault: str, **counts: object) -> None:
    """Print what a run did and counted, as one line of JSON; the folder CONSULT_FAULTS_REPORT keeps it."""
    said = json.dumps({"fault": fault, **counts}, ensure_ascii=False, default=str)
    sys.stdout.write(said + "\n")
    if folder := os.environ.get("CONSULT_FAULTS_REPORT"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        with (Path(folder) / "faults.jsonl").open("a") as kept:
            kept.write(said + "\n")
