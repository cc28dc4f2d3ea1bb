"""Tests reach this machine and no other, and a warning is a mistake."""

import socket
import tomllib
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.house.source import TREE

OPTIONS = tomllib.loads((TREE / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]


def test_another_machine_cannot_be_reached() -> None:
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)  # an address of examples, nobody's


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_a_warning_is_a_mistake() -> None:
    assert OPTIONS["filterwarnings"][0] == "error"
    with pytest.raises(UserWarning):
        warnings.warn("look", UserWarning, stacklevel=1)
