"""Somebody asks for every address: what comes back, whatever it is."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.planted import Planted

PLACES = ("slug", "community", "office")
"""The parts of an address by which a guard decides."""


@dataclass(frozen=True)
class Came:
    """What came back for an address: its state, its kind and all its words, headers and redirects too."""

    address: str
    status: int
    kind: str
    words: str


def cells(app: Flask) -> Iterator[Any]:
    """Where each guard keeps the page that it guards."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        page = getattr(view, "__wrapped__", None)
        found = [cell for cell in view.__closure__ or () if cell.cell_contents is page]
        assert found, f"{endpoint} has no guard"
        yield found[0]


@contextmanager
def watched(app: Flask) -> Iterator[list[bool]]:
    """Notes in the list whenever a guard lets somebody in."""
    entered: list[bool] = []
    kept = [(cell, cell.cell_contents) for cell in cells(app)]
    for cell, view in kept:
        cell.cell_contents = _noted(view, entered)
    try:
        yield entered
    finally:
        for cell, view in kept:
            cell.cell_contents = view


def _noted(view: Any, entered: list[bool]) -> Any:
    def inside(**where: Any) -> Any:
        entered.append(True)
        return view(**where)

    return inside


def push(planted: Planted, client: FlaskClient, rules: Sequence[Rule], form: dict[str, str]) -> int:
    """Send `form` to each address that we can think of; how many let it in.

    As in `walk`, one address of a shut door is enough.
    """
    shut: set[str] = set()
    let_in = 0
    with watched(planted.site.app) as entered:
        for address, door in _addresses(planted, rules):
            if door not in shut:
                entered.clear()
                answer = client.post(address, data=form)
                let_in += bool(entered)
                if answer.status_code in (302, 403) and not entered:
                    shut.add(door)
    return let_in


def walk(planted: Planted, client: FlaskClient, rules: Sequence[Rule] | None = None) -> Iterator[Came]:
    """Each address that we can think of, and each to which a page links, once.

    Where a guard shuts a door it is shut whatever stands behind it: one address of it is enough.
    """
    asked: set[str] = set()
    links: list[str] = []
    with watched(planted.site.app) as entered:
        for address, door in _addresses(planted, planted.rules("GET") if rules is None else rules):
            if address not in asked and door not in asked:
                came = _came(client, address, entered)
                asked.add(address)
                if came.status in (302, 403) and not entered:
                    asked.add(door)
                links += _links(came)
                yield came
        while links and rules is None:
            address = links.pop()
            if address not in asked:
                asked.add(address)
                came = _came(client, address, entered)
                links += _links(came)
                yield came


def _addresses(planted: Planted, rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Each address with the name of its door: the rule, and the place as far as the guard looks at it."""
    for rule in rules:
        for where, address in planted.filled(rule):
            place = [str(where[name]) for name in PLACES if name in where]
            yield address, " ".join(["door", rule.rule, *place])


def _came(client: FlaskClient, address: str, entered: list[bool]) -> Came:
    entered.clear()
    answer = client.get(address)
    assert answer.status_code < 500, address
    return Came(address, answer.status_code, answer.mimetype, words_in(answer))


def words_in(answer: TestResponse) -> str:
    """All words of an answer: of its headers, of its body, and of each file of a packed one."""
    bodies = [answer.data]
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            bodies = [packed.read(name) for name in packed.namelist()]
    return "\n".join([str(answer.headers), *(body.decode("utf-8", "replace") for body in bodies)])


def _links(came: Came) -> list[str]:
    if came.status != 200 or not came.kind.startswith("text/"):
        return []
    links = re.findall(r'(?:href|action|src)="(/[^"#]*)', came.words)
    return [each for each in links if not urlsplit(each).path.startswith(("/static/", "/sign-out"))]
