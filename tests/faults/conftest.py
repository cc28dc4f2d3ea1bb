"""A network, a door it calls, and a plain client of its interface."""

import time
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.faults.door import Door
from tests.faults.network import Network


class Client:
    """Asks the network as anybody may, without our provider."""

    def __init__(self, network: Network, door: Door) -> None:
        self.network, self.door = network, door
        self.base = f"{network.url}/2010-04-01/Accounts/{network.account}"
        self.key = (network.account, network.secret)

    def send(self, to: str, body: str = "Hello", **more: str) -> requests.Response:
        said = {"To": to, "From": self.network.sender, "Body": body} | more
        said.setdefault("StatusCallback", f"{self.door.url}/status?attempt=1")
        given = {name: text for name, text in said.items() if text}
        return requests.post(f"{self.base}/Messages.json", data=given, auth=self.key, timeout=30)

    def list(self, **asked: str) -> requests.Response:
        named = {name.replace("_from", ">").replace("_until", "<"): text for name, text in asked.items()}
        return requests.get(f"{self.base}/Messages.json", params=named, auth=self.key, timeout=30)

    def get(self, uri: str, **more: object) -> requests.Response:
        return requests.get(self.network.url + uri, **{"auth": self.key, "timeout": 30} | more)

    def post(self, uri: str, **said: str) -> requests.Response:
        return requests.post(self.network.url + uri, data=said, auth=self.key, timeout=30)


def soon(holds: Callable[[], object], seconds: float = 60.0) -> bool:
    """Whether `holds()` becomes true in a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def network(door: Door) -> Iterator[Network]:
    with Network(inbound=f"{door.url}/in?a=1%20b#rc=3&rp=all&tt=5000", seed=1) as network:
        network.caller.pause = 0.02
        yield network


@pytest.fixture
def client(network: Network, door: Door) -> Client:
    return Client(network, door)
