"""The real site with the doors for texts and for the rehearsal phone in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.console.signing import HEADER, sign
from consult.sms.aside import SpoolHere
from consult.sms.door import sms_blueprint
from consult.sms.parts import SmsParts
from consult.sms.phone import phone_blueprint
from tests.web.conftest import (
    SiteUnderTest,
    site,  # noqa: F401 - a fixture
)

Answer = Any


@dataclass
class Door:
    """The door under test: `post` signs as the console does."""

    site: SiteUnderTest
    parts: SmsParts
    phones: Path

    def post(self, what: str, said: object, *, key: str | None = None, provider: str = "console") -> Answer:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        headers = {HEADER: sign(body, key=key or self.parts.console_key)}
        return self.site.client().post(f"/sms/{provider}/{what}", data=body, headers=headers)


@pytest.fixture
def door(site: SiteUnderTest, tmp_path: Path) -> Door:  # noqa: F811 - the fixture above
    site.app.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False)
    key, phones = site.vault.cookie_key("console"), tmp_path / FILE
    nobody: Callable[[str, bytes, dict[str, str]], int] = lambda *_: 200  # noqa: E731
    console = Console(file=phones, key=key, public_url="http://localhost", clock=site.clock, post=nobody)
    parts = SmsParts(
        providers={"console": console},
        vault=site.vault,
        database=site.database,
        spool=tmp_path / "spool",
        public_url="http://localhost",
        clock=site.clock,
        phones=phones,
        console_key=key,
    )
    here = SpoolHere(parts.spool, site.vault, parts.providers)
    site.app.extensions["consult"] = replace(site.app.extensions["consult"], spool=here)
    blueprint = sms_blueprint(parts)
    site.app.extensions["csrf"].exempt(blueprint)
    site.app.register_blueprint(blueprint)
    phone = phone_blueprint(parts)
    site.app.extensions["csrf"].exempt(phone)
    site.app.register_blueprint(phone)
    return Door(site, parts, phones)
