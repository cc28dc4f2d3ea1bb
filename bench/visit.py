"""One person goes through every page of a participant, without a browser: the bytes that come."""

import gzip
import re
from collections.abc import Iterator
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.rehearsed import Sample, words_of

LETTERS = 600
"""Of each answer: four or five sentences."""


class Visit:
    """`client` opens the sample in `language`."""

    def __init__(self, client: FlaskClient, sample: Sample, language: str) -> None:
        self.client = client
        self.language = language
        self.code = sample.codes[language]
        self.place = f"/c/{sample.slug}/{language}/"
        self.page: TestResponse

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Each page by name, as it goes over the network."""
        for name, address in {
            "front": f"/?lang={self.language}",
            "languages": self.place.removesuffix(f"{self.language}/"),
            "leaving": f"/leaving?lang={self.language}",
            "start": self.place,
            "speakers": f"{self.place}speakers",
            "private matter": f"{self.place}private",
            "who helped": f"{self.place}helped",
            "results": f"{self.place}results",
            "picture": f"{self.place}picture",
            "promise book": f"{self.place}book",
            "cards": f"{self.place}cards",
            "ledger": f"{self.place}ledger",
            "ledger of an office": f"/o/water/{self.language}/ledger",
            "ledger of all": f"/all/{self.language}/ledger",
            "code": f"/code?lang={self.language}",
        }.items():
            yield name, self._take(self.client.get(address, headers=self._headers))
        yield from self._speaks()
        yield from self._comes_back()

    def _speaks(self) -> Iterator[tuple[str, bytes]]:
        yield "question 1", self._send("speak")
        begun = self.page
        yield "with a voice", self._send("voice", draft=self._hidden("draft"))
        self.page = begun
        asked = 1
        while b'name="text"' in self._plain:
            asked += 1
            page = self._go(text=words_of(self.language, LETTERS))
            yield f"question {asked}" if b'name="text"' in self._plain else "check", page
        yield "about", self._go()
        yield "choices", self._go()
        yield "choices with a mistake", self._go(number="12", hear_back="whole")
        yield "done", self._go(number="", hear_back="knock")
        yield "last digits", self._send("number", number=self._hidden("number"), last="no 1")

    def _comes_back(self) -> Iterator[tuple[str, bytes]]:
        yield "code that opens nothing", self._send("/code", code="1")
        yield "what became of it", self._send("/code", code=self.code)
        token = self._hidden("token")
        wrong = {"token": token, "number": words_of(self.language, 60)}
        yield "what became of it with a mistake", self._send("/code/phone", **wrong)
        yield "take back", self._send("/code/leave", token=token)
        yield "taken back", self._send("/code/leave", token=token, sure="yes")

    @property
    def _headers(self) -> dict[str, str]:
        return {"Accept-Encoding": "gzip", "Accept-Language": self.language}

    def _go(self, **fields: str) -> bytes:
        return self._send("speak", draft=self._hidden("draft"), go="next", **fields)

    def _send(self, where: str, **fields: str) -> bytes:
        address = where if where.startswith("/") else f"{self.place}{where}"
        return self._take(self.client.post(address, data=fields, headers=self._headers))

    def _take(self, page: TestResponse) -> bytes:
        if page.status_code not in (200, 422):
            raise SystemExit(f"{page.request.path} answered {page.status_code}.")
        self.page = page
        return bytes(page.data)

    @property
    def _plain(self) -> bytes:
        return gzip.decompress(self.page.data)

    def _hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self._plain.decode())
        if found is None:
            raise SystemExit(f"{self.page.request.path} has no field {name}.")
        return unescape(found[1])
