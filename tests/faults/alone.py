"""The network as a process of its own, spoken to by lines: one JSON in, one JSON out."""

import argparse
import json
import sys

from tests.faults.network import Network
from tests.faults.weather import CALM, QUARTER


def main() -> None:
    """Serve until the input ends. Lines: {"speak": [from, text]} and {"report": true}."""
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--port", type=int, default=0)
    wishes.add_argument("--seed", type=int, default=0)
    wishes.add_argument("--inbound", default="", help="our door for texts")
    wishes.add_argument("--faults", action="store_true", help="a quarter of all requests fails")
    wish = wishes.parse_args()
    rates = QUARTER if wish.faults else CALM
    with Network(rates=rates, seed=wish.seed, port=wish.port, inbound=wish.inbound) as network:
        _say({"url": network.url, "account": network.account, "sender": network.sender})
        for line in sys.stdin:
            said = json.loads(line)
            if "speak" in said:
                sender, text = said["speak"]
                _say({"status": network.speak(sender, text=text).result()})
            else:
                _say(network.truth.report())


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
