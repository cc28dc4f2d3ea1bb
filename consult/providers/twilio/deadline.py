"""A call that is over in time, whatever the other side does.

A time-out of requests bounds each wait for one more byte, never all of them together, and no wait
for a name server at all. So each call runs in a thread of its own: who asked for it waits as long as
was agreed and no longer, and what is then still open is cut.
"""

import socket
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

T = TypeVar("T")


def within(seconds: float, do: Callable[[], T]) -> T:
    """What `do` gives or raises. Raises TimeoutError after `seconds`; it may then still be going on."""
    came: Future[T] = Future()

    def run() -> None:
        try:
            came.set_result(do())
        except BaseException as fault:  # told to who waits; here it would end on the screen
            came.set_exception(fault)

    Thread(target=run, daemon=True).start()
    return came.result(seconds)


class Session(requests.Session):
    """A session whose connection another thread can `cut`. Nothing of the machine is trusted to
    redirect it: no proxy and no password file from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self._adapter = _Adapter()
        for scheme in ("http://", "https://"):
            self.mount(scheme, self._adapter)

    def cut(self) -> None:
        """End what is open, in the middle of a byte, and open nothing more."""
        self._adapter.is_cut = True
        way = self._adapter.connection and self._adapter.connection.sock
        if isinstance(way, socket.socket):
            with suppress(OSError):  # it may have ended by itself
                # Past what SSL would still have to say: that, too, could take for ever.
                socket.socket.shutdown(way, socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Knows its connection: there is one, since a session makes one call after another."""

    def __init__(self) -> None:
        self.is_cut = False
        self.connection: HTTPConnection | None = None
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        adapter = self

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return adapter.opened(self, super()._new_conn())

        class Secret(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return adapter.opened(self, super()._new_conn())

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecretPool(HTTPSConnectionPool):
            ConnectionCls = Secret

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecretPool}

    def opened(self, connection: HTTPConnection, way: socket.socket) -> socket.socket:
        """Remember `connection`; raise OSError where nobody waits for it any more."""
        connection.sock = way
        self.connection = connection
        if self.is_cut:
            way.close()
            raise OSError("nobody waits for this any more")
        return way
