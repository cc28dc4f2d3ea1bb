"""A word planted in everything that somebody must not see reaches them by no address: no page, export,
picture, error or redirect, and no log. Everybody asks for every address of one town.
"""

import io
import logging
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask import Response, abort

from consult.people.records import Account
from tests.web.conftest import SiteUnderTest
from tests.web.planted import (
    CODE,
    FOR_COMMITTEE,
    FOR_EVERYONE,
    FOR_ROADS,
    FOR_WATER,
    MASKED,
    MET,
    OF_THE_COMMUNITY,
    RAW,
    SPOKEN,
    UNREAD,
    UNRELEASED,
    Planted,
)
from tests.web.walked import cells, walk

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What a page shows does not hang on the database; these walks are long."""

FOR_SOME = {FOR_WATER, FOR_ROADS, FOR_COMMITTEE}
NEVER = {
    "nobody": OF_THE_COMMUNITY | FOR_SOME,
    "dana": OF_THE_COMMUNITY | {FOR_ROADS},
    "farah": OF_THE_COMMUNITY | {FOR_WATER},
    "chol": OF_THE_COMMUNITY | {FOR_WATER, FOR_ROADS},
    "gita": OF_THE_COMMUNITY | FOR_SOME,
    "hari": OF_THE_COMMUNITY | FOR_SOME,
    "zara": OF_THE_COMMUNITY | FOR_SOME,
    "iman": {RAW, MASKED, UNREAD, MET, CODE},
    "jude": {RAW, MASKED, UNREAD, MET, CODE, UNRELEASED},
    "amal": {RAW},
}
"""What nobody may show to each: the public, staff of two offices, the committee, an administrator, a
stranger, a representative from elsewhere, a translator, a protection officer. Of a masked name even
the representative sees nothing."""
SEES = {
    "dana": {FOR_EVERYONE, FOR_WATER},
    "farah": {FOR_EVERYONE, FOR_ROADS},
    "amal": {MASKED, UNREAD, MET, CODE, UNRELEASED, SPOKEN},
}
"""Otherwise a walk that opens nothing would prove nothing."""


def person(planted: Planted, name: str) -> Account:
    found = getattr(planted, name, None) or getattr(planted.site.cast, name)
    assert isinstance(found, Account)
    return found


def walked(planted: Planted, name: str, **only: object) -> dict[str, str]:
    """What came for each address; for this test alone nothing else is signed in."""
    site = planted.site
    client = site.client() if name == "nobody" else site.signed_in(person(planted, name))
    return {came.address: came.words for came in walk(planted, client, **only)}  # type: ignore[arg-type]


def leaks(came: dict[str, str], name: str) -> set[tuple[str, str, str]]:
    return {(name, address, word) for address, words in came.items() for word in NEVER[name] if word in words}


def test_a_planted_word_reaches_nobody_for_whom_it_is_not(
    site: SiteUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    planted, wrong, missed = Planted(site), set(), set()
    for name in NEVER:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "consult"):
            came = walked(planted, name)
        wrong |= leaks(came, name) | leaks({"the log": caplog.text}, name)
        missed |= {
            (name, word) for word in SEES.get(name, ()) if not any(word in each for each in came.values())
        }
    assert not wrong
    assert not missed


def _packed() -> Response:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<c>{MASKED}</c>" * 9)
    return Response(packed.getvalue(), mimetype="application/zip")


BROKEN: dict[str, Callable[[], object]] = {
    "a page": lambda: f"<p>{MASKED}</p>",
    "an export": _packed,
    "a picture": lambda: Response(f"<svg><text>{MASKED}</text></svg>", mimetype="image/svg+xml"),
    "an error": lambda: abort(Response(MASKED, 404)),
    "a redirect": lambda: Response(status=303, headers={"Location": f"/?{MASKED}"}),
    "a log": lambda: logging.getLogger("consult.web").info("read %s", MASKED) or "",
}


def test_a_view_that_lets_a_planted_word_out_is_found(
    site: SiteUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    planted = Planted(site)
    rules = [rule for rule in planted.rules("GET") if rule.endpoint == "respond.office"]
    assert rules
    door: Any = site.app.view_functions["respond.office"]
    (cell,) = [each for each in cells(site.app) if each.cell_contents is door.__wrapped__]
    page = door.__wrapped__
    for what, broken in BROKEN.items():
        cell.cell_contents = door.__wrapped__ = lambda broken=broken, **_where: broken()
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "consult"):
            came = walked(planted, "dana", rules=rules)
        assert leaks(came | {"the log": caplog.text}, "dana"), what
    cell.cell_contents = door.__wrapped__ = page
    assert not leaks(walked(planted, "dana", rules=rules), "dana")
